package bss.tools.job.worker;

import bss.tools.job.server.EmbeddedJobs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process that runs [EmbeddedJobs]. It ends when its standard input does: with this process, however that ends.
final class WorkerProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 3;

    private final Process process;
    private final OutputStream lifeline;
    private final int port;
    private final String token;
    private final Path log;

    private WorkerProcess(Process process, int port, String token, Path log) {
        this.process = process;
        this.lifeline = process.getOutputStream();
        this.port = port;
        this.token = token;
        this.log = log;
    }

    /// Starts one and waits until it listens.
    ///
    /// @param folder of its own, for temporary files and what it says; made if need be
    static WorkerProcess start(Path folder, Launch launch) throws WorkerDiedException {
        Path log = folder.resolve("worker.log");
        try {
            Path temporary = folder.resolve("bss-tmp");
            Files.createDirectories(temporary);
            Process process = new ProcessBuilder(command(temporary, launch))
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            try {
                return listening(process, log);
            } catch (WorkerDiedException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new WorkerDiedException("no worker can be started in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static WorkerProcess listening(Process process, Path log) throws IOException, WorkerDiedException {
        // not closed: closing it might break the worker that prints
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null) {
            throw new WorkerDiedException("a worker ended before it listened, see " + log);
        }
        JsonNode said = new ObjectMapper().readTree(line);
        return new WorkerProcess(
                process, said.path("port").asInt(), said.path("token").asText(), log);
    }

    private static List<String> command(Path temporary, Launch launch) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                // agents and ports belong to this process
                .filter(a -> !a.startsWith("-agentlib") && !a.startsWith("-javaagent") && !a.startsWith("-Dbss.crash"))
                .filter(a -> !a.startsWith("-Djava.io.tmpdir"))
                .forEach(command::add);
        command.addAll(launch.options());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-cp");
        command.add(launch.classPath());
        command.add(EmbeddedJobs.class.getName());
        return command;
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Why it is gone, for people.
    String death() {
        return "the worker (process %d) ended with status %s, see %s"
                .formatted(process.pid(), process.isAlive() ? "none yet" : process.exitValue() + "", log);
    }

    /// Waits until it is gone.
    ///
    /// @return whether it is
    boolean gone(long milliseconds) throws InterruptedException {
        return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    }

    void kill() {
        process.destroyForcibly();
    }

    /// Ends it, within seconds.
    @Override
    public void close() {
        try {
            lifeline.close();
            if (!gone(1_000 * STOP_SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
