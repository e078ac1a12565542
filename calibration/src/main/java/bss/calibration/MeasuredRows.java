package bss.calibration;

import bss.calibration.measure.result.RowStrengths;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.Coefficients;
import bss.spec.transfer.Domain;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The synapse rows of a measured chip. Where the median row's curve was not measured it is the ideal one, and so is
/// what the V_gmax cells of a block without any accepted one hold; of other blocks a rejected cell is not used. A row
/// that was not seen is as the median one.
final class MeasuredRows {

    /// Part of the rows that V_gmax need not be large enough for; these fall back on a smaller divisor.
    private static final double WEAKEST = 0.1;
    private static final double MIDDLE_CODE = 512;

    private final RowStrengths rows;
    private final Coefficients scaled;
    private final Coefficients constant;
    private final double[] factor = new double[SynapseStrengths.ROWS];
    private final double weak;

    MeasuredRows(RowStrengths rows) {
        this.rows = rows;
        scaled = rows.curve().map(c -> Coefficients.of(0, c.scaled(), 0)).orElseGet(MeasuredRows::idealShape);
        constant = rows.curve()
                .map(c -> Coefficients.of(
                        Math.max(0, c.constant().get(0)),
                        c.constant().get(1),
                        c.constant().get(2)))
                .orElse(Coefficients.of(0, 0, 0));
        for (int row = 0; row < factor.length; row++) {
            factor[row] = rows.factor(row) > 0 ? rows.factor(row) : 1;
        }
        double[] sorted = Arrays.stream(rows.rows())
                .mapToDouble(rows::factor)
                .filter(f -> f > 0)
                .sorted()
                .toArray();
        weak = sorted.length == 0 ? 1 : sorted[(int) (WEAKEST * sorted.length)];
    }

    /// The ideal curve per nA, times the divisor.
    private static Coefficients idealShape() {
        SynapseWeightTransfer one = SynapseWeightTransfer.of(1, 1);
        return Coefficients.of(one.constant(), one.linear(), one.quadratic());
    }

    private Transfer cell(int block, int selgmax) {
        return rows.curve()
                .flatMap(c -> c.gmax(block, selgmax))
                .orElse(IdealTransfers.of(SharedParameter.vGmax(selgmax)));
    }

    /// A rejected cell is left alone as long as its block has another: a row that it does not feed has no use for it.
    private boolean avoided(int block, int selgmax) {
        return rows.curve().isPresent()
                && rows.curve().get().gmax(block, selgmax).isEmpty()
                && IntStream.range(0, 4)
                        .anyMatch(s -> rows.curve().get().gmax(block, s).isPresent());
    }

    /// V_gmax in nA over the divisor at which a weak row's largest weight conducts `nanosiemens`; never so little that
    /// its weights would fall.
    private double needed(double nanosiemens) {
        int top = SynapseWeightTransfer.MAX_WEIGHT;
        double wanted = (nanosiemens / weak - constant.at(top)) / scaled.at(top);
        double slope = slope(scaled, top);
        double least = slope <= 0 ? 0 : -slope(constant, top) / slope;
        double start = scaled.ascending().get(1) <= 0
                ? 0
                : -constant.ascending().get(1) / scaled.ascending().get(1);
        return Math.max(wanted, Math.max(least, start) * (1 + 1e-6));
    }

    private static double slope(Coefficients of, double at) {
        return of.ascending().get(1) + 2 * at * of.ascending().get(2);
    }

    /// The code of a cell for rows whose largest conductance is `nanosiemens`: of all divisors that need a current
    /// within the calibrated range, the one whose code is nearest the middle.
    int code(int block, int selgmax, double nanosiemens) {
        if (nanosiemens == 0) {
            return GmaxChoice.UNUSED_CODE;
        }
        Transfer cell = cell(block, selgmax);
        Domain domain = cell.domain();
        double scale = needed(nanosiemens);
        int best = -1;
        for (int divisor = SynapseWeightTransfer.MIN_DIVISOR; divisor <= SynapseWeightTransfer.MAX_DIVISOR; divisor++) {
            double ampere = 1e-9 * scale * divisor;
            if (!domain.contains(ampere)) {
                continue;
            }
            int code = (int) Math.ceil(cell.toDac(ampere) - 1e-9);
            boolean better = code >= 1
                    && code <= FloatingGates.MAX_CODE
                    && (best < 0 || Math.abs(code - MIDDLE_CODE) < Math.abs(best - MIDDLE_CODE));
            if (better) {
                best = code;
            }
        }
        if (best >= 0) {
            return best;
        }
        boolean tooMuch = 1e-9 * scale * SynapseWeightTransfer.MIN_DIVISOR > domain.max();
        return Math.max(1, FloatingGates.nearestCode(cell.toDac(tooMuch ? domain.max() : domain.min())));
    }

    /// The largest conductance in nS that any setting of a weak row reaches.
    double largest() {
        double most = 0;
        for (int cell = 0; cell < SynapseStrengths.CELLS; cell++) {
            if (avoided(cell / 4, cell % 4)) {
                continue;
            }
            Transfer gmax = cell(cell / 4, cell % 4);
            double nanoampere = 1e9 * Math.min(gmax.domain().max(), gmax.toSi(FloatingGates.MAX_CODE));
            int top = SynapseWeightTransfer.MAX_WEIGHT;
            most = Math.max(
                    most, weak * (scaled.at(top) * nanoampere / SynapseWeightTransfer.MIN_DIVISOR + constant.at(top)));
        }
        return most;
    }

    /// The strengths with these codes of the V_gmax cells, by block and index.
    SynapseStrengths strengths(int[][] shared) {
        List<SynapseStrengths.Cell> cells = new ArrayList<>();
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (int selgmax = 0; selgmax < 4; selgmax++) {
                int code = shared[block][SharedParameter.vGmax(selgmax).index()];
                if (avoided(block, selgmax)) {
                    cells.add(new SynapseStrengths.Cell(code, 0, 0));
                    continue;
                }
                Transfer cell = cell(block, selgmax);
                double below = cell.toSi(code - 1.0);
                double above = cell.toSi(code + 1.0);
                cells.add(new SynapseStrengths.Cell(code, 1e9 * cell.toSi(code), 1e9 * (above - below) / 2));
            }
        }
        return new SynapseStrengths(scaled, constant, cells, factor);
    }
}
