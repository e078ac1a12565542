package bss.tools.acceptance;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.ChipCalibration.Denmem;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.ResetFit;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.Coefficients;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Domain;
import bss.spec.transfer.Lookup;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The best that can be known of a wafer without looking at single circuits: for each parameter the mean, over all
/// accepted circuits, of the codes that a value needs.
final class WaferMean {

    private static final int GRID = 2000;

    private WaferMean() {}

    /// The same chips, whose circuits all have the mean transfers, and whose rows the mean curve. What is not usable is
    /// not told.
    static MeasuredCalibration of(MeasuredCalibration measured) {
        List<ChipCalibration> chips = measured.chips();
        Map<NeuronParameter, Fit> fits = new EnumMap<>(NeuronParameter.class);
        for (NeuronParameter parameter : NeuronParameter.values()) {
            List<Transfer> all = chips.stream()
                    .flatMap(c -> c.denmems().stream())
                    .filter(Denmem::accepted)
                    .flatMap(d -> d.transfer(parameter).stream())
                    .toList();
            if (!all.isEmpty()) {
                fits.put(parameter, Fit.accepted(mean(all), 0));
            }
        }
        List<Denmem> denmems = IntStream.range(0, NeuronTopology.DENMEMS)
                .mapToObj(d -> new Denmem(d, 0, fits))
                .toList();
        List<Transfer> resets = chips.stream()
                .flatMap(c -> c.resets().stream())
                .flatMap(r -> r.fit().transfer().stream())
                .toList();
        ResetFit reset = new ResetFit(Fit.accepted(mean(resets), 0), new double[NeuronTopology.DENMEMS]);
        double[] alike = new double[SynapseStrengths.ROWS];
        Arrays.fill(alike, 1);
        RowStrengths rows = new RowStrengths(alike, new BitSet(), curve(chips));
        return new MeasuredCalibration(chips.stream()
                .map(c -> new ChipCalibration(
                        c.hicann(),
                        c.mode(),
                        denmems,
                        Collections.nCopies(4, reset),
                        rows,
                        LineFindings.NONE,
                        List.of(),
                        0,
                        0))
                .toList());
    }

    private static Optional<StrengthCurve> curve(List<ChipCalibration> chips) {
        List<StrengthCurve> curves =
                chips.stream().flatMap(c -> c.rows().curve().stream()).toList();
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        List<Double> constant = IntStream.range(0, 3)
                .mapToObj(
                        i -> mean(curves.stream().mapToDouble(c -> c.constant().get(i))))
                .toList();
        List<Transfer> cells = curves.stream()
                .flatMap(c -> c.gmax().stream())
                .flatMap(f -> f.transfer().stream())
                .toList();
        Fit cell = Fit.accepted(mean(cells), 0);
        return Optional.of(new StrengthCurve(
                mean(curves.stream().mapToDouble(StrengthCurve::scaled)),
                constant,
                Collections.nCopies(StrengthCurve.GMAX_CELLS, cell)));
    }

    private static double mean(DoubleStream values) {
        return values.average().orElseThrow();
    }

    /// The middle one, the upper of two.
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static Transfer mean(List<Transfer> all) {
        if (all.stream().allMatch(Constant.class::isInstance)) {
            return new Constant(
                    mean(all.stream().map(Constant.class::cast).mapToDouble(Constant::dac)),
                    ((Constant) all.getFirst()).kind());
        }
        List<Transfer> curves =
                all.stream().filter(t -> !(t instanceof Constant)).toList();
        double low = median(curves.stream().mapToDouble(t -> t.domain().min()));
        double high = median(curves.stream().mapToDouble(t -> t.domain().max()));
        Domain domain = new Domain(low, high);
        // the mean of polynomials is the polynomial of the mean coefficients
        if (curves.stream().allMatch(Polynomial.class::isInstance)) {
            return new Polynomial(
                    coefficients(curves.stream()
                            .map(t -> ((Polynomial) t).coefficients())
                            .toList()),
                    domain);
        }
        if (curves.stream().allMatch(NegativePowersPolynomial.class::isInstance)) {
            return new NegativePowersPolynomial(
                    coefficients(curves.stream()
                            .map(t -> ((NegativePowersPolynomial) t).coefficients())
                            .toList()),
                    domain);
        }
        return table(curves, low, high);
    }

    private static Coefficients coefficients(List<Coefficients> all) {
        int powers = all.stream().mapToInt(c -> c.ascending().size()).max().orElseThrow();
        double[] sum = new double[powers];
        for (Coefficients c : all) {
            for (int i = 0; i < c.ascending().size(); i++) {
                sum[i] += c.ascending().get(i) / all.size();
            }
        }
        return Coefficients.of(sum);
    }

    /// The mean code of values that fall with the code, turned round.
    private static Transfer table(List<Transfer> all, double low, double high) {
        double[] value = new double[GRID];
        double[] code = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double at = high * Math.pow(low / high, i / (GRID - 1.0));
            value[i] = at;
            code[i] = mean(all.stream().mapToDouble(t -> t.toDac(at)));
        }
        int first = (int) Math.ceil(code[0]);
        List<Double> byCode = new ArrayList<>();
        int i = 0;
        for (int c = first; c <= code[GRID - 1]; c++) {
            while (i < GRID - 2 && code[i + 1] < c) {
                i++;
            }
            double part = (c - code[i]) / (code[i + 1] - code[i]);
            byCode.add(value[i] + part * (value[i + 1] - value[i]));
        }
        return Lookup.of(first, byCode.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
