package bss.emulator.adc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.AdcBoard;
import bss.emulator.silicon.TypicalSilicon;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Samples against voltages that are known at every time.
class AdcRecorderTest {

    private static short[] record(
            AdcBoard board, double offset, long sequence, long first, int samples, LongToDoubleFunction volt) {
        AdcRecorder recorder = new AdcRecorder(board, offset, sequence, first, samples);
        for (long n = first; !recorder.finished(); n++) {
            recorder.cycle(n, (int) Math.round(volt.applyAsDouble(n) * 0x1p30));
        }
        return recorder.codes();
    }

    @Test
    void anIdealBoardTakesSamplesOfALinearVoltageAtNinetySixMegahertz() {
        // 0.2 mV per cycle; sample k at k * 125 / 96 cycles
        short[] codes = record(AdcBoard.IDEAL, 0, 1, 1000, 2000, n -> 0.3 + 0.2e-3 * (n - 1000));
        for (int k = 0; k < codes.length; k++) {
            double volt = 0.3 + 0.2e-3 * k * 125 / 96;
            assertEquals((1.8 - volt) * 4095 / 1.8, codes[k], 0.5001, "sample " + k);
        }
    }

    @Test
    void betweenCyclesTheVoltageIsStraight() {
        short[] codes = record(AdcBoard.IDEAL, 0, 1, 0, 96, n -> n % 2 == 0 ? 0.4 : 1.2);
        for (int k = 0; k < codes.length; k++) {
            double at = k * 125 / 96.0;
            double share = at - Math.floor(at);
            double volt = (long) at % 2 == 0 ? 0.4 + 0.8 * share : 1.2 - 0.8 * share;
            assertEquals((1.8 - volt) * 4095 / 1.8, codes[k], 0.51, "sample " + k);
        }
    }

    @Test
    void codesStayWithinTwelveBits() {
        assertArrayEquals(new short[] {0, 0}, record(AdcBoard.IDEAL, 0.1, 1, 0, 2, n -> 1.79));
        assertArrayEquals(new short[] {4095, 4095}, record(AdcBoard.IDEAL, -0.1, 1, 0, 2, n -> 0.01));
        TypicalSilicon wafer = new TypicalSilicon(3);
        Random random = new Random(8);
        for (int k = 0; k < 100_000; k++) {
            int code = wafer.readout().board(k % 12).code(4 * random.nextDouble() - 1, k, 0);
            assertTrue(code >= 0 && code <= 4095, "code " + code);
        }
    }

    @Test
    void aBoardsCodeBelongsToTheVoltageThatItsCharacteristicSays() {
        TypicalSilicon wafer = new TypicalSilicon(3);
        for (int channel = 0; channel < 12; channel++) {
            AdcBoard b = wafer.readout().board(channel);
            AdcBoard quiet = new AdcBoard(b.hertz(), b.v0(), b.v1(), b.v2(), 0, 0);
            for (int code = 100; code < 4000; code += 7) {
                double volt = b.v0() + b.v1() * code + b.v2() * code * code;
                assertEquals(code, quiet.code(volt, 0, 0), "channel " + channel);
            }
            assertTrue(Math.abs(b.hertz() - 96e6) < 1000 && b.hertz() != 96e6, "clock " + b.hertz());
        }
    }

    @Test
    void theClockErrorOfABoardShowsInItsSampleTimes() {
        AdcBoard fast = new AdcBoard(96e6 + 9600, 1.8, -1.8 / 4095, 0, 0, 0);
        // 100 ppm in 40,000 samples are four samples
        LongToDoubleFunction ramp = n -> 0.2 + 25e-6 * n;
        short[] nominal = record(AdcBoard.IDEAL, 0, 1, 0, 40_000, ramp);
        short[] early = record(fast, 0, 1, 0, 40_000, ramp);
        double volt = 4 * 125 / 96.0 * 25e-6;
        assertEquals(volt * 4095 / 1.8, early[39_999] - nominal[39_999], 1.01);
    }

    @Test
    void noiseIsThatOfTheTableAndNeverTheSameTwice() {
        AdcBoard board = new TypicalSilicon(3).readout().board(5);
        short[] one = record(board, 0, 1, 0, 50_000, n -> 0.9);
        short[] same = record(board, 0, 1, 0, 50_000, n -> 0.9);
        short[] other = record(board, 0, 2, 0, 50_000, n -> 0.9);
        assertArrayEquals(one, same);
        assertFalse(Arrays.equals(one, other));
        double mean = 0;
        for (short code : one) {
            mean += code / 50_000.0;
        }
        double square = 0;
        for (short code : one) {
            square += (code - mean) * (code - mean) / 50_000;
        }
        // the code's own rounding adds a twelfth
        assertEquals(1.8e-3 * 4095 / 1.8, Math.sqrt(square - 1.0 / 12), 0.15);
        assertNotEquals(one[0], one[1]);
    }
}
