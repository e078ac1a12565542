package bss.spec.config;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Settings of the STDP controller of one half of the synapse array.
///
/// Two evaluation patterns of four bits (bit 0 aa, 1 ac, 2 ca, 3 cc: which correlation capacitor is joined to which
/// threshold capacitor) and three look-up tables from the old to the new 4-bit weight.
/// Source: halbe, `hal/HICANNContainer.h` STDPEvaluationPattern, STDPLUT.
public final class StdpConfig {

    /// Bit of a pattern: the anticausal (aa) capacitor is joined to the higher threshold.
    public static final int ANTICAUSAL_TO_HIGH = 1;
    /// The causal one to the lower threshold (ac).
    public static final int CAUSAL_TO_LOW = 2;
    /// The anticausal one to the lower threshold (ca).
    public static final int ANTICAUSAL_TO_LOW = 4;
    /// The causal one to the higher threshold (cc).
    public static final int CAUSAL_TO_HIGH = 8;

    /// Pattern that asks whether the causal capacitor holds more than the anticausal one.
    public static final int MORE_CAUSAL = CAUSAL_TO_LOW | ANTICAUSAL_TO_HIGH;
    /// Pattern that asks whether the anticausal capacitor holds more than the causal one.
    public static final int MORE_ANTICAUSAL = ANTICAUSAL_TO_LOW | CAUSAL_TO_HIGH;

    /// causal +1, anticausal -1, both unchanged; no automatic update.
    public static final StdpConfig RESET = new StdpConfig(
            false,
            false,
            0,
            223,
            0,
            0,
            IntStream.range(0, 16).map(w -> Math.min(w + 1, 15)).toArray(),
            IntStream.range(0, 16).map(w -> Math.max(w - 1, 0)).toArray(),
            IntStream.range(0, 16).toArray());

    private final boolean automatic;
    private final boolean withoutReset;
    private final int firstRow;
    private final int lastRow;
    private final int pattern0;
    private final int pattern1;
    private final int[] causal;
    private final int[] anticausal;
    private final int[] combined;

    /// @param automatic the controller walks the rows continuously
    /// @param withoutReset capacitors keep their charge after an evaluation
    /// @param firstRow first row of the half, 0 to 223
    /// @param lastRow last row of the half, 0 to 223
    public StdpConfig(
            boolean automatic,
            boolean withoutReset,
            int firstRow,
            int lastRow,
            int pattern0,
            int pattern1,
            int[] causal,
            int[] anticausal,
            int[] combined) {
        this.automatic = automatic;
        this.withoutReset = withoutReset;
        this.firstRow = Bits.range("first row", firstRow, 223);
        this.lastRow = Bits.range("last row", lastRow, 223);
        this.pattern0 = Bits.range("evaluation pattern 0", pattern0, 15);
        this.pattern1 = Bits.range("evaluation pattern 1", pattern1, 15);
        this.causal = table("causal", causal);
        this.anticausal = table("anticausal", anticausal);
        this.combined = table("combined", combined);
    }

    public boolean automatic() {
        return automatic;
    }

    public boolean withoutReset() {
        return withoutReset;
    }

    public int firstRow() {
        return firstRow;
    }

    public int lastRow() {
        return lastRow;
    }

    public int pattern0() {
        return pattern0;
    }

    public int pattern1() {
        return pattern1;
    }

    /// Whether the patterns compare the capacitors with each other, not each with the thresholds.
    public boolean comparesCapacitors() {
        return pattern0 == MORE_CAUSAL && pattern1 == MORE_ANTICAUSAL;
    }

    public int[] causal() {
        return causal.clone();
    }

    public int[] anticausal() {
        return anticausal.clone();
    }

    public int[] combined() {
        return combined.clone();
    }

    private static int[] table(String name, int[] values) {
        if (values.length != 16) {
            throw new IllegalArgumentException(
                    "the %s table has %d entries, must be 16".formatted(name, values.length));
        }
        for (int value : values) {
            Bits.range("entry of the " + name + " table", value, 15);
        }
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StdpConfig o
                && automatic == o.automatic
                && withoutReset == o.withoutReset
                && firstRow == o.firstRow
                && lastRow == o.lastRow
                && pattern0 == o.pattern0
                && pattern1 == o.pattern1
                && Arrays.equals(causal, o.causal)
                && Arrays.equals(anticausal, o.anticausal)
                && Arrays.equals(combined, o.combined);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(
                new int[] {firstRow, lastRow, pattern0, pattern1, Arrays.hashCode(causal), Arrays.hashCode(anticausal)
                });
    }
}
