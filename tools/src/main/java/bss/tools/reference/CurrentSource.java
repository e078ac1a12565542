package bss.tools.reference;

import bss.spec.random.KeyedRandom;

/// A current in nA over biological time in ms, as PyNN's electrodes
/// (NeuralEnsemble/PyNN `pyNN/standardmodels/electrodes.py`). Exact in time: no grid, no delay.
public sealed interface CurrentSource {

    /// PyNN's `DCSource`: `amplitude` from `start` (inclusive) to `stop`.
    record Dc(double amplitudeNa, double startMs, double stopMs) implements CurrentSource {
        public Dc {
            checkInterval(startMs, stopMs);
        }
    }

    /// PyNN's `StepCurrentSource`: 0 before the first time, then `amplitudes[i]` from `times[i]` on.
    final class Step implements CurrentSource {
        private final double[] timesMs;
        private final double[] amplitudesNa;

        /// Times must rise strictly and not be negative.
        public Step(double[] timesMs, double[] amplitudesNa) {
            if (timesMs.length != amplitudesNa.length) {
                throw new IllegalArgumentException(
                        "%d times for %d amplitudes, must agree".formatted(timesMs.length, amplitudesNa.length));
            }
            for (int i = 0; i < timesMs.length; i++) {
                if (!(timesMs[i] >= 0) || (i > 0 && !(timesMs[i] > timesMs[i - 1]))) {
                    throw new IllegalArgumentException(
                            "step %d is at %s ms, times must be 0 or above and rise".formatted(i, timesMs[i]));
                }
            }
            this.timesMs = timesMs.clone();
            this.amplitudesNa = amplitudesNa.clone();
        }

        int steps() {
            return timesMs.length;
        }

        double timeMs(int step) {
            return timesMs[step];
        }

        double amplitudeNa(int step) {
            return amplitudesNa[step];
        }
    }

    /// PyNN's `ACSource`: `offset + amplitude sin(2π frequency (t - start) + phase)` from `start` to `stop`.
    ///
    /// @param frequencyHz 0 or above
    /// @param phaseDegrees phase at `start`
    record Ac(
            double amplitudeNa, double offsetNa, double frequencyHz, double phaseDegrees, double startMs, double stopMs)
            implements CurrentSource {
        public Ac {
            checkInterval(startMs, stopMs);
            if (!(frequencyHz >= 0)) {
                throw new IllegalArgumentException("frequency is %s Hz, must be 0 or above".formatted(frequencyHz));
            }
        }
    }

    /// PyNN's `NoisyCurrentSource`: a fresh normal value every `dt` from `start` to `stop`, the same for all
    /// neurons it is injected into. The value of step `n` is a function of `seed` and `n` alone.
    record Noisy(double meanNa, double stdevNa, double dtMs, double startMs, double stopMs, long seed)
            implements CurrentSource {

        private static final long NOISE = 5;

        public Noisy {
            checkInterval(startMs, stopMs);
            if (!(dtMs > 0) || !(stdevNa >= 0)) {
                throw new IllegalArgumentException(
                        "dt is %s ms (must be above 0), stdev %s nA (0 or above)".formatted(dtMs, stdevNa));
            }
        }

        /// The seed of a network's current number `current`.
        public static long seed(long networkSeed, int current) {
            return KeyedRandom.key(networkSeed, NOISE, current);
        }
    }

    private static void checkInterval(double startMs, double stopMs) {
        if (!(startMs >= 0) || !(stopMs >= startMs)) {
            throw new IllegalArgumentException(
                    "start is %s ms, stop %s ms; start must be 0 or above, stop not before it"
                            .formatted(startMs, stopMs));
        }
    }
}
