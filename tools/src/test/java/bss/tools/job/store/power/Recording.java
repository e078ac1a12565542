package bss.tools.job.store.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A log of what a workload wrote, which was killed and started again several times.
///
/// @param seed of it
/// @param log of all writes
/// @param record the folder that was written to, as it was in the end
/// @param entries of the log
/// @param changes how many of them change the disk
/// @param starts how many had when each process began
record Recording(long seed, Path log, Path record, List<Entry> entries, int changes, List<Integer> starts) {

    /// Of each log, that a cut may come before.
    private static final int CHANGES = 2_600;

    /// How many processes are killed within so many records, while they make and open a store.
    private static final int EARLY = 2;

    private static final int MOST_EARLY = 100;
    private static final int LEAST = 150;
    private static final int MOST = 1_000;
    private static final int ROUNDS = 20;
    private static final int KILLED = 137;

    /// Makes a log in a folder that is there.
    static Recording make(Path recorder, Path folder, long seed) throws IOException, InterruptedException {
        Path record = Files.createDirectory(folder.resolve("record"));
        SplittableRandom random = new SplittableRandom(seed);
        Recording recording = new Recording(seed, folder.resolve("log"), record, List.of(), 0, List.of());
        int lives = 0;
        while (recording.changes < CHANGES) {
            int kill = lives < EARLY ? random.nextInt(2, MOST_EARLY) : random.nextInt(LEAST, MOST);
            recording.live(recorder, kill, ROUNDS, lives++);
            recording = of(recording.log, record, seed);
        }
        recording.live(recorder, 0, 1, lives);
        return of(recording.log, record, seed);
    }

    /// Takes a log that was made before.
    static Recording of(Path log, Path record, long seed) {
        List<Entry> entries = Entry.read(log);
        Disk disk = new Disk(_ -> false, _ -> {});
        int changes = 0;
        List<Integer> starts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.what == Entry.START) {
                starts.add(changes);
            }
            changes += disk.isChange(entry) ? 1 : 0;
            disk.apply(entry);
        }
        return new Recording(seed, log, record, entries, changes, List.copyOf(starts));
    }

    /// Runs one process.
    private void live(Path recorder, int kill, int rounds, int life) throws IOException, InterruptedException {
        Path said = log.resolveSibling("said");
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        // where each process that is killed leaves a library
                        "-Dorg.sqlite.tmpdir=" + log.getParent(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Workload.class.getName(),
                        record.toString(),
                        Long.toString(seed),
                        "p" + life,
                        Integer.toString(rounds))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        process.environment().put("LD_PRELOAD", recorder.toString());
        process.environment().put("WRITELOG_FOLDER", record.toString());
        process.environment().put("WRITELOG_FILE", log.toString());
        process.environment().put("WRITELOG_KILL", Integer.toString(kill));
        if (life % 2 == 0) {
            // what is written then and not synced, the next process sees
            process.environment().put("WRITELOG_AT_SYNC", "1");
        }
        int ended = process.start().waitFor();
        if (ended != (kill == 0 ? 0 : KILLED)) {
            throw new AssertionError("seed %d: process %d of the workload ended with %d:\n%s"
                    .formatted(seed, life, ended, Files.readString(said)));
        }
    }
}
