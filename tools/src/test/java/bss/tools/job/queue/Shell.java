package bss.tools.job.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Commands of the operating system that tests need.
final class Shell {

    private static final long SECONDS = 30;

    private Shell() {}

    /// Whether it could be run and ended well.
    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// As [#run], of what the test cannot do without.
    static void must(String... command) throws IOException {
        if (!run(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    /// Sends a signal, as `STOP`.
    static void signal(String name, ProcessHandle to) throws IOException {
        must("kill", "-" + name, Long.toString(to.pid()));
    }

    /// Whether a process is in this state of `/proc`, as `T` for one that is stopped.
    static boolean inState(ProcessHandle process, char state) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        String text = Files.exists(stat) ? Files.readString(stat, StandardCharsets.UTF_8) : "";
        int name = text.lastIndexOf(')');
        return name >= 0 && text.charAt(name + 2) == state;
    }
}
