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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `bss-run serve --jobs` as a process that can be killed.
final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("serving jobs at .*:(\\d+)");

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Where it runs.
    ///
    /// @param before what its command follows, as `ip netns exec`
    /// @param environment more of it
    /// @param log for what it says
    record Surroundings(List<String> before, Map<String, String> environment, Path log) {}

    /// Starts one with two workers and waits until it listens.
    ///
    /// @param crashAt where it ends without a word; empty: nowhere
    /// @throws IOException if it ended before, with its exit code
    static ServerProcess start(Path data, String crashAt) throws IOException, InterruptedException {
        Surroundings here = new Surroundings(List.of(), Map.of(), data.resolve("server.log"));
        return start(data, here, 2, List.of("-Dbss.crash.at=" + crashAt), List.of());
    }

    /// As above with one worker, in surroundings that the test makes.
    static ServerProcess start(Path data, Surroundings in, String... options) throws IOException, InterruptedException {
        return start(data, in, 1, List.of(), List.of(options));
    }

    private static ServerProcess start(Path data, Surroundings in, int workers, List<String> java, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(in.before());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector"));
        command.addAll(java);
        command.addAll(List.of(
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
                Integer.toString(workers),
                "--worker-memory",
                "512m"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(in.log().toFile()));
        builder.environment().putAll(in.environment());
        Process process = builder.start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return new ServerProcess(process, Integer.parseInt(listens.group(1)));
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

    /// As `kill`.
    void terminate() {
        process.destroy();
    }

    int status() {
        return process.exitValue();
    }

    boolean gone(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        kill();
    }
}
