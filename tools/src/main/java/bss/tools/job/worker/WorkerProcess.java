package bss.tools.job.worker;

import bss.tools.job.v1.WorkerRequest;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process that runs [WorkerMain]. It ends when its standard input does: with this process, however that ends.
final class WorkerProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 3;

    /// Options that are for this process alone: agents, files and ports, and what Java prints where replies go.
    private static final List<String> OWN = List.of(
            "-agentlib",
            "-javaagent",
            "-XX:StartFlightRecording",
            "-Dcom.sun.management",
            "-Dbss.crash",
            "-Djava.io.tmpdir",
            "-Xlog",
            "-verbose",
            "-XX:+Print");

    private final Process process;
    private final OutputStream requests;
    private final InputStream replies;
    private final Path log;

    private WorkerProcess(Process process, InputStream replies, Path log) {
        this.process = process;
        this.requests = new BufferedOutputStream(process.getOutputStream());
        this.replies = replies;
        this.log = log;
    }

    /// Starts one and waits until it is ready.
    ///
    /// @param folder of its own, for temporary files and what it says; made if need be
    static WorkerProcess start(Path folder, Launch launch) throws WorkerDiedException {
        Path log = folder.resolve("worker.log");
        try {
            Path temporary = Files.createDirectories(folder.resolve("bss-tmp"));
            // the worker before was ended without a chance to clear up: native libraries are 70 MB each time
            MoreFiles.deleteDirectoryContents(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
            Process process = new ProcessBuilder(command(temporary, launch))
                    .redirectError(Redirect.appendTo(log.toFile()))
                    .start();
            try {
                return ready(process, log);
            } catch (WorkerDiedException | IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new WorkerDiedException("no worker can be started in %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static WorkerProcess ready(Process process, Path log) throws IOException, WorkerDiedException {
        InputStream replies = new BufferedInputStream(process.getInputStream());
        // Java itself may say something first, of a recording, say
        String line = line(replies, log);
        while (!line.equals(WorkerMain.READY)) {
            line = line(replies, log);
        }
        return new WorkerProcess(process, replies, log);
    }

    private static String line(InputStream from, Path log) throws IOException, WorkerDiedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new WorkerDiedException("a worker ended before it was ready, see " + log);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static List<String> command(Path temporary, Launch launch) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> OWN.stream().noneMatch(a::startsWith))
                .forEach(command::add);
        command.addAll(launch.options());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-cp");
        command.add(launch.classPath());
        command.add(WorkerMain.class.getName());
        return command;
    }

    /// Asks for something.
    void send(WorkerRequest request) throws WorkerDiedException {
        synchronized (requests) {
            try {
                request.writeDelimitedTo(requests);
                requests.flush();
            } catch (IOException e) {
                awaitDeath();
                throw new WorkerDiedException(death(), e);
            }
        }
    }

    /// What it answers, for one reader.
    InputStream replies() {
        return replies;
    }

    /// Waits a moment for a process that ends, so that one can tell how it did.
    void awaitDeath() {
        try {
            if (!gone(1_000)) {
                kill();
                var _ = gone(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            requests.close();
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
