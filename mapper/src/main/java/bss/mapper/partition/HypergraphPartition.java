package bss.mapper.partition;

import bss.mapper.partition.hyper.Division;
import bss.mapper.partition.hyper.Hypergraph;
import bss.mapper.partition.hyper.Rules;
import bss.mapper.problem.MappingProblem;
import java.util.Arrays;
import java.util.List;

/// Orders neurons so that those with common sources, and sources with common targets, share a chip.
///
/// Neurons are the vertices of a hypergraph, each source with its targets a net, and the number of chips that a net
/// meets beyond the first counts the landings: Ronzani and Silvano (arXiv 2601.16118) map spiking networks so, by
/// the multilevel method of hMETIS (Karypis et al. 1997).
public final class HypergraphPartition {

    /// A chip, and a neuron block, as a sum of integers.
    private static final int WHOLE = 1 << 16;

    /// Where a source reaches more of the neurons on average, every chip needs every source anyway.
    private static final double DENSE = 0.3;

    /// A kind of which there is less takes no blocks of its own.
    private static final double RARE = 0.02;

    private final MappingProblem problem;
    private final NeuronKinds kinds;
    private final int[] cells;
    private final int[] vertexOf;

    private HypergraphPartition(MappingProblem problem, NeuronKinds kinds, List<int[]> units) {
        this.problem = problem;
        this.kinds = kinds;
        cells = units.stream().flatMapToInt(Arrays::stream).toArray();
        vertexOf = new int[problem.cells()];
        Arrays.fill(vertexOf, -1);
        for (int v = 0; v < cells.length; v++) {
            vertexOf[cells[v]] = v;
        }
    }

    /// The cells of each chip, chips that have much to do with each other side by side; the units as given if
    /// nothing can be gained.
    ///
    /// @param units free neurons
    /// @param sizes denmems by cell
    /// @param mostHz rate that a bus may carry, biological
    public static List<int[]> units(
            MappingProblem problem, NeuronKinds kinds, List<int[]> units, int[] sizes, double mostHz, long seed) {
        return new HypergraphPartition(problem, kinds, units).divide(units, sizes, mostHz, seed);
    }

    private List<int[]> divide(List<int[]> units, int[] sizes, double mostHz, long seed) {
        int[] weight = new int[cells.length];
        int[] blockWeight = new int[cells.length];
        byte[] kind = new byte[cells.length];
        for (int v = 0; v < cells.length; v++) {
            double ofRate = Math.min(1, problem.rateHz(cells[v]) / mostHz);
            weight[v] = share(ofRate / BlockSizes.BLOCKS, BlockSizes.perChip(sizes[cells[v]]));
            blockWeight[v] = share(ofRate, BlockSizes.perBlock(sizes[cells[v]]));
            kind[v] = (byte) kinds.of(cells[v]);
        }
        int chips = chips(weight, blockWeight, kind);
        int[] netBegin = new int[problem.cells() + 1];
        int[] pins = pins(netBegin);
        if (chips < 2 || pins.length == 0 || dense(netBegin)) {
            return units;
        }
        Hypergraph graph = Hypergraph.of(weight, kind, netBegin, pins);
        int[] part = Division.of(graph, new Rules(WHOLE, blockWeight, WHOLE, BlockSizes.BLOCKS), chips, seed);
        return byPart(part);
    }

    private static int share(double ofRate, int fit) {
        return (int) Math.max((long) Math.ceil(ofRate * WHOLE), WHOLE / fit);
    }

    /// How many chips hold the neurons, a block of a kind being half full on average.
    private static int chips(int[] weight, int[] blockWeight, byte[] kind) {
        long sum = 0;
        long blocks = 0;
        long[] ofKind = new long[4];
        for (int v = 0; v < weight.length; v++) {
            sum += weight[v];
            blocks += blockWeight[v];
            ofKind[kind[v]] += blockWeight[v];
        }
        int many = 0;
        for (long of : ofKind) {
            many += of > RARE * blocks ? 1 : 0;
        }
        double usable = BlockSizes.BLOCKS - 0.5 * Math.max(0, many - 1);
        return (int) Math.max(Math.ceilDiv(sum, (long) WHOLE), (long) Math.ceil(blocks / (usable * WHOLE)));
    }

    /// Each source cell with its targets, as far as they are free, in the order of the cells; each vertex once.
    private int[] pins(int[] netBegin) {
        int[] pins = new int[problem.synapses() + problem.cells()];
        int[] seen = new int[cells.length];
        int[] end = {0};
        for (int source = 0; source < problem.cells(); source++) {
            int round = source + 1;
            if (vertexOf[source] >= 0 && problem.outDegree(source) > 0) {
                seen[vertexOf[source]] = round;
                pins[end[0]++] = vertexOf[source];
            }
            problem.forEachOutgoing(source, (projection, synapse, target) -> {
                int v = vertexOf[target];
                if (v >= 0 && seen[v] != round) {
                    seen[v] = round;
                    pins[end[0]++] = v;
                }
            });
            netBegin[source + 1] = end[0];
        }
        return Arrays.copyOf(pins, end[0]);
    }

    private boolean dense(int[] netBegin) {
        int sources = 0;
        for (int source = 0; source < problem.cells(); source++) {
            sources += netBegin[source + 1] > netBegin[source] ? 1 : 0;
        }
        return netBegin[problem.cells()] > DENSE * sources * cells.length;
    }

    private List<int[]> byPart(int[] part) {
        int[][] of = new int[1 + Arrays.stream(part).max().orElse(0)][];
        int[] n = new int[of.length];
        for (int p : part) {
            n[p]++;
        }
        Arrays.setAll(of, p -> new int[n[p]]);
        Arrays.fill(n, 0);
        for (int v = 0; v < part.length; v++) {
            of[part[v]][n[part[v]]++] = cells[v];
        }
        return Arrays.stream(of).filter(c -> c.length > 0).toList();
    }
}
