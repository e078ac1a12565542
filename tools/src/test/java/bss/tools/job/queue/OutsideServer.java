package bss.tools.job.queue;

import bss.tools.cli.RunCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `bss-run serve --jobs` as a process in surroundings that the test makes.
final class OutsideServer implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("serving jobs at .*:(\\d+)");

    private final Process process;
    private final int port;

    private OutsideServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Where it runs.
    ///
    /// @param before what its command follows, as `ip netns exec`
    /// @param environment more of it
    /// @param log for what it says
    record Surroundings(List<String> before, Map<String, String> environment, Path log) {}

    /// Starts one and waits until it listens.
    ///
    /// @throws IOException if it ended before, with its exit code
    static OutsideServer start(Path data, Surroundings in, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(in.before());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                Served.CLASS_PATH,
                RunCommand.class.getName(),
                "serve",
                "--jobs",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--workers",
                "1",
                "--worker-memory",
                "512m"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(in.log().toFile()));
        builder.environment().putAll(in.environment());
        Process process = builder.start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return new OutsideServer(process, Integer.parseInt(listens.group(1)));
            }
        }
        throw new IOException("it ended with " + process.waitFor() + " before it listened, see " + in.log());
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// As `kill -9`.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
