package bss.tools.job.reference;

import bss.mapper.network.PoissonTrain;
import bss.tools.reference.SpikeTrain;
import java.util.Arrays;

/// Spike trains of sources.
final class SourceTrains {

    private SourceTrains() {}

    /// Given spikes.
    static SpikeTrain of(double[] timesMs) {
        return n -> n < timesMs.length ? timesMs[n] : Double.POSITIVE_INFINITY;
    }

    /// A Poisson process of a cell, the same that the wafer gets.
    static SpikeTrain poisson(long seed, int population, int cell, double rateHz, double startMs, double endMs) {
        return new Poisson(
                new PoissonTrain(seed, population, cell, rateHz, startMs),
                rateHz > 0 ? endMs : Double.NEGATIVE_INFINITY);
    }

    /// What `before` was up to now, then the spikes of `after` from now on; one at this very moment
    /// counts unless there was one already.
    static SpikeTrain changed(SpikeTrain before, double nowMs, SpikeTrain after) {
        int past = count(before, nowMs);
        double[] times = new double[past];
        Arrays.setAll(times, before::timeMs);
        boolean spiked = past > 0 && times[past - 1] == nowMs;
        int skipped = count(after, spiked ? nowMs : Math.nextDown(nowMs));
        return n -> n < past ? times[n] : after.timeMs(n - past + skipped);
    }

    /// How many spikes lie at or before a time.
    static int count(SpikeTrain train, double untilMs) {
        int n = 0;
        while (train.timeMs(n) <= untilMs) {
            n++;
        }
        return n;
    }

    /// Draws as far as it is asked, and keeps what it drew.
    private static final class Poisson implements SpikeTrain {

        private final PoissonTrain train;
        private final double endMs;
        private double[] times = new double[16];
        private int drawn;
        private double next;

        Poisson(PoissonTrain train, double endMs) {
            this.train = train;
            this.endMs = endMs;
            next = train.nextMs();
        }

        @Override
        public double timeMs(int n) {
            while (drawn <= n && next < endMs) {
                if (drawn == times.length) {
                    times = Arrays.copyOf(times, 2 * drawn);
                }
                times[drawn++] = next;
                next = train.nextMs();
            }
            return n < drawn ? times[n] : Double.POSITIVE_INFINITY;
        }
    }
}
