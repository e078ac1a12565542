package bss.mapper.plasticity.chip;

import bss.mapper.network.Plasticity.Stdp;
import bss.mapper.plasticity.DriverClasses;
import bss.mapper.plasticity.PlasticClasses;
import bss.mapper.problem.MappingProblem;
import bss.mapper.rows.AssignedRow;
import bss.mapper.rows.RowAssignment;
import bss.spec.config.StdpConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.SynapseSites;
import bss.spec.transfer.StdpTransfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The STDP of a mapped network: the settings of the controllers.
///
/// A half of a synapse array has one controller: one range of rows, one set of tables and thresholds.
/// Projections that share it get the mean of what their synapses ask for.
public final class LongTermPlan {

    private static final int HALVES = 2;
    private static final boolean[] NONE = new boolean[RowRange.ROWS];

    /// By hicann * 2 + half.
    private final SortedMap<Integer, Half> halves;

    private record Half(RowRange rows, WeightTables tables) {}

    /// The settings of a controller.
    ///
    /// @param half 0 top, 1 bottom
    public record Controller(int hicann, int half, StdpConfig config) {}

    /// The 4-bit weight, with fractions, that stands for a weight.
    @FunctionalInterface
    public interface WeightCodes {

        /// The code for a weight of a synapse.
        ///
        /// @param synapse a realised one
        /// @param cell its target
        /// @param weight in uS
        double of(int synapse, int cell, double weight);
    }

    private LongTermPlan(SortedMap<Integer, Half> halves) {
        this.halves = halves;
    }

    /// The plan for the synapses that have a circuit.
    public static LongTermPlan of(
            MappingProblem problem, PlasticClasses classes, RowAssignment rows, WeightCodes codes, double speedup) {
        SortedMap<Integer, Half> halves = new TreeMap<>();
        if (classes.drivers().updated() == DriverClasses.NONE) {
            return new LongTermPlan(halves);
        }
        SortedMap<Integer, boolean[]> others = others(classes, rows);
        SortedMap<Integer, RowRange> ranges = ranges(problem, classes, rows, others);
        double rowSeconds = speedup * StdpTransfer.walkSeconds(1);
        SortedMap<Integer, Mean> means = new TreeMap<>();
        for (int p = 0; p < problem.projections(); p++) {
            if (problem.network().projections().get(p).synapse().plasticity() instanceof Stdp rule) {
                for (int s = problem.firstSynapse(p); s < problem.firstSynapse(p + 1); s++) {
                    if (rows.realised(s) && held(ranges, rows.site(s))) {
                        int cell = problem.targetCell(p, s - problem.firstSynapse(p));
                        means.computeIfAbsent(half(rows.site(s)), _ -> new Mean())
                                .add(rule, codes.of(s, cell, rule.wMin()), codes.of(s, cell, rule.wMax()));
                    }
                }
            }
        }
        means.forEach((half, mean) -> {
            RowRange range = ranges.get(half);
            if (range != null) {
                // free rows cost nothing, and on a long walk the controller can compare
                RowRange walked = range.grown(mean.longWalkSeconds() / rowSeconds, others.getOrDefault(half, NONE));
                halves.put(half, new Half(walked, mean.tables(rowSeconds * walked.count())));
            }
        });
        return new LongTermPlan(halves);
    }

    /// By half: which rows hold synapses that no controller may rewrite.
    private static SortedMap<Integer, boolean[]> others(PlasticClasses classes, RowAssignment rows) {
        SortedMap<Integer, boolean[]> others = new TreeMap<>();
        for (AssignedRow row : rows.rows()) {
            int half = HALVES * row.hicann() + row.row() / RowRange.ROWS;
            if (row.stp() != classes.drivers().updated()) {
                others.computeIfAbsent(half, _ -> new boolean[RowRange.ROWS])[row.row() % RowRange.ROWS] = true;
            }
        }
        return others;
    }

    private static SortedMap<Integer, RowRange> ranges(
            MappingProblem problem, PlasticClasses classes, RowAssignment rows, SortedMap<Integer, boolean[]> others) {
        SortedMap<Integer, int[]> plastic = new TreeMap<>();
        for (int p = 0; p < problem.projections(); p++) {
            for (int s = problem.firstSynapse(p);
                    classes.of(p) == classes.drivers().updated() && s < problem.firstSynapse(p + 1);
                    s++) {
                if (rows.realised(s)) {
                    plastic.computeIfAbsent(half(rows.site(s)), _ -> new int[RowRange.ROWS])[rowOfHalf(rows.site(s))]++;
                }
            }
        }
        SortedMap<Integer, RowRange> ranges = new TreeMap<>();
        plastic.forEach((half, count) -> {
            RowRange range = RowRange.best(count, others.getOrDefault(half, NONE));
            if (range != null) {
                ranges.put(half, range);
            }
        });
        return ranges;
    }

    /// hicann * 2 + half of a circuit.
    private static int half(int site) {
        return HALVES * (site / SynapseSites.PER_HICANN) + site / 256 % (HALVES * RowRange.ROWS) / RowRange.ROWS;
    }

    private static int rowOfHalf(int site) {
        return site / 256 % RowRange.ROWS;
    }

    private static boolean held(SortedMap<Integer, RowRange> ranges, int site) {
        RowRange range = ranges.get(half(site));
        return range != null && range.holds(rowOfHalf(site));
    }

    /// What the synapses of a half ask for, on average.
    private static final class Mean {
        private long synapses;
        private double low;
        private double high;
        private double causal;
        private double anticausal;

        void add(Stdp rule, double lowCode, double highCode) {
            synapses++;
            low += lowCode;
            high += highCode;
            causal += rule.aPlus() * codesOfMaximum(rule, lowCode, highCode);
            anticausal -= rule.aMinus() * codesOfMaximum(rule, lowCode, highCode);
        }

        double longWalkSeconds() {
            return WeightTables.longWalkSeconds(causal / synapses, anticausal / synapses);
        }

        WeightTables tables(double walkSeconds) {
            return WeightTables.of(
                    low / synapses, high / synapses, causal / synapses, anticausal / synapses, walkSeconds);
        }
    }

    /// How many codes a change by `w_max` is.
    private static double codesOfMaximum(Stdp rule, double lowCode, double highCode) {
        double range = rule.wMax() - rule.wMin();
        return range == 0 ? 0 : rule.wMax() * (highCode - lowCode) / range;
    }

    /// Controllers that are on, by chip, then half.
    public List<Controller> controllers() {
        List<Controller> all = new ArrayList<>();
        halves.forEach((at, half) -> {
            if (!half.tables().idle()) {
                all.add(new Controller(at / HALVES, at % HALVES, half.tables().config(half.rows())));
            }
        });
        return all;
    }

    /// What the floating gates of their quadrants have to hold, by chip, then quadrant.
    public List<ShortTermPlan.SharedCode> codes() {
        List<ShortTermPlan.SharedCode> all = new ArrayList<>();
        halves.forEach((at, half) -> {
            for (int quadrant = at % HALVES * 2; quadrant < at % HALVES * 2 + 2; quadrant++) {
                int low = half.tables().lowThresholdCode();
                int high = half.tables().highThresholdCode();
                all.add(new ShortTermPlan.SharedCode(at / HALVES, quadrant, SharedParameter.V_THIGH, high));
                all.add(new ShortTermPlan.SharedCode(at / HALVES, quadrant, SharedParameter.V_TLOW, low));
                all.add(new ShortTermPlan.SharedCode(at / HALVES, quadrant, SharedParameter.V_M, 0));
            }
        });
        return all;
    }

    /// How a synapse of a circuit comes out.
    ///
    /// @param aPlus realised amplitude, as A_plus
    /// @param aMinus realised amplitude, as A_minus
    /// @param lowCode lowest weight the tables lead to
    /// @param highCode highest weight the tables lead to
    public record Realised(double aPlus, double aMinus, int lowCode, int highCode) {}

    /// What the controller makes of a synapse; empty if none changes it.
    ///
    /// @param site of a realised synapse of the projection
    /// @param lowCode weight that stands for `w_min`
    /// @param highCode weight that stands for `w_max`
    public Optional<Realised> realised(Stdp rule, int site, double lowCode, double highCode) {
        Half half = halves.get(half(site));
        if (half == null || half.tables().idle() || !half.rows().holds(rowOfHalf(site))) {
            return Optional.empty();
        }
        WeightTables tables = half.tables();
        double codes = codesOfMaximum(rule, lowCode, highCode);
        if (codes == 0) {
            return Optional.empty();
        }
        return Optional.of(new Realised(
                tables.perPair(tables.causal()) / codes,
                -tables.perPair(tables.anticausal()) / codes,
                tables.low(),
                tables.high()));
    }
}
