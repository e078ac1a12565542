package bss.tools.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A flat network in biological units for the [ReferenceSimulator]; immutable, made by a [Builder].
public final class ReferenceModel {

    /// A current source and the neurons it flows into.
    record Injection(CurrentSource source, List<Integer> neurons) {}

    private final NeuronKind[] kinds;
    private final double[][] columns;
    private final double[][] sourceSpikesMs;
    private final List<Projection> projections;
    private final List<Injection> injections;
    private final Map<Recordable, int[]> recorded;
    private final double samplingIntervalMs;

    private ReferenceModel(Builder b) {
        kinds = b.kinds.toArray(NeuronKind[]::new);
        columns = new double[NeuronParameter.values().length][];
        for (int p = 0; p < columns.length; p++) {
            columns[p] = Arrays.copyOf(b.columns[p], kinds.length);
        }
        sourceSpikesMs = b.sources.toArray(double[][]::new);
        projections = List.copyOf(b.projections);
        injections = List.copyOf(b.injections);
        recorded = new EnumMap<>(b.recorded);
        samplingIntervalMs = b.samplingIntervalMs;
    }

    public static Builder builder() {
        return new Builder();
    }

    public int neurons() {
        return kinds.length;
    }

    public int sources() {
        return sourceSpikesMs.length;
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

    /// Distance of recorded samples, which start at 0.
    public double samplingIntervalMs() {
        return samplingIntervalMs;
    }

    double[] sourceSpikesMs(int source) {
        return sourceSpikesMs[source];
    }

    List<Injection> injections() {
        return injections;
    }

    /// Neurons whose `variable` is recorded, in ascending order.
    int[] recorded(Recordable variable) {
        return recorded.getOrDefault(variable, new int[0]);
    }

    /// Collects a network; every method that adds something returns its index.
    public static final class Builder {

        private final List<NeuronKind> kinds = new ArrayList<>();
        private final double[][] columns = new double[NeuronParameter.values().length][16];
        private final List<double[]> sources = new ArrayList<>();
        private final List<Projection> projections = new ArrayList<>();
        private final List<Injection> injections = new ArrayList<>();
        private final Map<Recordable, int[]> recorded = new EnumMap<>(Recordable.class);
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
            sources.add(sorted);
            return sources.size() - 1;
        }

        /// Adds synapses and returns the index of the projection.
        public int projection(Projection projection) {
            projections.add(projection);
            return projections.size() - 1;
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
            int[] before = recorded.getOrDefault(variable, new int[0]);
            int[] all = Arrays.copyOf(before, before.length + neurons.length);
            for (int i = 0; i < neurons.length; i++) {
                checkNeuron(neurons[i]);
                all[before.length + i] = neurons[i];
            }
            recorded.put(variable, Arrays.stream(all).sorted().distinct().toArray());
            return this;
        }

        /// Sets the distance of recorded samples, above 0; 0.1 ms unless set.
        public Builder samplingIntervalMs(double intervalMs) {
            if (!(intervalMs > 0)) {
                throw new IllegalArgumentException("sampling interval is %s ms, must be above 0".formatted(intervalMs));
            }
            samplingIntervalMs = intervalMs;
            return this;
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
