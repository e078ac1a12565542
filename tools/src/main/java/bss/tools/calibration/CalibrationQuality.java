package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.spec.fg.NeuronParameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// How good a calibration is, in few numbers. Immutable.
///
/// @param accepted measured denmems that have a transfer of every measured parameter
/// @param rejected the others
/// @param reasons how many denmems each reason rejects; one with several reasons counts for each
/// @param spreads by parameter, in their order; those that were evaluated
public record CalibrationQuality(
        int accepted, int rejected, SortedMap<Rejection.Reason, Integer> reasons, List<Spread> spreads) {

    /// Quantities whose misses are counted in V; those of others are relative.
    private static final Set<NeuronParameter> POTENTIALS = EnumSet.of(
            NeuronParameter.E_L,
            NeuronParameter.E_SYNI,
            NeuronParameter.E_SYNX,
            NeuronParameter.V_EXP,
            NeuronParameter.V_T,
            NeuronParameter.V_CONVOFFI,
            NeuronParameter.V_CONVOFFX);

    /// How far accepted circuits came out from what circuits of their chip came out as on average, at the same target.
    ///
    /// @param before standard deviation with the codes of the ideal transfer; potentials in V, others relative (ln)
    /// @param after with the codes of each circuit's own transfer
    /// @param count pairs of circuit and target
    public record Spread(NeuronParameter parameter, double before, double after, int count) {}

    public CalibrationQuality {
        reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
        spreads = List.copyOf(spreads);
    }

    /// Whether the misses of a parameter are counted in V, not relative to the target.
    public static boolean isPotential(NeuronParameter parameter) {
        return POTENTIALS.contains(parameter);
    }

    /// That of some chips.
    public static CalibrationQuality of(MeasuredCalibration measured) {
        int accepted = 0;
        int rejected = 0;
        SortedMap<Rejection.Reason, Integer> reasons = new TreeMap<>();
        Map<NeuronParameter, Sums> sums = new EnumMap<>(NeuronParameter.class);
        for (ChipCalibration chip : measured.chips()) {
            int good = (int) chip.denmems().stream()
                    .filter(ChipCalibration.Denmem::accepted)
                    .count();
            accepted += good;
            rejected += chip.denmems().size() - good;
            chip.rejected().forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
            for (Evaluation evaluation : chip.evaluations()) {
                sums.computeIfAbsent(evaluation.parameter(), _ -> new Sums()).add(chip, evaluation);
            }
        }
        List<Spread> spreads = new ArrayList<>();
        sums.forEach((parameter, s) -> {
            if (s.count > s.groups) {
                spreads.add(new Spread(parameter, s.sigma(s.before), s.sigma(s.after), s.count));
            }
        });
        return new CalibrationQuality(accepted, rejected, reasons, spreads);
    }

    /// Sums of squares around the means of chips and targets.
    private static final class Sums {
        private double before;
        private double after;
        private int count;
        private int groups;

        void add(ChipCalibration chip, Evaluation e) {
            List<ChipCalibration.Denmem> seen = chip.denmems().stream()
                    .filter(d -> d.accepted()
                            && Double.isFinite(miss(e, e.before(d.denmem())))
                            && Double.isFinite(miss(e, e.after(d.denmem()))))
                    .toList();
            if (!seen.isEmpty()) {
                before += squares(seen, d -> miss(e, e.before(d.denmem())));
                after += squares(seen, d -> miss(e, e.after(d.denmem())));
                count += seen.size();
                groups++;
            }
        }

        private double sigma(double squares) {
            return Math.sqrt(squares / (count - groups));
        }

        private static double miss(Evaluation e, double value) {
            return isPotential(e.parameter()) ? value - e.target() : Math.log(value / e.target());
        }

        private static double squares(List<ChipCalibration.Denmem> of, ToDoubleFunction<ChipCalibration.Denmem> value) {
            double mean = of.stream().mapToDouble(value).average().orElseThrow();
            return of.stream()
                    .mapToDouble(value)
                    .map(v -> (v - mean) * (v - mean))
                    .sum();
        }
    }
}
