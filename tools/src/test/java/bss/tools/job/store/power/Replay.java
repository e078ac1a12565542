package bss.tools.job.store.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Does a log again on a simulated disk, cuts the power before changes of it, and checks what is left.
final class Replay {

    /// What was tried.
    ///
    /// @param prefixes of the log
    /// @param images of the disk, some of which were the same as before and not tried again
    record Tried(int prefixes, int images) {}

    private final List<Entry> entries;
    private final Path folder;
    private final long seed;

    /// @param folder that is there, for what is left
    Replay(Recording recording, Path folder) {
        entries = recording.entries();
        seed = recording.seed();
        this.folder = folder;
    }

    /// Cuts before some changes, and at the end.
    ///
    /// @param neverSynced paths for which the disk lies
    /// @param cuts which of the changes, by their numbers from 0
    /// @throws AssertionError if a promise was broken; it tells where
    Tried run(Predicate<String> neverSynced, IntPredicate cuts, EnumSet<Variant> variants)
            throws IOException, SQLException {
        Facts facts = new Facts();
        Disk disk = new Disk(neverSynced, facts::take);
        int change = 0;
        int prefixes = 0;
        int images = 0;
        long same = -1;
        for (int i = 0; i <= entries.size(); i++) {
            boolean end = i == entries.size();
            if (end || disk.isChange(entries.get(i))) {
                if (end || cuts.test(change)) {
                    prefixes++;
                    for (Variant variant : variants) {
                        // between two syncs nothing comes to the one that needs them
                        long state = disk.syncs() + facts.lines();
                        if (variant != Variant.SYNCED || state != same) {
                            String where =
                                    "seed %d, cut before change %d (record %d), %s".formatted(seed, change, i, variant);
                            cut(disk, facts, variant, new SplittableRandom(seed + change), where);
                            images++;
                        }
                        same = variant == Variant.SYNCED ? state : same;
                    }
                }
                change++;
            }
            if (!end) {
                disk.apply(entries.get(i));
            }
        }
        return new Tried(prefixes, images);
    }

    private void cut(Disk disk, Facts facts, Variant variant, SplittableRandom random, String where)
            throws IOException, SQLException {
        clear(folder);
        write(disk.image(variant, random), folder);
        if (variant == Variant.TORN) {
            garbage(folder.resolve(Workload.DATA), random);
        }
        Check.check(folder.resolve(Workload.DATA), facts, where);
    }

    /// The memory that processes shared may be found in any state.
    private static void garbage(Path data, SplittableRandom random) throws IOException {
        if (Files.exists(data) && random.nextBoolean()) {
            byte[] bytes = new byte[32_768];
            random.nextBytes(bytes);
            Files.write(data.resolve("jobs.db-shm"), bytes);
        }
    }

    private static void write(Map<String, byte[]> image, Path folder) throws IOException {
        // a folder comes before what is in it
        for (Map.Entry<String, byte[]> entry : image.entrySet()) {
            Path path = folder.resolve(entry.getKey());
            if (entry.getKey().endsWith("/")) {
                Files.createDirectory(path);
            } else {
                Files.write(path, entry.getValue());
            }
        }
    }

    /// Removes all that is in a folder.
    static void clear(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        }
    }
}
