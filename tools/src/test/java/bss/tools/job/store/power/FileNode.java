package bss.tools.job.store.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A file of the simulated disk: what its readers see, and what would be left of it without power.
final class FileNode implements Node {

    /// What a disk writes whole or not at all, in bytes.
    static final int SECTOR = 512;

    /// A write, or a truncation to the length `at` if there are no bytes.
    private record Change(long at, List<byte[]> bytes) {
        void applyTo(Bytes file) {
            if (bytes.isEmpty()) {
                file.truncate((int) at);
            } else {
                file.write((int) at, bytes.getFirst(), 0, bytes.getFirst().length);
            }
        }
    }

    private final Bytes now = new Bytes();
    private final Bytes synced = new Bytes();
    private final List<Change> pending = new ArrayList<>();

    void write(long at, byte[] bytes) {
        change(new Change(at, List.of(bytes)));
    }

    void truncate(long length) {
        if (length != now.length()) {
            change(new Change(length, List.of()));
        }
    }

    private void change(Change change) {
        pending.add(change);
        change.applyTo(now);
    }

    @Override
    public void sync() {
        pending.forEach(change -> change.applyTo(synced));
        pending.clear();
    }

    /// The content in one of the ways in which it may be found.
    byte[] content(Variant variant, SplittableRandom random) {
        return switch (variant) {
            case WRITTEN -> now.copy();
            case SYNCED -> synced.copy();
            case TORN -> torn(random);
        };
    }

    /// Each sector as it was after one of the writes since the last sync, or before them; the length as well. What was
    /// never written of a longer file is zero, or anything.
    private byte[] torn(SplittableRandom random) {
        Bytes file = new Bytes(synced);
        boolean garbage = random.nextInt(4) == 0;
        double kept = random.nextInt(1, 10) / 10.0;
        // sectors that stay as they are: a later write holds what an earlier one wrote
        Set<Integer> left = new HashSet<>();
        for (Change change : pending) {
            if (change.bytes().isEmpty()) {
                if (random.nextDouble() < kept) {
                    change.applyTo(file);
                }
                continue;
            }
            byte[] bytes = change.bytes().getFirst();
            int at = (int) change.at();
            int end = at + bytes.length;
            if (end > file.length() && random.nextBoolean()) {
                int before = file.length();
                file.truncate(end);
                if (garbage) {
                    byte[] anything = new byte[end - before];
                    random.nextBytes(anything);
                    file.write(before, anything, 0, anything.length);
                }
            }
            for (int sector = at / SECTOR; sector * SECTOR < end; sector++) {
                if (!left.contains(sector) && random.nextDouble() < kept) {
                    int from = Math.max(at, sector * SECTOR);
                    int to = Math.min(end, (sector + 1) * SECTOR);
                    file.write(from, bytes, from - at, to - from);
                } else {
                    left.add(sector);
                }
            }
        }
        return file.copy();
    }

    /// Bytes that grow.
    private static final class Bytes {
        private byte[] bytes = new byte[0];
        private int length;

        Bytes() {}

        Bytes(Bytes other) {
            bytes = other.copy();
            length = other.length;
        }

        int length() {
            return length;
        }

        void write(int at, byte[] from, int offset, int n) {
            if (at + n > length) {
                truncate(at + n);
            }
            System.arraycopy(from, offset, bytes, at, n);
        }

        void truncate(int to) {
            if (to > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(to, 2 * bytes.length));
            }
            if (to < length) {
                Arrays.fill(bytes, to, length, (byte) 0);
            }
            length = to;
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
