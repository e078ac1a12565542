package bss.tools.calibration.synthetic;

import bss.calibration.measure.fit.LeastSquares;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.result.StrengthCurve;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the synapse rows of a chip truly conduct, with residuals.
final class TrueRows {

    /// Relative sigma that is left of a row's strength: half of the order of 10 % of Koke 2017. Assumed, as no
    /// calibration of rows is published.
    private static final double RESIDUAL = 0.05;

    private static final int ROWS = 2 * L1Topology.DRIVERS;
    private static final int WRITE = -1;
    private static final int CODE = 600;
    private static final int WEIGHT = 12;
    private static final int[] DIVISORS = {2, 6, 20};
    private static final int[] GMAX_CODES = {40, 100, 200, 350, 500, 650, 800, 900};

    private final Silicon silicon;
    private final Defects dead;
    private final int hicann;

    TrueRows(Silicon silicon, Defects dead, int hicann) {
        this.silicon = silicon;
        this.dead = dead;
        this.hicann = hicann;
    }

    /// @param random of the chip's rows
    RowStrengths rows(KeyedRandom random) {
        BitSet deadDrivers = new BitSet();
        IntStream.range(0, L1Topology.DRIVERS)
                .filter(d -> dead.has(DefectClass.SYNAPSE_DRIVER, hicann, d))
                .forEach(deadDrivers::set);
        double[] truth = relative(means(DIVISORS[1])[WEIGHT], deadDrivers);
        double[] factor = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            factor[row] = truth[row] * StrictMath.exp(RESIDUAL * random.nextGaussian());
        }
        return new RowStrengths(factor, deadDrivers, Optional.of(curve(truth)));
    }

    /// Strengths over that of the median row of their FG block, whose V_gmax they share.
    private static double[] relative(double[] strength, BitSet deadDrivers) {
        double[] relative = new double[ROWS];
        Arrays.fill(relative, Double.NaN);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            int b = block;
            int[] rows = IntStream.range(0, ROWS)
                    .filter(r -> L1Topology.driverQuadrant(r / 2) == b && !deadDrivers.get(r / 2))
                    .toArray();
            double[] sorted =
                    IntStream.of(rows).mapToDouble(r -> strength[r]).sorted().toArray();
            for (int row : rows) {
                relative[row] = strength[row] / sorted[sorted.length / 2];
            }
        }
        return relative;
    }

    /// Conductance of the rows by weight and row, the mean over their synapses, in S. Inputs lose nothing by V_convoff.
    private double[][] means(int divisor) {
        WrittenChip chip = chip(divisor);
        double[][] mean = new double[SynapseWeightTransfer.MAX_WEIGHT + 1][ROWS];
        for (int row = 0; row < ROWS; row++) {
            RowStrength strength = silicon.row(chip, row);
            for (int weight = 0; weight < mean.length; weight++) {
                for (int column = 0; column < HicannConfiguration.COLUMNS; column++) {
                    mean[weight][row] += strength.siemens(column, weight, false) / HicannConfiguration.COLUMNS;
                }
            }
        }
        return mean;
    }

    private WrittenChip chip(int divisor) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int left = SynapseWeightTransfer.leftDivisor(divisor);
        for (int row = 0; row < ROWS; row++) {
            bits.synapseRow(row, new SynapseRowConfig(true, false, 0, 0, 0, left, divisor - left));
        }
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            int block = NeuronTopology.fgBlock(denmem);
            bits.floatingGate(block, NeuronParameter.V_CONVOFFX.row(block), NeuronTopology.fgColumn(denmem), 0);
        }
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            bits.floatingGate(block, SharedParameter.vGmax(0).row(block), 0, CODE);
        }
        return new WrittenChip(hicann, bits.build(), WRITE, 0);
    }

    /// @param factor truth by row, NaN of dead ones
    private StrengthCurve curve(double[] factor) {
        List<double[]> basis = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int divisor : DIVISORS) {
            WrittenChip chip = chip(divisor);
            double[][] mean = means(divisor);
            for (int block = 0; block < FloatingGates.BLOCKS; block++) {
                double nano = 1e9 * FloatingGates.ampere(silicon.sharedLevel(chip, block, SharedParameter.vGmax(0)));
                int b = block;
                for (int w = 0; w < mean.length; w++) {
                    double[] ofWeight = mean[w];
                    double siemens = IntStream.range(0, ROWS)
                            .filter(r -> L1Topology.driverQuadrant(r / 2) == b && Double.isFinite(factor[r]))
                            .mapToDouble(r -> ofWeight[r] / factor[r])
                            .average()
                            .orElse(Double.NaN);
                    if (Double.isFinite(siemens)) {
                        basis.add(new double[] {w * nano / divisor, 1, w, (double) w * w});
                        values.add(1e9 * siemens);
                    }
                }
            }
        }
        double[] c = LeastSquares.solve(
                basis.toArray(double[][]::new),
                values.stream().mapToDouble(Double::doubleValue).toArray());
        return new StrengthCurve(c[0], List.of(c[1], c[2], c[3]), gmax());
    }

    private List<Fit> gmax() {
        Truth truth = new Truth(silicon, hicann);
        List<Fit> cells = new ArrayList<>();
        for (int cell = 0; cell < StrengthCurve.GMAX_CELLS; cell++) {
            int block = cell / 4;
            int selgmax = cell % 4;
            cells.add(TrueFit.of(
                    Residual.Shape.RISING,
                    GMAX_CODES,
                    IntStream.of(GMAX_CODES)
                            .mapToDouble(code -> truth.gmaxAmpere(block, selgmax, code))
                            .toArray()));
        }
        return cells;
    }
}
