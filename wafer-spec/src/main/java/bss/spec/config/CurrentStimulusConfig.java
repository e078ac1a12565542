package bss.spec.config;

import java.util.Arrays;

/// The current stimulus generator of one floating-gate block: a table that is played to every denmem of the block
/// with `enableCurrentInput`.
///
/// One value lasts 4 * (`pulseLength` + 1) PLL clocks. Values are 0 to 1023 for 0 to 2.5 uA.
/// Sources: halbe, `hal/HICANNContainer.h` FGStimulus; sthal, `sthal/HICANN.h` getStimTimestamps.
public final class CurrentStimulusConfig {

    public static final int LENGTH = 129;

    public static final CurrentStimulusConfig OFF = new CurrentStimulusConfig(new int[LENGTH], 15, false);

    private final int[] values;
    private final int pulseLength;
    private final boolean continuous;

    /// @param values 129 values of 0 to 1023
    /// @param pulseLength 0 to 15
    /// @param continuous whether the table starts again at its end
    public CurrentStimulusConfig(int[] values, int pulseLength, boolean continuous) {
        if (values.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a current stimulus has %d values, must be %d".formatted(values.length, LENGTH));
        }
        for (int value : values) {
            Bits.range("stimulus value", value, 1023);
        }
        this.values = values.clone();
        this.pulseLength = Bits.range("pulse length", pulseLength, 15);
        this.continuous = continuous;
    }

    public int value(int index) {
        return values[index];
    }

    public int[] values() {
        return values.clone();
    }

    public int pulseLength() {
        return pulseLength;
    }

    public boolean continuous() {
        return continuous;
    }

    /// How long one value lasts [PLL clocks].
    public int stepCycles() {
        return 4 * (pulseLength + 1);
    }

    /// Whether any value drives a current.
    public boolean active() {
        return Arrays.stream(values).anyMatch(v -> v != 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurrentStimulusConfig o
                && Arrays.equals(values, o.values)
                && pulseLength == o.pulseLength
                && continuous == o.continuous;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(values) + pulseLength) + Boolean.hashCode(continuous);
    }
}
