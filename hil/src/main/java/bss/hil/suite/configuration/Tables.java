package bss.hil.suite.configuration;

import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Patterns for what is no register word: current stimuli and STDP controllers.
final class Tables {

    private static final int STIMULI = 4;
    private static final int HALVES = 2;
    private static final int LAST_ROW = 223;
    private static final int ROW_BITS = 8;
    private static final int WEIGHTS = 16;

    private Tables() {}

    /// The walking one or, in odd steps, the walking zero in all tables. Sixteen steps show each bit both
    /// ways.
    static HicannConfigurationBuilder walking(HicannConfigurationBuilder bits, int step) {
        for (int block = 0; block < STIMULI; block++) {
            bits.currentStimulus(block, stimulus(step + block));
        }
        for (int half = 0; half < HALVES; half++) {
            bits.stdp(half, stdp(step + half));
        }
        return bits;
    }

    private static CurrentStimulusConfig stimulus(int step) {
        int[] values = IntStream.range(0, CurrentStimulusConfig.LENGTH)
                .map(pattern(10, step))
                .toArray();
        return new CurrentStimulusConfig(values, pattern(4, step).applyAsInt(0), step % 2 == 0);
    }

    private static StdpConfig stdp(int step) {
        int row = 1 << step / 2 % ROW_BITS;
        boolean odd = step % 2 == 1;
        int[] table = IntStream.range(0, WEIGHTS).map(pattern(4, step)).toArray();
        int[] other = IntStream.range(0, WEIGHTS).map(pattern(4, step + 1)).toArray();
        int[] third = IntStream.range(0, WEIGHTS).map(pattern(4, step + 2)).toArray();
        return new StdpConfig(
                odd,
                step / 2 % 2 == 1,
                odd ? 0 : row,
                odd ? row : LAST_ROW,
                pattern(4, step).applyAsInt(0),
                pattern(4, step).applyAsInt(1),
                table,
                other,
                third);
    }

    /// Of word i the bit (i + step / 2) mod width; all the others in odd steps.
    private static IntUnaryOperator pattern(int width, int step) {
        int mask = (1 << width) - 1;
        return i -> (1 << (i + step / 2) % width ^ (step % 2 == 1 ? mask : 0)) & mask;
    }
}
