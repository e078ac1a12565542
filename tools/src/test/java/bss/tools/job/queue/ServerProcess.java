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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `bss-run serve --jobs` as a process that can be killed.
final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("serving jobs at .*:(\\d+)");

    private final Process process;
    private final String address;

    private ServerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// Starts one and waits until it listens.
    ///
    /// @param crashAt where it ends without a word; empty: nowhere
    /// @throws IOException if it ended before
    static ServerProcess start(Path data, String crashAt) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dbss.crash.at=" + crashAt,
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
                "2",
                "--worker-memory",
                "512m"));
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(data.resolve("server.log").toFile()))
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                return new ServerProcess(process, "http://127.0.0.1:" + listens.group(1));
            }
        }
        throw new IOException("the server ended before it listened");
    }

    String address() {
        return address;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// As `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
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
        process.destroyForcibly();
    }
}
