package bss.spec.config;

/// Settings of a merger of the tree or of a DNC merger.
///
/// Register word: bit 0 enable, bit 1 select, bit 2 slow, bit 3 loopback (DNC mergers only: this merger's output is
/// looped to its partner's external input; pairs are 0-1, 2-3, 4-5, 6-7, one direction each).
/// enable = 1, select = 0: both inputs; enable = 0: select 1 the left input, 0 the right one;
/// enable = 1, select = 1 is reserved and acts as both inputs.
/// Sources: halbe, `hal/HICANN/Merger.h`, `hal/HICANN/DNCMergerLine.cpp`.
///
/// @param slow one idle clock after each event; effective only when both inputs are merged
public record MergerConfig(Mode mode, boolean slow, boolean loopback) {

    public enum Mode {
        RIGHT_ONLY,
        LEFT_ONLY,
        MERGE
    }

    public static final int BITS = 4;

    public MergerConfig(Mode mode, boolean slow) {
        this(mode, slow, false);
    }

    public int bits() {
        int select = switch (mode) {
            case RIGHT_ONLY -> 0;
            case MERGE -> 1;
            case LEFT_ONLY -> 2;
        };
        return select | Bits.flag(slow, 2) | Bits.flag(loopback, 3);
    }

    public static MergerConfig fromBits(int word) {
        Mode mode = switch (word & 3) {
            case 0 -> Mode.RIGHT_ONLY;
            case 2 -> Mode.LEFT_ONLY;
            default -> Mode.MERGE;
        };
        return new MergerConfig(mode, Bits.flag(word, 2), Bits.flag(word, 3));
    }

    /// Whether events of the left input pass.
    public boolean passesLeft() {
        return mode != Mode.RIGHT_ONLY;
    }

    /// Whether events of the right input pass.
    public boolean passesRight() {
        return mode != Mode.LEFT_ONLY;
    }
}
