package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.mapper.picture.Xml;
import bss.tools.calibration.CalibrationQuality;
import bss.tools.calibration.CalibrationSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How far circuits come out from their target, by the ideal transfer and by their own, over one axis.
final class SpreadChart {

    private static final double WIDTH = 400;
    private static final int BINS = 81;
    /// Parts of the values that may lie beyond either end of the axis.
    private static final double BEYOND = 0.005;

    private SpreadChart() {}

    /// Draws it if the parameter was evaluated.
    static boolean draw(Xml xml, CalibrationSet set, Quantity quantity) {
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        Set<Double> targets = new TreeSet<>();
        for (ChipCalibration chip : set.measured().chips()) {
            for (Evaluation e : chip.evaluations()) {
                if (e.parameter() == quantity.parameter()) {
                    targets.add(e.target());
                    chip.denmems().stream()
                            .filter(ChipCalibration.Denmem::accepted)
                            .mapToInt(ChipCalibration.Denmem::denmem)
                            .filter(d -> Double.isFinite(e.before(d)) && Double.isFinite(e.after(d)))
                            .forEach(d -> {
                                before.add(miss(quantity, e.before(d), e.target()));
                                after.add(miss(quantity, e.after(d), e.target()));
                            });
                }
            }
        }
        if (before.isEmpty()) {
            return false;
        }
        Optional<CalibrationQuality.Spread> spread = set.quality().spreads().stream()
                .filter(s -> s.parameter() == quantity.parameter())
                .findFirst();
        double[] plain = array(before);
        double[] own = array(after);
        Histogram.draw(
                xml,
                WIDTH,
                "Spread of %s before and after".formatted(quantity.symbol()),
                base(quantity, reach(plain, own, quantity), targets),
                List.of(
                        new Histogram.Series(
                                "before, ideal transfer: σ " + figure(quantity, spread.map(s -> s.before())),
                                "before",
                                plain),
                        new Histogram.Series(
                                "after, own transfer: σ " + figure(quantity, spread.map(s -> s.after())),
                                "after",
                                own)));
        return true;
    }

    private static String figure(Quantity quantity, Optional<Double> sigma) {
        return sigma.map(quantity::spread).orElse("unknown");
    }

    /// In mV, or ln of the ratio.
    private static double miss(Quantity quantity, double value, double target) {
        return quantity.isPotential()
                ? 1e3 * (value - target)
                : value / target > 0 ? Math.log(value / target) : Double.NaN;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(v -> v).toArray();
    }

    private static double reach(double[] before, double[] after, Quantity quantity) {
        double reach = quantity.isPotential() ? 1 : 0.02;
        for (double[] values : List.of(before, after)) {
            double low = Figures.quantile(values, BEYOND);
            double high = Figures.quantile(values, 1 - BEYOND);
            double far = 1.06 * Math.max(Math.abs(low), Math.abs(high));
            reach = Double.isFinite(far) ? Math.max(reach, far) : reach;
        }
        return reach;
    }

    private static Histogram.Base base(Quantity quantity, double reach, Set<Double> targets) {
        String target = targets.stream().map(quantity::text).collect(Collectors.joining(", "));
        if (quantity.isPotential()) {
            return new Histogram.Base(
                    -reach,
                    reach,
                    BINS,
                    new Axis(-reach, reach, false, 0, 1).ticks(6),
                    Figures::tick,
                    "%s beside its target of %s, in mV".formatted(quantity.symbol(), target),
                    0,
                    "circuits");
        }
        List<Double> ticks = Arrays.stream(ratios(reach)).map(Math::log).boxed().toList();
        return new Histogram.Base(
                -reach,
                reach,
                BINS,
                ticks,
                ln -> Figures.tick(Math.round(1e3 * Math.exp(ln)) / 1e3),
                "%s over its target of %s".formatted(quantity.symbol(), target),
                0,
                "circuits");
    }

    /// Some ratios around 1, far enough from one another.
    private static double[] ratios(double reach) {
        double[] chosen = reach > Math.log(3)
                ? new double[] {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50}
                : reach > Math.log(1.5)
                        ? new double[] {0.3, 0.5, 0.7, 1, 1.4, 2, 3}
                        : reach > Math.log(1.15)
                                ? new double[] {0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4}
                                : new double[] {0.9, 0.95, 1, 1.05, 1.1};
        return Arrays.stream(chosen).filter(r -> Math.abs(Math.log(r)) <= reach).toArray();
    }
}
