package bss.mapper.partition;

import bss.mapper.problem.MappingProblem;
import bss.mapper.synapses.SynapseTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// Tries sizes of neurons, numbers of buses and ways to fill chips, and forecasts what each would lose.
///
/// First all reference sizes, then from the best one on every other choice in turn while that helps.
public final class PlanSearch {

    /// The sizes that are most often good come first, in case time is short.
    private static final int[] FIRST_SIZES = {8, 10, 12, 6, 16, 20, 4, 2, 32, 64};

    private static final double[] EXPONENTS = {0.5, 0, 1};
    private static final int[] BUSES = {1, 2, 4, 8};
    private static final int[] INPUTS = {59, 30, 15, 8};
    private static final long CLUSTER_SEED = 1;

    private final MappingProblem problem;
    private final SynapseTable table;
    private final NeuronKinds kinds;
    private final Frame frame;
    private final BooleanSupplier stop;
    private final Map<Choice, Scored> known = new HashMap<>();
    private final Map<List<Integer>, List<int[]>> clusters = new HashMap<>();

    /// What the plan has to fit into.
    ///
    /// @param neuronSize what the user asks for every neuron
    /// @param fixedSizes by cell, 0: free
    /// @param units free neurons that would like to stay together
    /// @param pinned chips that are filled by hand; they come first in every plan
    /// @param heldInputs external sources of each input bus whose place is kept; they come last in every plan
    /// @param chips that may be filled besides
    /// @param chainLength most drivers of a chain
    /// @param drivers usable ones of a chip, on average
    /// @param busHz rate that a bus may carry, biological
    /// @param inputHz rate that the link of a chip may carry, biological
    public record Frame(
            OptionalInt neuronSize,
            List<Integer> fixedSizes,
            List<List<Integer>> units,
            List<ChipPlan> pinned,
            List<List<Integer>> heldInputs,
            int chips,
            int chainLength,
            int drivers,
            double busHz,
            double inputHz) {}

    /// One way to do it.
    ///
    /// @param buses wanted of each chip
    /// @param inputs most sources of an input bus
    /// @param together whether populations that fit on a chip are not torn apart
    /// @param clustered whether neurons with common sources or targets come together, in place of populations
    public record Choice(Sizing sizing, int buses, int inputs, boolean together, boolean clustered) {

        Choice with(Sizing other) {
            return new Choice(other, buses, inputs, together, clustered);
        }
    }

    /// A choice with its plan and forecast.
    public record Scored(Choice choice, Plan plan, Forecast forecast) {}

    private PlanSearch(
            MappingProblem problem, SynapseTable table, NeuronKinds kinds, Frame frame, BooleanSupplier stop) {
        this.problem = problem;
        this.table = table;
        this.kinds = kinds;
        this.frame = frame;
        this.stop = stop;
    }

    /// The plans that were tried, the best first.
    ///
    /// @param stop asked between plans; at least one is made
    public static List<Scored> run(
            MappingProblem problem, SynapseTable table, NeuronKinds kinds, Frame frame, BooleanSupplier stop) {
        PlanSearch search = new PlanSearch(problem, table, kinds, frame, stop);
        search.search();
        List<Scored> all = new ArrayList<>(search.known.values());
        all.sort(Comparator.comparingDouble((Scored s) -> search.score(s))
                .thenComparingDouble(s -> s.choice().sizing().reference())
                .thenComparingDouble(s -> s.choice().sizing().exponent())
                .thenComparingInt(s -> s.choice().buses())
                .thenComparingInt(s -> -s.choice().inputs())
                .thenComparing(s -> s.choice().together())
                .thenComparing(s -> s.choice().clustered()));
        return all;
    }

    private void search() {
        Choice first = new Choice(new Sizing(FIRST_SIZES[0], EXPONENTS[0]), BUSES[0], INPUTS[0], false, false);
        Scored best = score(first);
        for (int i = 1; i < FIRST_SIZES.length && !stop.getAsBoolean(); i++) {
            best = better(best, score(first.with(new Sizing(FIRST_SIZES[i], EXPONENTS[0]))));
        }
        boolean improved = true;
        while (improved && !stop.getAsBoolean()) {
            double before = score(best);
            for (Choice next : neighbours(best.choice())) {
                if (!stop.getAsBoolean()) {
                    best = better(best, score(next));
                }
            }
            improved = score(best) < before;
        }
    }

    private static List<Choice> neighbours(Choice c) {
        List<Choice> next = new ArrayList<>();
        for (double exponent : EXPONENTS) {
            next.add(c.with(new Sizing(c.sizing().reference(), exponent)));
        }
        next.add(new Choice(c.sizing(), c.buses(), c.inputs(), !c.together(), c.clustered()));
        next.add(new Choice(c.sizing(), c.buses(), c.inputs(), c.together(), !c.clustered()));
        next.add(new Choice(c.sizing(), c.buses(), c.inputs(), !c.together(), !c.clustered()));
        for (int buses : BUSES) {
            next.add(new Choice(c.sizing(), buses, c.inputs(), c.together(), c.clustered()));
        }
        for (int inputs : INPUTS) {
            next.add(new Choice(c.sizing(), c.buses(), inputs, c.together(), c.clustered()));
        }
        for (double factor : new double[] {0.8, 0.9, 1.1, 1.25}) {
            next.add(c.with(
                    new Sizing(c.sizing().reference() * factor, c.sizing().exponent())));
        }
        return next;
    }

    private Scored better(Scored a, Scored b) {
        return score(b) < score(a) ? b : a;
    }

    /// A plan with more chips than there are comes after all others, and may still be cut to size.
    private double score(Scored scored) {
        int tooMany = Math.max(0, scored.plan().chips().size() - frame.pinned().size() - frame.chips());
        return scored.forecast().score() + 1e9 * tooMany;
    }

    private Scored score(Choice choice) {
        Scored seen = known.get(choice);
        if (seen == null) {
            Plan plan = plan(choice);
            seen = known.values().stream()
                    .filter(s -> s.plan().sameAs(plan))
                    .findFirst()
                    .map(s -> new Scored(choice, s.plan(), s.forecast()))
                    .orElseGet(() ->
                            new Scored(choice, plan, Forecast.of(table, plan, frame.chainLength(), frame.drivers())));
            known.put(choice, seen);
        }
        return seen;
    }

    private List<int[]> units() {
        return frame.units().stream()
                .map(u -> u.stream().mapToInt(c -> c).toArray())
                .toList();
    }

    /// Neurons chip by chip as [HypergraphPartition] divides them, once for each way to size them.
    private List<int[]> clusters(int[] sizes) {
        return clusters.computeIfAbsent(
                Arrays.stream(sizes).boxed().toList(),
                key -> HypergraphPartition.units(problem, kinds, units(), sizes, frame.busHz(), CLUSTER_SEED));
    }

    private Plan plan(Choice choice) {
        int[] fixed = frame.fixedSizes().stream().mapToInt(s -> s).toArray();
        int[] sizes = choice.sizing().sizes(problem, frame.neuronSize(), fixed);
        double[] rates = new double[problem.cells()];
        for (int cell = 0; cell < rates.length; cell++) {
            rates[cell] = problem.rateHz(cell);
        }
        List<int[]> units = choice.clustered() ? clusters(sizes) : units();
        List<ChipPlan> chips = new ArrayList<>(frame.pinned());
        chips.addAll(ChipFill.fill(units, sizes, rates, kinds, frame.busHz(), choice.buses(), choice.together()));
        BitSet held = new BitSet();
        frame.heldInputs().forEach(bus -> bus.forEach(held::set));
        List<List<Integer>> inputs = new ArrayList<>(
                InputChunks.of(problem, kinds, cell -> !held.get(cell), choice.inputs(), frame.inputHz()));
        inputs.addAll(frame.heldInputs());
        return new Plan(sizes, chips, inputs);
    }
}
