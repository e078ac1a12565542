package bss.mapper.network;

/// The course of an injected current. Currents in nA, times in ms, frequency in Hz, phase in degrees.
///
/// Names and defaults: NeuralEnsemble/PyNN pyNN/standardmodels/electrodes.py.
public sealed interface Waveform {

    /// PyNN's "for ever".
    double FOREVER_MS = 1e12;

    /// The name in a network file.
    String name();

    /// `amplitude` from `start` (inclusive) to `stop` (exclusive).
    record Dc(double amplitude, double startMs, double stopMs) implements Waveform {
        public static final String NAME = "dc";

        public Dc {
            Bound.FINITE.require("amplitude", amplitude);
            requireOrder(startMs, stopMs);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /// `amplitudes[k]` from `times[k]` on; 0 before the first time.
    record Step(DoubleSeries timesMs, DoubleSeries amplitudes) implements Waveform {
        public static final String NAME = "step";

        public Step {
            if (timesMs.size() != amplitudes.size()) {
                throw new IllegalArgumentException(
                        "%d amplitudes for %d times, must be equal".formatted(amplitudes.size(), timesMs.size()));
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /// `offset + amplitude * sin(2 pi frequency (t - start) + phase)` from `start` to `stop`.
    record Ac(double amplitude, double startMs, double stopMs, double frequencyHz, double offset, double phaseDegrees)
            implements Waveform {
        public static final String NAME = "ac";

        public Ac {
            Bound.FINITE.require("amplitude", amplitude);
            Bound.NON_NEGATIVE.require("frequency", frequencyHz);
            Bound.FINITE.require("offset", offset);
            Bound.FINITE.require("phase", phaseDegrees);
            requireOrder(startMs, stopMs);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /// A Gaussian value of `mean` and `stdev`, drawn anew every `dt`, from `start` to `stop`.
    record Noisy(double mean, double stdev, double startMs, double stopMs, double dtMs) implements Waveform {
        public static final String NAME = "noisy";

        public Noisy {
            Bound.FINITE.require("mean", mean);
            Bound.NON_NEGATIVE.require("stdev", stdev);
            Bound.POSITIVE.require("dt", dtMs);
            requireOrder(startMs, stopMs);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    private static void requireOrder(double startMs, double stopMs) {
        Bound.NON_NEGATIVE.require("start", startMs);
        Bound.NON_NEGATIVE.require("stop", stopMs);
        if (stopMs < startMs) {
            throw new IllegalArgumentException("stop is %s, must be at least start %s".formatted(stopMs, startMs));
        }
    }
}
