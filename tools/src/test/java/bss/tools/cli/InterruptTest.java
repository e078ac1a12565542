package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C to a real process: exit code 130, one line, no half-written file, and what was there stays.
@Timeout(60)
class InterruptTest {

    private static final int SIGINT_BIT = 1 << 1;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aRunThatIsInterruptedLeavesTheOldResultAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("net.json"), BadFiles.NETWORK);
        Files.writeString(folder.resolve("old.h5"), "what was there before");
        interrupt(
                "running",
                RunCommand.class,
                folder.resolve("net.json").toString(),
                "--duration",
                "1e8",
                "--report",
                folder.resolve("report.json").toString(),
                "--stats",
                folder.resolve("stats.json").toString(),
                "-o",
                folder.resolve("old.h5").toString());
    }

    @Test
    void aMappingThatIsInterruptedLeavesNothing() throws Exception {
        Path network = folder.resolve("large.json");
        assertEquals(
                0,
                CommandRun.of("map", List.of("generate", "random30", "--size", "3200", "-o", network.toString()))
                        .code());
        interrupt(
                "expand",
                MapCommand.class,
                network.toString(),
                "-o",
                folder.resolve("large.bssmap").toString());
    }

    @Test
    void whatWasWrittenAsideIsRemoved() throws Exception {
        Files.writeString(folder.resolve("old"), "what was there before");
        interrupt("written aside", WritesAndWaits.class, folder.resolve("old").toString());
    }

    /// Writes a file aside and never renames it.
    static final class WritesAndWaits {

        private WritesAndWaits() {}

        public static void main(String[] args) throws Exception {
            Interruption.heed();
            try (OutputFiles files = new OutputFiles()) {
                files.add("--output", Path.of(args[0])).write(to -> Files.writeString(to, "half"));
                try (Stream<Path> all = Files.list(Path.of(args[0]).getParent())) {
                    System.err.println(all.count() == 2 ? "written aside" : "not written aside");
                }
                Thread.sleep(TimeUnit.MINUTES.toMillis(1));
            }
        }
    }

    /// Starts a command, sends SIGINT when it has printed a line that begins with `sign`.
    private void interrupt(String sign, Class<?> main, String... args) throws Exception {
        var before = CommandRun.snapshot(folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = process.errorReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = err.readLine(); line != null; line = err.readLine()) {
                lines.add(line);
                if (line.startsWith(sign)) {
                    break;
                }
            }
            assertTrue(!lines.isEmpty() && lines.getLast().startsWith(sign), () -> "printed only " + lines);
            assumeFalse(ignoresInterrupts(process), "started where SIGINT is ignored, as by nohup or a shell's &");
            assumeTrue(signal(process), "there is no kill here to send SIGINT with");
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running 30 s after SIGINT");
            List<String> after = err.lines()
                    .filter(line -> !line.matches("[a-z ]+ [0-9]+ %"))
                    .toList();
            assertEquals(List.of("interrupted, nothing was written"), after);
            assertEquals(Interruption.EXIT_CODE, process.exitValue());
            assertEquals(before, CommandRun.snapshot(folder));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean signal(Process process) throws Exception {
        return new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor()
                == 0;
    }

    private static boolean ignoresInterrupts(Process process) throws Exception {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT_BIT) != 0);
    }
}
