package bss.calibration.measure.routine;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.Rejection.Reason;
import bss.calibration.measure.result.StrengthCurve;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.Polynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The transfers of the V_gmax cells, code = c0 + c1 I. PSPs show currents in a unit of their own; that of the median
/// cell rises from code to code as published, 0.91 of ideal (halbe:tools/FG/result_doc/results.tex).
///
/// @param fits by `4 * block + selgmax`
/// @param scaled conductance in the gauge's unit per nA, weight step and 1 / divisor
/// @param constant c0 to c2 in the gauge's unit
@SuppressWarnings("ArrayRecordComponent") // never compared
record GmaxCells(List<Fit> fits, double scaled, double[] constant) {

    private static final double NANOAMPERE_PER_CODE =
            1e9 * FloatingGates.ampere(CellScale.PUBLISHED.level(1) - CellScale.PUBLISHED.level(0));
    private static final int LEAST_POINTS = 4;
    private static final double MOST_SLOPE_OFF = 0.25;
    private static final double MOST_RESIDUAL = 25;
    /// Part of the spread of the codes that a line may leave if the current follows them at all.
    private static final double MOST_FREE = 0.5;

    static GmaxCells of(StrengthGauge.Found gauge) {
        int cells = StrengthCurve.GMAX_CELLS;
        double[] slopes = IntStream.range(0, cells)
                .mapToDouble(cell -> 1 / line(gauge, cell)[1])
                .toArray();
        double perCode = StrengthGauge.median(Arrays.stream(slopes));
        double scaled = perCode / NANOAMPERE_PER_CODE;
        List<Fit> fits = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            fits.add(fit(gauge, cell, perCode, scaled));
        }
        return new GmaxCells(fits, scaled, gauge.constant());
    }

    private static int[] points(StrengthGauge.Found gauge, int cell) {
        return IntStream.range(0, StrengthGauge.CODES.length)
                .filter(write -> Double.isFinite(gauge.current()[write][cell]))
                .toArray();
    }

    /// Code over current, weighted as the noise of currents grows with the code; NaN of too few points.
    private static double[] line(StrengthGauge.Found gauge, int cell) {
        int[] points = points(gauge, cell);
        if (points.length < LEAST_POINTS) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double[][] basis = new double[points.length][];
        double[] values = new double[points.length];
        for (int k = 0; k < points.length; k++) {
            int code = StrengthGauge.code(points[k], cell);
            double weight = 1 / (code + 60.0);
            basis[k] = new double[] {weight, weight * gauge.current()[points[k]][cell]};
            values[k] = weight * code;
        }
        return LeastSquares.solve(basis, values);
    }

    private static Fit fit(StrengthGauge.Found gauge, int cell, double perCode, double scaled) {
        int[] points = points(gauge, cell);
        if (gauge.rows()[cell / 4] < 0) {
            return Fit.rejected(Reason.NO_INPUT, 0, "rows with a PSP in the quadrant, at least 1");
        }
        if (points.length < LEAST_POINTS) {
            return Fit.rejected(
                    Reason.STUCK, points.length, "codes at which PSPs go with weight and divisor, at least 4");
        }
        double[] line = line(gauge, cell);
        double slope = 1 / line[1] / perCode;
        if (!(Math.abs(slope - 1) < MOST_SLOPE_OFF)) {
            return Fit.rejected(Reason.STUCK, slope, "of the change of the median cell, 0.75 to 1.25");
        }
        double[] codes = Arrays.stream(points)
                .mapToDouble(w -> StrengthGauge.code(w, cell))
                .toArray();
        double[] back = Arrays.stream(points)
                .mapToDouble(w -> line[0] + line[1] * gauge.current()[w][cell])
                .toArray();
        double residual = LeastSquares.rms(codes, back);
        // of a current that does not change the slope is chance
        if (!(residual < MOST_FREE * spread(codes))) {
            return Fit.rejected(Reason.STUCK, residual, "codes beside the line, a large part of their range");
        }
        if (!(residual < MOST_RESIDUAL)) {
            return Fit.rejected(Reason.POOR_FIT, residual, "codes beside the line, at most 25");
        }
        double c1 = line[1] * scaled * 1e9;
        double least = (Arrays.stream(codes).min().orElseThrow() - line[0]) / c1;
        double most = (Arrays.stream(codes).max().orElseThrow() - line[0]) / c1;
        return Fit.accepted(Polynomial.of(least, most, line[0], c1), residual);
    }

    private static double spread(double[] codes) {
        double mean = Arrays.stream(codes).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(codes).map(c -> (c - mean) * (c - mean)).average().orElse(0));
    }

    /// The curve of a row of this strength, if anything was seen.
    Optional<StrengthCurve> curve(double strength) {
        if (!Double.isFinite(scaled * strength)) {
            return Optional.empty();
        }
        return Optional.of(new StrengthCurve(
                scaled * strength,
                Arrays.stream(constant).map(c -> c * strength).boxed().toList(),
                fits));
    }
}
