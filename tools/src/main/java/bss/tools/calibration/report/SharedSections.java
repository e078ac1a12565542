package bss.tools.calibration.report;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.ResetFit;
import bss.mapper.picture.Xml;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import bss.tools.calibration.CalibrationSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The sections of what circuits share: V_reset of the blocks, and the synapse rows.
final class SharedSections {

    private static final double WIDTH = 400;
    private static final int BINS = 61;
    private static final double TARGET = 0.5;

    private SharedSections() {}

    static void write(Xml xml, CalibrationSet set) {
        resets(xml, set);
        rows(xml, set);
    }

    private static double sigma(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / Math.max(1, values.length - 1));
    }

    private static void resets(Xml xml, CalibrationSet set) {
        List<Double> plain = new ArrayList<>();
        List<Double> left = new ArrayList<>();
        int code = (int) Math.round(IdealTransfers.of(SharedParameter.V_RESET).toDac(TARGET));
        for (ChipCalibration chip : set.measured().chips()) {
            for (ChipCalibration.Denmem d : chip.denmems()) {
                int block = NeuronTopology.sharedFgBlock(d.denmem());
                if (!d.accepted()
                        || block >= chip.resets().size()
                        || !Double.isFinite(chip.resets().get(block).offset(d.denmem()))) {
                    continue;
                }
                ResetFit fit = chip.resets().get(block);
                Optional<Transfer> transfer = fit.fit().transfer();
                transfer.ifPresent(t -> {
                    plain.add(1e3 * (t.toSi(code) + fit.offset(d.denmem()) - TARGET));
                    left.add(1e3 * fit.offset(d.denmem()));
                });
            }
        }
        if (plain.isEmpty()) {
            return;
        }
        double[] before = plain.stream().mapToDouble(v -> v).toArray();
        double[] after = left.stream().mapToDouble(v -> v).toArray();
        double reach =
                Math.max(1, 1.06 * Arrays.stream(before).map(Math::abs).max().orElse(1));
        begin(
                xml,
                "V_reset",
                "reset potential, one cell for the circuits of a quad position; %,d circuits".formatted(before.length));
        Histogram.draw(
                xml,
                WIDTH,
                "Spread of V_reset",
                new Histogram.Base(
                        -reach,
                        reach,
                        BINS,
                        new Axis(-reach, reach, false, 0, 1).ticks(6),
                        Figures::tick,
                        "V_reset beside 0.5 V, in mV",
                        0,
                        "circuits"),
                List.of(
                        new Histogram.Series(
                                "before, ideal transfer: σ %s mV".formatted(Figures.three(sigma(before))),
                                "before",
                                before),
                        new Histogram.Series(
                                "after: σ %s mV, which the shared cell leaves".formatted(Figures.three(sigma(after))),
                                "after",
                                after)));
        xml.end().end();
    }

    private static void rows(Xml xml, CalibrationSet set) {
        double[] factors = set.measured().chips().stream()
                .map(ChipCalibration::rows)
                .flatMapToDouble(rows -> IntStream.of(rows.rows()).mapToDouble(rows::factor))
                .toArray();
        int dead = set.measured().chips().stream()
                .mapToInt(chip -> chip.rows().deadDrivers().length)
                .sum();
        if (factors.length == 0) {
            return;
        }
        double reach = Math.max(
                0.01,
                1.06 * Arrays.stream(factors).map(f -> Math.abs(f - 1)).max().orElse(0.1));
        begin(
                xml,
                "Synapse rows",
                "strength of a row; %,d rows measured, %,d drivers dead".formatted(factors.length, dead));
        Histogram.draw(
                xml,
                WIDTH,
                "Strength of synapse rows",
                new Histogram.Base(
                        1 - reach,
                        1 + reach,
                        BINS,
                        new Axis(1 - reach, 1 + reach, false, 0, 1).ticks(6),
                        Figures::tick,
                        "strength over that of the median row of its half",
                        1,
                        "rows"),
                List.of(new Histogram.Series(
                        "before: σ %s %%; known for each row, not measured again"
                                .formatted(Figures.three(100 * sigma(factors))),
                        "before",
                        factors)));
        xml.end().end();
    }

    private static void begin(Xml xml, String name, String text) {
        xml.begin("section", "class", "parameter");
        xml.begin("h3");
        xml.text("span", name);
        xml.text("small", text, "class", "faint");
        xml.end();
        xml.begin("div", "class", "plots");
    }
}
