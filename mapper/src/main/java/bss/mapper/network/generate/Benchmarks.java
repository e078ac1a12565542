package bss.mapper.network.generate;

import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The benchmark networks of the BrainScaleS-1 literature by name.
///
/// Definitions: brainscales-benchmarks: mapping/networks, brainscales1-demos: random_network.rst,
/// hbp-sp9-guidebook: pm/examples/sw/synapse_loss.py. Plasticity is off, weights are 0.005 uS unless said otherwise,
/// and the neurons are within the hardware's ranges.
public final class Benchmarks {

    public static final long DEFAULT_SEED = 1;

    private static final List<String> NAMES = List.of(
            "column",
            "random10",
            "random30",
            "fullyVisibleBM",
            "rbm",
            "pfeilsNoise",
            "feedforward",
            "brunel",
            "synfire",
            "guidebook");

    private Benchmarks() {}

    /// The names that [#generate] knows.
    public static List<String> names() {
        return NAMES;
    }

    /// A benchmark network.
    ///
    /// @param scale of `column` only, default 0.1
    /// @param size of the networks that have one, with its default
    /// @param seed of the network, default [#DEFAULT_SEED]
    /// @throws IllegalArgumentException if the name is unknown, or the network has no such option
    public static Network generate(String name, OptionalDouble scale, OptionalInt size, OptionalLong seed) {
        long s = seed.orElse(DEFAULT_SEED);
        if (scale.isPresent() && NAMES.contains(name) && !name.equals("column")) {
            throw new IllegalArgumentException("'%s' has no scale, only 'column' has one".formatted(name));
        }
        return switch (name) {
            case "column" -> {
                requireNoSize(name, size);
                double factor = scale.orElse(0.1);
                if (!(factor > 0 && factor <= 1)) {
                    throw new IllegalArgumentException("scale is %s, must be above 0 and at most 1".formatted(factor));
                }
                yield Column.generate(factor, s);
            }
            case "random10" -> random(name, 0.1, sizeOf(size, 800), s);
            case "random30" -> random(name, 0.3, sizeOf(size, 800), s);
            case "fullyVisibleBM" -> fullyVisible(sizeOf(size, 500), s);
            case "rbm" -> restricted(sizeOf(size, 500), s);
            case "pfeilsNoise" -> noise(sizeOf(size, 500), s);
            case "feedforward" -> feedforward(sizeOf(size, 100), s);
            case "brunel" -> {
                requireNoSize(name, size);
                yield brunel(s);
            }
            case "synfire" -> {
                requireNoSize(name, size);
                yield Synfire.generate(s);
            }
            case "guidebook" -> {
                requireNoSize(name, size);
                yield guidebook(s);
            }
            default ->
                throw new IllegalArgumentException(
                        "no benchmark network '%s', must be one of %s".formatted(name, String.join(", ", NAMES)));
        };
    }

    private static void requireNoSize(String name, OptionalInt size) {
        if (size.isPresent()) {
            throw new IllegalArgumentException("'%s' has a fixed size, must be without one".formatted(name));
        }
    }

    private static int sizeOf(OptionalInt size, int fallback) {
        int n = size.orElse(fallback);
        if (n < 2 || n > 10_000) {
            throw new IllegalArgumentException("size is %d, must be from 2 to 10000".formatted(n));
        }
        return n;
    }

    private static Network random(String name, double p, int n, long seed) {
        return new Network(
                name,
                seed,
                List.of(Population.of("neurons", n, Parts.neuron())),
                List.of(Projection.of(
                        "recurrent",
                        0,
                        0,
                        Receptor.EXCITATORY,
                        new Connector.FixedProbability(p, true),
                        Parts.synapse(0.003))),
                List.of());
    }

    private static Network fullyVisible(int n, long seed) {
        Connector all = new Connector.AllToAll(false);
        return new Network(
                "fullyVisibleBM",
                seed,
                List.of(Population.of("visible", n, Parts.neuron())),
                List.of(
                        Projection.of("excitation", 0, 0, Receptor.EXCITATORY, all, Parts.synapse()),
                        Projection.of("inhibition", 0, 0, Receptor.INHIBITORY, all, Parts.synapse())),
                List.of());
    }

    private static Network restricted(int n, long seed) {
        Connector all = new Connector.AllToAll(true);
        return new Network(
                "rbm",
                seed,
                List.of(Population.of("visible", n, Parts.neuron()), Population.of("hidden", n, Parts.neuron())),
                List.of(
                        Projection.of("up excitation", 0, 1, Receptor.EXCITATORY, all, Parts.synapse()),
                        Projection.of("up inhibition", 0, 1, Receptor.INHIBITORY, all, Parts.synapse()),
                        Projection.of("down excitation", 1, 0, Receptor.EXCITATORY, all, Parts.synapse()),
                        Projection.of("down inhibition", 1, 0, Receptor.INHIBITORY, all, Parts.synapse())),
                List.of());
    }

    /// The noise network of Pfeil et al.: every neuron inhibits others, 20 distinct inputs each.
    private static Network noise(int n, long seed) {
        if (n < 21) {
            throw new IllegalArgumentException("size is %d, must be at least 21".formatted(n));
        }
        return new Network(
                "pfeilsNoise",
                seed,
                List.of(Population.of("neurons", n, Parts.neuron())),
                List.of(Projection.of(
                        "recurrent",
                        0,
                        0,
                        Receptor.INHIBITORY,
                        new Connector.FixedIndegree(20, false, false),
                        Parts.synapse())),
                List.of());
    }

    private static Network feedforward(int n, long seed) {
        Connector all = new Connector.AllToAll(true);
        return new Network(
                "feedforward",
                seed,
                List.of(
                        Population.of("layer0", n, Parts.neuron()),
                        Population.of("layer1", n, Parts.neuron()),
                        Population.of("layer2", n, Parts.neuron())),
                List.of(
                        Projection.of("layer0->layer1", 0, 1, Receptor.EXCITATORY, all, Parts.synapse()),
                        Projection.of("layer1->layer2", 1, 2, Receptor.EXCITATORY, all, Parts.synapse())),
                List.of());
    }

    /// 12500 / 6 neurons; eta = 3.2 makes 53.3 Hz per source.
    private static Network brunel(long seed) {
        int excitatory = 1666;
        int inhibitory = 417;
        int stimulus = 2;
        List<Population> populations = List.of(
                Population.of("exc", excitatory, Parts.neuron()),
                Population.of("inh", inhibitory, Parts.neuron()),
                Population.of("stimulus", excitatory + inhibitory, Parts.poisson(53.3)));
        return new Network(
                "brunel",
                seed,
                populations,
                List.of(
                        indegree("exc->exc", 0, 0, Receptor.EXCITATORY, 166),
                        indegree("exc->inh", 0, 1, Receptor.EXCITATORY, 166),
                        indegree("inh->exc", 1, 0, Receptor.INHIBITORY, 41),
                        indegree("inh->inh", 1, 1, Receptor.INHIBITORY, 41),
                        indegree("stimulus->exc", stimulus, 0, Receptor.EXCITATORY, 200),
                        indegree("stimulus->inh", stimulus, 1, Receptor.EXCITATORY, 200)),
                List.of());
    }

    private static Projection indegree(String label, int source, int target, Receptor receptor, int n) {
        return Projection.of(
                label, source, target, receptor, new Connector.FixedIndegree(n, true, true), Parts.synapse());
    }

    /// The guidebook takes PyNN's default neuron; its refractory time is below the hardware's.
    private static Network guidebook(long seed) {
        CellType neuron = CellType.IfCondExp.of(Map.of("tau_refrac", Value.of(1)));
        Connector half = new Connector.FixedProbability(0.5, true);
        return new Network(
                "guidebook",
                seed,
                List.of(Population.of("neurons", 50, neuron), Population.of("stimulus", 50, Parts.poisson(2))),
                List.of(
                        Projection.of("stimulus", 1, 0, Receptor.EXCITATORY, half, Parts.synapse()),
                        Projection.of("recurrent", 0, 0, Receptor.EXCITATORY, half, Parts.synapse())),
                List.of());
    }
}
