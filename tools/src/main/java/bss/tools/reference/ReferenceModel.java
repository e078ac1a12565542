package bss.tools.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A flat network in biological units for the [ReferenceSimulator]; immutable, made by a [Builder].
public final class ReferenceModel {

    /// A current source and the neurons it flows into.
    record Injection(CurrentSource source, List<Integer> neurons) {}

    private final NeuronKind[] kinds;
    private final double[][] columns;
    private final SpikeTrain[] trains;
    private final List<Projection> projections;
    private final List<Injection> injections;
    private final double[][] recordedEveryMs;
    private final double samplingIntervalMs;

    private ReferenceModel(Builder b) {
        kinds = b.kinds.toArray(NeuronKind[]::new);
        columns = new double[NeuronParameter.values().length][];
        for (int p = 0; p < columns.length; p++) {
            columns[p] = Arrays.copyOf(b.columns[p], kinds.length);
        }
        trains = b.sources.toArray(SpikeTrain[]::new);
        projections = List.copyOf(b.projections);
        injections = List.copyOf(b.injections);
        samplingIntervalMs = b.samplingIntervalMs;
        recordedEveryMs = new double[b.recorded.length][];
        for (int k = 0; k < recordedEveryMs.length; k++) {
            recordedEveryMs[k] = Arrays.copyOf(b.recorded[k], kinds.length);
            for (int n = 0; n < kinds.length; n++) {
                recordedEveryMs[k][n] = recordedEveryMs[k][n] < 0 ? samplingIntervalMs : recordedEveryMs[k][n];
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public int neurons() {
        return kinds.length;
    }

    public int sources() {
        return trains.length;
    }

    public NeuronKind kind(int neuron) {
        return kinds[neuron];
    }

    public double value(NeuronParameter parameter, int neuron) {
        return columns[parameter.ordinal()][neuron];
    }

    public List<Projection> projections() {
        return projections;
    }

    /// Distance of recorded samples unless said otherwise.
    public double samplingIntervalMs() {
        return samplingIntervalMs;
    }

    /// The spikes of a source.
    public SpikeTrain train(int source) {
        return trains[source];
    }

    List<Injection> injections() {
        return injections;
    }

    /// Distance of the samples of `variable` that are recorded of a neuron; 0: none.
    double recordedEveryMs(Recordable variable, int neuron) {
        return recordedEveryMs[variable.ordinal()][neuron];
    }

    /// Collects a network; every method that adds something returns its index.
    public static final class Builder {

        private final List<NeuronKind> kinds = new ArrayList<>();
        private final double[][] columns = new double[NeuronParameter.values().length][16];
        private final List<SpikeTrain> sources = new ArrayList<>();
        private final List<Projection> projections = new ArrayList<>();
        private final List<Injection> injections = new ArrayList<>();
        /// By variable and neuron: 0 not recorded, -1 every [#samplingIntervalMs].
        private final double[][] recorded = new double[Recordable.values().length][16];

        private double samplingIntervalMs = 0.1;

        private Builder() {}

        /// Adds `count` neurons with PyNN's default parameters and returns the index of the first.
        public int neurons(NeuronKind kind, int count) {
            int first = kinds.size();
            for (NeuronParameter p : NeuronParameter.values()) {
                double[] column = columns[p.ordinal()];
                if (column.length < first + count) {
                    column = Arrays.copyOf(column, Math.max(first + count, 2 * column.length));
                    columns[p.ordinal()] = column;
                }
                Arrays.fill(column, first, first + count, p.defaultFor(kind));
            }
            for (int i = 0; i < count; i++) {
                kinds.add(kind);
            }
            for (int k = 0; k < recorded.length; k++) {
                if (recorded[k].length < kinds.size()) {
                    recorded[k] = Arrays.copyOf(recorded[k], Math.max(kinds.size(), 2 * recorded[k].length));
                }
            }
            return first;
        }

        /// Sets one parameter of one neuron, in the parameter's unit.
        public Builder set(NeuronParameter parameter, int neuron, double value) {
            checkNeuron(neuron);
            columns[parameter.ordinal()][neuron] = value;
            return this;
        }

        /// Sets one parameter of `count` neurons from `first` on.
        public Builder setAll(NeuronParameter parameter, int first, int count, double value) {
            for (int neuron = first; neuron < first + count; neuron++) {
                set(parameter, neuron, value);
            }
            return this;
        }

        /// Adds a source that spikes at the given times in ms, 0 or above, in any order, and returns its
        /// index.
        public int source(double... spikeTimesMs) {
            double[] sorted = spikeTimesMs.clone();
            Arrays.sort(sorted);
            for (double t : sorted) {
                if (!(t >= 0 && t < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "source %d spikes at %s ms, must be 0 or above".formatted(sources.size(), t));
                }
            }
            return source(n -> n < sorted.length ? sorted[n] : Double.POSITIVE_INFINITY);
        }

        /// Adds a source and returns its index.
        public int source(SpikeTrain train) {
            sources.add(train);
            return sources.size() - 1;
        }

        /// Gives a source other spikes.
        public Builder train(int source, SpikeTrain train) {
            sources.set(source, train);
            return this;
        }

        /// Adds synapses and returns the index of the projection.
        public int projection(Projection projection) {
            projections.add(projection);
            return projections.size() - 1;
        }

        /// Gives synapses other values: `projection` has the same connections.
        public Builder replace(int index, Projection projection) {
            projections.set(index, projection);
            return this;
        }

        /// The synapses of a projection as they stand.
        public Projection projection(int index) {
            return projections.get(index);
        }

        /// A parameter of a neuron as it stands.
        public double value(NeuronParameter parameter, int neuron) {
            checkNeuron(neuron);
            return columns[parameter.ordinal()][neuron];
        }

        /// Lets no current flow.
        public Builder withoutCurrents() {
            injections.clear();
            return this;
        }

        /// Lets a current flow into the given neurons.
        public Builder inject(CurrentSource source, int... neurons) {
            for (int neuron : neurons) {
                checkNeuron(neuron);
            }
            injections.add(new Injection(source, Arrays.stream(neurons).boxed().toList()));
            return this;
        }

        /// Records `variable` of the given neurons, in addition to those named before.
        public Builder record(Recordable variable, int... neurons) {
            return recordEvery(-1, variable, neurons);
        }

        /// Records `variable` of the given neurons every `intervalMs`.
        public Builder record(Recordable variable, double intervalMs, int... neurons) {
            checkInterval(intervalMs);
            return recordEvery(intervalMs, variable, neurons);
        }

        /// Records nothing of `count` neurons from `first` on.
        public Builder withoutRecordings(int first, int count) {
            for (double[] column : recorded) {
                Arrays.fill(column, first, first + count, 0);
            }
            return this;
        }

        private Builder recordEvery(double intervalMs, Recordable variable, int... neurons) {
            for (int neuron : neurons) {
                checkNeuron(neuron);
                recorded[variable.ordinal()][neuron] = intervalMs;
            }
            return this;
        }

        /// Sets the distance of recorded samples, above 0; 0.1 ms unless set.
        public Builder samplingIntervalMs(double intervalMs) {
            checkInterval(intervalMs);
            samplingIntervalMs = intervalMs;
            return this;
        }

        private static void checkInterval(double intervalMs) {
            if (!(intervalMs > 0 && intervalMs < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("sampling interval is %s ms, must be above 0".formatted(intervalMs));
            }
        }

        /// The network; throws [IllegalArgumentException] naming the first value that makes no sense.
        public ReferenceModel build() {
            ReferenceModel model = new ReferenceModel(this);
            ModelCheck.check(model);
            return model;
        }

        private void checkNeuron(int neuron) {
            if (neuron < 0 || neuron >= kinds.size()) {
                throw new IllegalArgumentException("neuron %d, must be 0 to %d".formatted(neuron, kinds.size() - 1));
            }
        }
    }
}
