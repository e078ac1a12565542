package bss.tools.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.Evaluation;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.calibration.measure.result.ResetFit;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.spec.defects.DefectClass;
import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.Lookup;
import bss.spec.transfer.NegativePowersPolynomial;
import bss.spec.transfer.OneOverPolynomial;
import bss.spec.transfer.Polynomial;
import bss.spec.transfer.SpeedMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Calibrations that hold anything that the types allow.
final class RandomSets {

    private final Random random;

    RandomSets(long seed) {
        random = new Random(seed);
    }

    /// @param chips at most, each with at most so many denmems
    CalibrationSet set(int chips, int denmems) {
        List<ChipCalibration> of = new ArrayList<>();
        for (int hicann : ascending(chips, 384)) {
            of.add(chip(hicann, denmems));
        }
        Optional<Long> seed = random.nextBoolean() ? Optional.of(random.nextLong()) : Optional.empty();
        return new CalibrationSet(
                new CalibrationHeader(
                        Instant.ofEpochSecond(random.nextLong(4_000_000_000L)),
                        new WaferIdentity(
                                "wafer " + random.nextInt(40), random.nextBoolean() ? "real" : "typical", seed),
                        "1." + random.nextInt(9),
                        random.nextBoolean()),
                new MeasuredCalibration(of));
    }

    private ChipCalibration chip(int hicann, int denmems) {
        boolean evaluated = random.nextBoolean();
        return new ChipCalibration(
                hicann,
                new CircuitMode(random.nextBoolean(), speed(), speed(), speed()),
                ascending(denmems, 512).stream().map(this::denmem).toList(),
                random.nextBoolean()
                        ? List.of()
                        : IntStream.range(0, 4)
                                .mapToObj(_ -> new ResetFit(fit(), values(512)))
                                .toList(),
                rows(),
                lines(),
                evaluated
                        ? IntStream.range(0, random.nextInt(3))
                                .mapToObj(
                                        _ -> new Evaluation(parameter(), random.nextDouble(), values(512), values(512)))
                                .toList()
                        : List.of(),
                random.nextDouble(),
                random.nextInt(1000));
    }

    private SpeedMode speed() {
        return SpeedMode.values()[random.nextInt(3)];
    }

    private NeuronParameter parameter() {
        return NeuronParameter.values()[random.nextInt(NeuronParameter.values().length)];
    }

    private ChipCalibration.Denmem denmem(int number) {
        Map<NeuronParameter, Fit> fits = new EnumMap<>(NeuronParameter.class);
        for (int k = random.nextInt(20); k > 0; k--) {
            fits.put(parameter(), fit());
        }
        return new ChipCalibration.Denmem(number, value(), fits);
    }

    private Fit fit() {
        double min = random.nextGaussian();
        double max = min + random.nextDouble();
        double[] c = random.doubles(1 + random.nextInt(4), -1e9, 1e9).toArray();
        double residual = random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
        return switch (random.nextInt(6)) {
            case 0 -> Fit.accepted(Polynomial.of(min, max, c), residual);
            case 1 -> Fit.accepted(NegativePowersPolynomial.of(min, max, c), residual);
            case 2 -> Fit.accepted(OneOverPolynomial.of(min, max, c), residual);
            case 3 -> {
                double[] table = random.doubles(1 + random.nextInt(30)).sorted().toArray();
                for (int k = 0; k < table.length; k++) {
                    table[k] = -table[k];
                }
                int[] codes = new int[table.length];
                codes[0] = random.nextInt(1000) - 10;
                for (int k = 1; k < codes.length; k++) {
                    codes[k] = codes[k - 1] + 1 + random.nextInt(3);
                }
                yield Fit.accepted(Lookup.of(codes, table), residual);
            }
            case 4 ->
                Fit.accepted(new Constant(random.nextDouble() * 1023, CellKind.values()[random.nextInt(2)]), residual);
            default ->
                Fit.rejected(
                        Rejection.Reason.values()[random.nextInt(Rejection.Reason.values().length)],
                        value(),
                        "figure \u00b5 " + random.nextInt());
        };
    }

    private RowStrengths rows() {
        BitSet dead = new BitSet();
        ascending(10, 224).forEach(dead::set);
        Optional<StrengthCurve> curve = random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new StrengthCurve(
                        value(),
                        List.of(value(), value(), value()),
                        IntStream.range(0, 16).mapToObj(_ -> fit()).toList()));
        return new RowStrengths(values(448), dead, curve);
    }

    private LineFindings lines() {
        Map<DefectClass, SortedSet<Integer>> dead = new EnumMap<>(DefectClass.class);
        for (DefectClass kind : List.of(DefectClass.HLINE, DefectClass.VREPEATER, DefectClass.HREPEATER)) {
            if (random.nextBoolean()) {
                dead.put(kind, new TreeSet<>(ascending(6, kind.perChip())));
            }
        }
        return new LineFindings(dead);
    }

    private List<Integer> ascending(int most, int bound) {
        return random.ints(random.nextInt(most + 1), 0, bound)
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    private double[] values(int count) {
        return IntStream.range(0, count).mapToDouble(_ -> value()).toArray();
    }

    private double value() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> 0;
            case 2 -> -0.0;
            default -> random.nextGaussian();
        };
    }
}
