package bss.calibration.measure.bench;

import java.util.ArrayList;
import java.util.List;

/// The spikes in the trace of a firing membrane: each a steep fall to the reset potential.
///
/// @param drops the last sample of each rise
public record Spikes(List<Integer> drops) {

    private static final double OUTER = 0.005;
    private static final double NOISE_VOLT = 0.02;
    private static final int DEAD_SAMPLES = 3;
    private static final int SLOPE_SAMPLES = 8;

    public Spikes {
        drops = List.copyOf(drops);
    }

    /// Falls by at least half of the swing of the trace, which is at least `leastSwing`, else there are none.
    public static Spikes of(Trace trace, double leastSwing) {
        double low = trace.quantile(OUTER);
        double high = trace.quantile(1 - OUTER);
        List<Integer> drops = new ArrayList<>();
        double fall = (high - low) / 2;
        for (int k = 1; high - low >= leastSwing && k + 2 < trace.count(); k++) {
            boolean falls = trace.volt(k) - trace.volt(k + 2) > fall
                    && trace.volt(k) - trace.volt(k + 1) > NOISE_VOLT
                    && trace.volt(k) >= trace.volt(k - 1) - NOISE_VOLT;
            if (falls && (drops.isEmpty() || k - drops.getLast() > DEAD_SAMPLES)) {
                drops.add(k);
            }
        }
        return new Spikes(drops);
    }

    public int count() {
        return drops.size();
    }

    /// The mean interval in s; NaN of fewer than three spikes.
    public double interval(Trace trace) {
        return count() < 3 ? Double.NaN : (drops.getLast() - drops.getFirst()) * trace.sampleSecond() / (count() - 1);
    }

    /// The potential at which it fires: the rise before each fall, on a straight line to the middle of the sample in
    /// which it fell; the mean without the first and the last. NaN of fewer than four spikes.
    public double peak(Trace trace) {
        double sum = 0;
        int used = 0;
        for (int n = 1; n + 1 < count(); n++) {
            int last = drops.get(n);
            int length = Math.min(SLOPE_SAMPLES, last - drops.get(n - 1) - DEAD_SAMPLES);
            if (length >= 4) {
                sum += lineEnd(trace, last, length);
                used++;
            }
        }
        return used < 2 ? Double.NaN : sum / used;
    }

    private static double lineEnd(Trace trace, int last, int length) {
        double centre = (length - 1) / 2.0;
        double mean = 0;
        double slope = 0;
        double squares = 0;
        for (int k = 0; k < length; k++) {
            double v = trace.volt(last - length + 1 + k);
            mean += v / length;
            slope += (k - centre) * v;
            squares += (k - centre) * (k - centre);
        }
        return mean + slope / squares * (centre + 0.5);
    }

    /// The potential to which it falls: the mean between a tenth and a fifth of the interval after each fall
    /// (cake:pycake/analyzer.py). NaN of fewer than two spikes.
    public double baseline(Trace trace) {
        double sum = 0;
        int used = 0;
        for (int n = 0; n + 1 < count(); n++) {
            int interval = drops.get(n + 1) - drops.get(n);
            int from = drops.get(n) + 2 + interval / 10;
            int to = drops.get(n) + 3 + interval / 5;
            if (to <= trace.count()) {
                sum += trace.mean(from, to) * (to - from);
                used += to - from;
            }
        }
        return used == 0 ? Double.NaN : sum / used;
    }
}
