package bss.emulator.adc;

import bss.emulator.silicon.AdcBoard;
import bss.spec.backend.HardwareTime;

/// One recording in progress: takes the voltage at each cycle and makes the codes of the board's own sample times,
/// between two cycles on the straight line.
public final class AdcRecorder {

    private final AdcBoard board;
    private final double offsetVolt;
    private final long series;
    private final long firstCycle;
    private final double cyclesPerSample;
    private final short[] codes;
    private int count;
    private double before;

    /// A recording whose first sample is taken at `firstCycle`.
    ///
    /// @param offsetVolt what the way to the board adds
    /// @param sequence numbers the recordings of a board, for its noise
    public AdcRecorder(AdcBoard board, double offsetVolt, long sequence, long firstCycle, int samples) {
        this.board = board;
        this.offsetVolt = offsetVolt;
        series = board.series(sequence);
        this.firstCycle = firstCycle;
        cyclesPerSample = 1 / (board.hertz() * HardwareTime.CYCLE_SECONDS);
        codes = new short[samples];
    }

    /// The voltage at the beginning of a cycle; to be called for every cycle from the first one on.
    ///
    /// @param voltageQ30 in 2^-30 V
    public void cycle(long n, int voltageQ30) {
        double volt = voltageQ30 * 0x1p-30 + offsetVolt;
        long passed = n - firstCycle;
        while (count < codes.length) {
            double ago = passed - count * cyclesPerSample;
            if (ago < 0) {
                break;
            }
            // the first sample has no cycle before it, and is taken at one
            double seen = ago == 0 ? volt : volt + ago * (before - volt);
            codes[count] = (short) board.seriesCode(seen, series, count);
            count++;
        }
        before = volt;
    }

    /// Whether all samples are taken.
    public boolean finished() {
        return count == codes.length;
    }

    /// The cycle of the first sample.
    public long firstCycle() {
        return firstCycle;
    }

    /// The codes of a finished recording.
    public short[] codes() {
        if (!finished()) {
            throw new IllegalStateException("%d of %d samples are taken".formatted(count, codes.length));
        }
        return codes.clone();
    }
}
