package bss.mapper.network;

import bss.spec.random.KeyedRandom;
import java.util.Arrays;

/// What the network's seed decides, except connections: parameters and initial values of every cell, spike trains
/// of every source, injected currents.
///
/// Every draw is keyed by what it is for, so mapper, emulator and reference see the same values in whichever order
/// they ask, and a longer run has a shorter one as its beginning. Nothing is kept: each call draws again.
public record ResolvedNetwork(Network network) {

    private static final long PARAMETER = 1;
    private static final long INITIAL_VALUE = 2;
    private static final long NOISE = 4;

    /// The parameter of every cell of a population, PyNN units.
    public double[] parameter(int population, String name) {
        Population p = network.populations().get(population);
        Parameters parameters = p.cell().parameters();
        // hash of a string: fixed by the language, so that the table's order does not matter to the draw
        long key = KeyedRandom.key(network.seed(), PARAMETER, population, name.hashCode());
        return parameters.get(name).resolve(p.size(), key, parameters.bound(name));
    }

    /// The initial value of every neuron: as given, else `v_rest` for `v` and 0 for the others.
    public double[] initialValues(int population, Variable variable) {
        Population p = network.populations().get(population);
        if (p.cell().isSource() || !p.cell().recordable().contains(variable) || variable == Variable.SPIKES) {
            throw new IllegalArgumentException(
                    "%s has no initial value of %s".formatted(p.cell().name(), variable.label()));
        }
        Value given = p.initialValues().get(variable);
        if (given == null) {
            return variable == Variable.V ? parameter(population, "v_rest") : new double[p.size()];
        }
        long key = KeyedRandom.key(
                network.seed(), INITIAL_VALUE, population, variable.label().hashCode());
        return given.resolve(p.size(), key, initialBound(variable));
    }

    /// Which initial values mean something: conductances are not negative.
    public static Bound initialBound(Variable variable) {
        return switch (variable) {
            case SPIKES, V, W -> Bound.FINITE;
            case GSYN_EXC, GSYN_INH -> Bound.NON_NEGATIVE;
        };
    }

    /// The spikes of one cell of a source population in [0, `untilMs`), ascending, in ms.
    public double[] spikeTimesMs(int population, int cell, double untilMs) {
        Population p = network.populations().get(population);
        return switch (p.cell()) {
            case CellType.SpikeSourceArray array -> {
                double[] all = array.spikeTimes().get(cell).toArray();
                int n = 0;
                while (n < all.length && all[n] < untilMs) {
                    n++;
                }
                yield Arrays.copyOf(all, n);
            }
            case CellType.SpikeSourcePoisson source -> poisson(source.parameters(), population, cell, untilMs);
            case CellType.IfCondExp _, CellType.EifCondExpIsfaIsta _ ->
                throw new IllegalArgumentException("population '%s' is a %s, must be a spike source"
                        .formatted(p.label(), p.cell().name()));
        };
    }

    private double[] poisson(Parameters parameters, int population, int cell, double untilMs) {
        double rateHz = parameterAt(parameters, population, cell, "rate");
        double start = parameterAt(parameters, population, cell, "start");
        double end = Math.min(untilMs, start + parameterAt(parameters, population, cell, "duration"));
        if (rateHz == 0) {
            return new double[0];
        }
        PoissonTrain train = new PoissonTrain(network.seed(), population, cell, rateHz, start);
        double[] times = new double[16];
        int n = 0;
        for (double t = train.nextMs(); t < end; t = train.nextMs()) {
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n++] = t;
        }
        return Arrays.copyOf(times, n);
    }

    private double parameterAt(Parameters parameters, int population, int cell, String name) {
        long key = KeyedRandom.key(network.seed(), PARAMETER, population, name.hashCode());
        return parameters.get(name).at(cell, key, parameters.bound(name));
    }

    /// What a cell fires on average while it fires, in Hz: the rate of a Poisson source, the mean rate between first
    /// and last spike of an array (0 below two spikes), the expected rate of a neuron.
    ///
    /// Source of the array's rate: marocco:marocco/placement/InputPlacement.cpp.
    public double meanRateHz(int population, int cell) {
        Population p = network.populations().get(population);
        return switch (p.cell()) {
            case CellType.SpikeSourcePoisson source -> parameterAt(source.parameters(), population, cell, "rate");
            case CellType.SpikeSourceArray array -> {
                DoubleSeries times = array.spikeTimes().get(cell);
                int n = times.size();
                double spanMs = n < 2 ? 0 : times.get(n - 1) - times.get(0);
                yield spanMs == 0 ? 0 : (n - 1) * 1000 / spanMs;
            }
            case CellType.IfCondExp _, CellType.EifCondExpIsfaIsta _ -> p.expectedRateHz();
        };
    }

    /// The current in nA that source number `current` injects into each of its cells at a time.
    public double currentNa(int current, double timeMs) {
        return switch (network.currents().get(current).waveform()) {
            case Waveform.Dc dc -> timeMs >= dc.startMs() && timeMs < dc.stopMs() ? dc.amplitude() : 0;
            case Waveform.Step step -> {
                double amplitude = 0;
                for (int k = 0; k < step.timesMs().size() && step.timesMs().get(k) <= timeMs; k++) {
                    amplitude = step.amplitudes().get(k);
                }
                yield amplitude;
            }
            case Waveform.Ac ac -> {
                if (timeMs < ac.startMs() || timeMs >= ac.stopMs()) {
                    yield 0;
                }
                double cycles = ac.frequencyHz() * (timeMs - ac.startMs()) / 1000 + ac.phaseDegrees() / 360;
                yield ac.offset() + ac.amplitude() * StrictMath.sin(2 * StrictMath.PI * cycles);
            }
            case Waveform.Noisy noisy -> {
                if (timeMs < noisy.startMs() || timeMs >= noisy.stopMs()) {
                    yield 0;
                }
                long step = (long) StrictMath.floor((timeMs - noisy.startMs()) / noisy.dtMs());
                yield noisy.mean()
                        + noisy.stdev()
                                * KeyedRandom.of(network.seed(), NOISE, current, step)
                                        .nextGaussian();
            }
        };
    }
}
