package bss.tools.bench.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `bss-run serve --jobs` as a process of its own, with 512 MiB of heap.
final class LoadedServer implements AutoCloseable {

    /// An option of Java with which [#buffersMib] can be told.
    static final String TRACKED = "-XX:NativeMemoryTracking=summary";

    private static final Pattern LISTENS = Pattern.compile("serving jobs at .*:(\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    /// What Java calls memory that programs ask for outside of the heap.
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern MAIN = Pattern.compile(".*(total|heap).*");
    private static final String MAIN_CLASS = "bss.tools.cli.RunCommand";

    private final Process process;
    private final int port;

    private LoadedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one with one worker and waits until it listens.
    ///
    /// @param options of Java, for the server
    /// @param arguments of the command, beside those that all have
    /// @throws IOException if it ended before
    static LoadedServer start(Path data, List<String> options, List<String> arguments) throws IOException {
        return start(data, 1, options, arguments);
    }

    /// As above, with other numbers of workers.
    static LoadedServer start(Path data, int workers, List<String> options, List<String> arguments) throws IOException {
        Files.createDirectories(data);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // the collector that the command has
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS, "serve", "--jobs"));
        command.addAll(List.of("--data", data.toString(), "--port", "0", "--workers", Integer.toString(workers)));
        command.addAll(List.of("--worker-memory", "512m"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(data.resolve("server.log").toFile()))
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return new LoadedServer(process, Integer.parseInt(listens.group(1)));
            }
        }
        throw new IOException("the server ended before it listened: see " + data.resolve("server.log"));
    }

    int port() {
        return port;
    }

    /// Heap that is in use after a collection, in MiB; NaN if this Java cannot tell.
    double heapMib() throws IOException, InterruptedException {
        jcmd("GC.run");
        double kib = 0;
        for (String line : jcmd("GC.heap_info").lines().toList()) {
            Matcher used = USED.matcher(line);
            if (used.find() && MAIN.matcher(line).matches() && !line.contains("Metaspace")) {
                kib += Double.parseDouble(used.group(1));
            }
        }
        return kib == 0 ? Double.NaN : kib / 1024;
    }

    /// Memory outside of the heap that buffers hold, in MiB; NaN if this Java cannot tell, or if the server was started
    /// without [#TRACKED].
    double buffersMib() throws IOException, InterruptedException {
        Matcher other = OTHER.matcher(jcmd("VM.native_memory", "summary", "scale=KB"));
        return other.find() ? Double.parseDouble(other.group(1)) / 1024 : Double.NaN;
    }

    private String jcmd(String... what) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return "";
        }
        List<String> command = new ArrayList<>(List.of(jcmd.toString(), Long.toString(process.pid())));
        command.addAll(List.of(what));
        return output(command.toArray(String[]::new));
    }

    /// Has its worker stand still, so that jobs stay as they are and cost nothing.
    void holdWorker() throws IOException, InterruptedException {
        try (Stream<ProcessHandle> workers = process.descendants()) {
            for (ProcessHandle worker : workers.toList()) {
                output("kill", "-STOP", Long.toString(worker.pid()));
            }
        }
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        run.waitFor();
        return said;
    }

    /// As `kill -9`, with its workers.
    @Override
    public void close() {
        try (Stream<ProcessHandle> workers = process.descendants()) {
            workers.toList().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
