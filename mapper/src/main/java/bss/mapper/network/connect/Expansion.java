package bss.mapper.network.connect;

import bss.mapper.network.Bound;
import bss.mapper.network.Connector;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Value;
import bss.spec.random.KeyedRandom;
import java.util.Arrays;
import java.util.Optional;

/// Draws the synapses of a projection.
///
/// The draw depends on the network's seed and the projection's place in the list alone. Order of the synapses:
/// by source, then target for `all_to_all`, `one_to_one`, `fixed_probability`, `fixed_outdegree` (targets as drawn)
/// and `fixed_total_number` without replacement; by target (sources as drawn) for `fixed_indegree`; as drawn for
/// `fixed_total_number` with replacement; as listed for `from_list`.
public final class Expansion {

    private static final long CONNECTIVITY = 16;
    private static final long WEIGHT = 17;
    private static final long DELAY = 18;

    private Expansion() {}

    /// The synapses of projection number `projection`.
    ///
    /// @throws IllegalArgumentException if the rule cannot be met, or a list of weights has a wrong length
    public static Connections expand(Network network, int projection) {
        Projection p = network.projections().get(projection);
        PairDraw draw = drawPairs(network, projection);
        int n = draw.size();
        Optional<PairList> listed =
                p.connector() instanceof Connector.FromList list ? Optional.of(list.pairs()) : Optional.empty();
        double[] weights = column(
                listed.flatMap(PairList::weights),
                p.synapse().weight(),
                n,
                KeyedRandom.key(network.seed(), WEIGHT, projection),
                Bound.NON_NEGATIVE,
                "weights");
        double[] delays = column(
                listed.flatMap(PairList::delays),
                p.synapse().delay(),
                n,
                KeyedRandom.key(network.seed(), DELAY, projection),
                Bound.POSITIVE,
                "delays");
        return new Connections(draw.sources(), draw.targets(), weights, delays);
    }

    /// How many synapses projection number `projection` has; only `fixed_probability` must be drawn to know.
    public static int count(Network network, int projection) {
        Projection p = network.projections().get(projection);
        if (p.connector() instanceof Connector.FixedProbability) {
            return drawPairs(network, projection).size();
        }
        return Math.toIntExact(upperBound(network, p));
    }

    /// The most synapses that a projection can have; exact for every rule but `fixed_probability`.
    public static long upperBound(Network network, Projection p) {
        int[] sources = p.sourceCells().indices(sizeOf(network, p.source()));
        int[] targets = p.targetCells().indices(sizeOf(network, p.target()));
        long pairs = (long) sources.length * targets.length;
        return switch (p.connector()) {
            case Connector.AllToAll all -> pairs - (all.allowSelf() ? 0 : selfPairs(p, sources, targets));
            case Connector.OneToOne _ -> sources.length;
            case Connector.FixedProbability f ->
                f.p() == 0 ? 0 : pairs - (f.allowSelf() ? 0 : selfPairs(p, sources, targets));
            case Connector.FixedIndegree f -> (long) f.n() * targets.length;
            case Connector.FixedOutdegree f -> (long) f.n() * sources.length;
            case Connector.FixedTotalNumber f -> f.n();
            case Connector.FromList list -> list.pairs().size();
        };
    }

    /// What the projection is asked that its views cannot give, empty if it can be drawn.
    public static Optional<String> infeasible(Network network, Projection p) {
        int[] sources = p.sourceCells().indices(sizeOf(network, p.source()));
        int[] targets = p.targetCells().indices(sizeOf(network, p.target()));
        boolean same = p.source() == p.target();
        return switch (p.connector()) {
            case Connector.AllToAll _, Connector.FixedProbability _, Connector.FromList _ -> Optional.empty();
            case Connector.OneToOne _ ->
                sources.length == targets.length
                        ? Optional.empty()
                        : Optional.of("one_to_one has %d source cells and %d target cells, must be equal"
                                .formatted(sources.length, targets.length));
            case Connector.FixedIndegree f ->
                fewest(f.n(), f.withReplacement(), same && !f.allowSelf(), targets, sources);
            case Connector.FixedOutdegree f ->
                fewest(f.n(), f.withReplacement(), same && !f.allowSelf(), sources, targets);
            case Connector.FixedTotalNumber f -> {
                long pairs =
                        (long) sources.length * targets.length - (f.allowSelf() ? 0 : selfPairs(p, sources, targets));
                boolean fits = f.withReplacement() ? f.n() == 0 || pairs > 0 : f.n() <= pairs;
                yield fits
                        ? Optional.empty()
                        : Optional.of("n is %d, must be at most the %d pairs".formatted(f.n(), pairs));
            }
        };
    }

    private static Optional<String> fewest(
            int n, boolean withReplacement, boolean excludeSelf, int[] each, int[] choices) {
        int available = choices.length;
        if (excludeSelf && available > 0) {
            int[] sorted = choices.clone();
            Arrays.sort(sorted);
            available -= Arrays.stream(each).anyMatch(c -> Arrays.binarySearch(sorted, c) >= 0) ? 1 : 0;
        }
        boolean fits = each.length == 0 || (withReplacement ? n == 0 || available > 0 : n <= available);
        return fits
                ? Optional.empty()
                : Optional.of("n is %d, must be at most the %d cells to choose from".formatted(n, available));
    }

    static long selfPairs(Projection p, int[] sources, int[] targets) {
        if (p.source() != p.target()) {
            return 0;
        }
        int[] sorted = targets.clone();
        Arrays.sort(sorted);
        return Arrays.stream(sources)
                .filter(s -> Arrays.binarySearch(sorted, s) >= 0)
                .count();
    }

    private static PairDraw drawPairs(Network network, int projection) {
        Projection p = network.projections().get(projection);
        Optional<String> problem = infeasible(network, p);
        if (problem.isPresent()) {
            throw new IllegalArgumentException("projection '%s': %s".formatted(p.label(), problem.get()));
        }
        PairDraw draw = new PairDraw(
                p.sourceCells().indices(sizeOf(network, p.source())),
                p.targetCells().indices(sizeOf(network, p.target())),
                p.source() == p.target(),
                KeyedRandom.of(network.seed(), CONNECTIVITY, projection));
        switch (p.connector()) {
            case Connector.AllToAll all -> draw.allToAll(all.allowSelf());
            case Connector.OneToOne _ -> draw.oneToOne();
            case Connector.FixedProbability f -> draw.fixedProbability(f.p(), f.allowSelf());
            case Connector.FixedIndegree f -> draw.fixedDegree(f.n(), f.withReplacement(), f.allowSelf(), true);
            case Connector.FixedOutdegree f -> draw.fixedDegree(f.n(), f.withReplacement(), f.allowSelf(), false);
            case Connector.FixedTotalNumber f -> {
                if (f.withReplacement()) {
                    draw.totalWithReplacement(f.n(), f.allowSelf());
                } else {
                    draw.totalWithoutReplacement(f.n(), f.allowSelf());
                }
            }
            case Connector.FromList list -> draw.listed(list.pairs());
        }
        return draw;
    }

    private static double[] column(
            Optional<DoubleSeries> listed, Value value, int n, long key, Bound bound, String what) {
        if (listed.isPresent()) {
            return listed.get().toArray();
        }
        return switch (value) {
            case Value.Constant constant -> new double[] {constant.value()};
            case Value.PerCell perCell -> {
                if (perCell.values().size() != n) {
                    throw new IllegalArgumentException("%d %s for %d synapses, must be equal"
                            .formatted(perCell.values().size(), what, n));
                }
                yield perCell.values().toArray();
            }
            case Value.Distribution distribution -> distribution.resolve(n, key, bound);
        };
    }

    private static int sizeOf(Network network, int population) {
        Population p = network.populations().get(population);
        return p.size();
    }
}
