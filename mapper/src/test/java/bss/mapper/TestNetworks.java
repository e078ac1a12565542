package bss.mapper;

import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/// Networks and defects for tests of the greedy stages.
public final class TestNetworks {

    private static final Synapse SYNAPSE = Synapse.fixed(0.005, 1);

    private TestNetworks() {}

    public static Population neurons(String label, int size, PlacementRequest request) {
        return Population.of(label, size, CellType.IfCondExp.of(Map.of())).withPlacement(request);
    }

    public static Population neurons(String label, int size) {
        return neurons(label, size, PlacementRequest.NONE);
    }

    public static Population poisson(String label, int size, double rateHz) {
        return Population.of(label, size, CellType.SpikeSourcePoisson.of(Map.of("rate", Value.of(rateHz))));
    }

    public static PlacementRequest on(OptionalInt size, List<Integer> hicanns, List<Integer> blocks) {
        return new PlacementRequest(size, hicanns, blocks);
    }

    public static Projection random(int source, int target, double p) {
        return Projection.of(
                source + " to " + target + " with " + p,
                source,
                target,
                Receptor.EXCITATORY,
                new Connector.FixedProbability(p, true),
                SYNAPSE);
    }

    public static Network network(List<Population> populations, Projection... projections) {
        return new Network("test", 1, populations, List.of(projections), List.of());
    }

    /// Some populations of neurons and sources with sparse projections between them.
    public static Network random(Random random) {
        List<Population> populations = new ArrayList<>();
        int neurons = 1 + random.nextInt(4);
        for (int i = 0; i < neurons; i++) {
            OptionalInt size = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(2 + 2 * random.nextInt(8));
            populations.add(neurons("n" + i, 1 + random.nextInt(900), on(size, List.of(), List.of())));
        }
        int sources = random.nextInt(3);
        for (int i = 0; i < sources; i++) {
            populations.add(poisson("s" + i, 1 + random.nextInt(200), 1 + random.nextInt(60)));
        }
        List<Projection> projections = new ArrayList<>();
        for (int source = 0; source < populations.size(); source++) {
            for (int target = 0; target < neurons; target++) {
                if (random.nextInt(3) > 0) {
                    projections.add(random(source, target, 0.05 * random.nextDouble()));
                }
            }
        }
        return new Network("random", random.nextLong(), populations, projections, List.of());
    }

    /// Of each class of components about this share.
    public static Defects defects(Random random, double share) {
        Defects.Builder builder = Defects.builder();
        for (DefectClass kind : DefectClass.values()) {
            long all = (long) kind.places() * kind.perChip();
            // synapses do not matter to these stages, and there are many of them
            long marks = kind == DefectClass.SYNAPSE ? 0 : Math.round(all * share * random.nextDouble());
            for (long i = 0; i < marks; i++) {
                builder.mark(kind, random.nextInt(kind.places()), random.nextInt(kind.perChip()));
            }
        }
        return builder.build();
    }
}
