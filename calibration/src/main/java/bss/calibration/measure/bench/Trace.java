package bss.calibration.measure.bench;

import java.util.Arrays;

/// The voltage of one analog output against time, on the scale of output 0 and at the measured sample clock.
public final class Trace {

    private final double[] volts;
    private final double sampleSecond;

    /// @param volts by sample
    /// @param sampleSecond time from sample to sample
    public Trace(double[] volts, double sampleSecond) {
        this.volts = volts.clone();
        this.sampleSecond = sampleSecond;
    }

    public int count() {
        return volts.length;
    }

    public double volt(int sample) {
        return volts[sample];
    }

    /// Time between two samples in s.
    public double sampleSecond() {
        return sampleSecond;
    }

    /// The mean of all samples.
    public double mean() {
        return mean(0, volts.length);
    }

    /// The mean of the samples from `from` to before `to`; NaN of none.
    public double mean(int from, int to) {
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += volts[k];
        }
        return to > from ? sum / (to - from) : Double.NaN;
    }

    /// The standard deviation of all samples.
    public double sigma() {
        double mean = mean();
        return Math.sqrt(Arrays.stream(volts).map(v -> (v - mean) * (v - mean)).sum() / volts.length);
    }

    /// The voltage below which a part of the samples lies, 0 to 1.
    public double quantile(double part) {
        double[] sorted = volts.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    /// The sample nearest to a time after the first one, at most [#count].
    public int at(double second) {
        return Math.clamp(Math.round(second / sampleSecond), 0, volts.length);
    }

    /// The samples from `from` to before `to`, ends clipped.
    public Trace part(int from, int to) {
        int low = Math.clamp(from, 0, volts.length);
        return new Trace(Arrays.copyOfRange(volts, low, Math.clamp(to, low, volts.length)), sampleSecond);
    }

    /// The time between two samples of [#folded].
    public double foldedSecond(double period) {
        return period / bins(period);
    }

    private int bins(double period) {
        return (int) Math.floor(period / sampleSecond);
    }

    /// One period, the mean over all that the trace holds, in bins of about one sample, the first around the
    /// beginning; empty bins are NaN.
    public Trace folded(double period) {
        int bins = bins(period);
        double[] sum = new double[bins];
        int[] count = new int[bins];
        double periods = sampleSecond / period;
        for (int k = 0; k < volts.length; k++) {
            double phase = k * periods;
            int bin = (int) ((phase - (long) phase) * bins + 0.5);
            bin = bin == bins ? 0 : bin;
            sum[bin] += volts[k];
            count[bin]++;
        }
        for (int b = 0; b < bins; b++) {
            sum[b] /= count[b];
        }
        return new Trace(sum, period / bins);
    }
}
