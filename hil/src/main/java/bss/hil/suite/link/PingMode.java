package bss.hil.suite.link;

import java.util.SplittableRandom;

/// Kinds of words that are sent round, as in the loop-back test of the real link (sctrltp,
/// `tools/LoopbackTest.h`).
enum PingMode {
    /// Each bit alone, each bit missing, and where signs and sizes of integers change.
    CORNER,
    RANDOM,
    /// All bits set.
    MAX,
    /// All bits clear.
    MIN,
    INC,
    DEC;

    /// Word number `index` of a run.
    long word(long index, SplittableRandom random) {
        return switch (this) {
            case CORNER -> corner((int) (index % 192));
            case RANDOM -> random.nextLong();
            case MAX -> -1;
            case MIN -> 0;
            case INC -> index;
            case DEC -> -1 - index;
        };
    }

    private static long corner(int k) {
        long bit = 1L << (k & 63);
        return switch (k >> 6) {
            case 0 -> bit;
            case 1 -> ~bit;
            default -> bit - 1;
        };
    }
}
