package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.RowDrive;
import bss.calibration.measure.result.Fit;
import bss.calibration.measure.result.RowStrengths;
import bss.spec.backend.BackendException;
import bss.spec.config.Component;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// The strength of every synapse row, and the drivers that do not work: a train into each row in turn, seen by the same
/// circuits. What a circuit sees of a row over its median of all rows is free of what the circuit itself does; the
/// mean over circuits averages the spread of single synapses. More circuits with both their inputs see a few rows for
/// the absolute scale. A driver is dead if neither row makes a PSP over two lines.
final class RowStrength {

    private static final int WITNESSES = 16;
    private static final int SCALE_WITNESSES = 32;
    private static final int SCALE_ROWS = 6;
    private static final int PSPS = 6;
    private static final int WEIGHT = 12;
    private static final double AIM = 650;
    private static final int LINES = 2;

    private final SynapseProbe probe;
    private final StrengthGauge.Found gauge;
    private final List<Fit> cells;
    private final double[][] seen = new double[Component.SYNAPSE_ROW.count()][NeuronTopology.DENMEMS];
    /// Strength of each row over what the gauge gives, NaN where none was seen.
    private final double[] strength = new double[Component.SYNAPSE_ROW.count()];
    private final BitSet dead = new BitSet();

    private RowStrength(SynapseProbe probe, StrengthGauge.Found gauge, List<Fit> cells) {
        this.probe = probe;
        this.gauge = gauge;
        this.cells = cells;
        Arrays.fill(strength, Double.NaN);
    }

    /// @param drivers which ones, each 0 to 223
    static RowStrengths measure(ChipBench bench, int[] denmems, int[] drivers, Findings known, Inputs inputs)
            throws BackendException, InterruptedException {
        SynapseProbe probe = new SynapseProbe(bench, known, inputs);
        StrengthGauge.Found gauge = StrengthGauge.measure(probe, denmems, drivers);
        GmaxCells cells = GmaxCells.of(gauge);
        RowStrength all = new RowStrength(probe, gauge, cells.fits());
        for (int half = 0; half < 2; half++) {
            int h = half;
            int[] ofHalf = IntStream.of(drivers)
                    .filter(d -> L1Topology.driverHalf(d) == h)
                    .toArray();
            int[] witnesses = probe.witnesses(denmems, half, WITNESSES);
            if (witnesses.length > 0 && ofHalf.length > 0) {
                all.half(ofHalf, witnesses, probe.witnesses(denmems, half, SCALE_WITNESSES));
            }
        }
        double median = StrengthGauge.median(Arrays.stream(all.strength));
        double[] factor = Arrays.stream(all.strength).map(s -> s / median).toArray();
        return new RowStrengths(factor, all.dead, cells.curve(median));
    }

    private void half(int[] drivers, int[] witnesses, int[] forScale) throws BackendException, InterruptedException {
        StrengthGauge.learn(probe, StrengthGauge.CODES.length - 1, gauge.rows(), false, forScale);
        for (int driver : drivers) {
            driver(driver, witnesses);
        }
        int[] rows = IntStream.of(drivers)
                .filter(d -> !dead.get(d))
                .flatMap(d -> IntStream.of(2 * d, 2 * d + 1))
                .toArray();
        if (rows.length == 0) {
            return;
        }
        relate(rows, witnesses);
        double scale = scale(rows, forScale);
        for (int row : rows) {
            strength[row] *= scale;
        }
    }

    private void driver(int driver, int[] witnesses) throws BackendException, InterruptedException {
        for (int line = 0; line < LINES; line++) {
            int count = 0;
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                double[] read = probe.read(List.of(drive(row)), false, WEIGHT, line, PSPS, witnesses);
                count += (int) IntStream.of(witnesses)
                        .filter(d -> read[d] > StrengthGauge.LEAST_SEEN)
                        .count();
                seen[row] = read;
            }
            if (count > witnesses.length / 2) {
                return;
            }
        }
        dead.set(driver);
    }

    /// The V_gmax and divisor at which it conducts about what is aimed at.
    private RowDrive drive(int row) {
        int block = L1Topology.driverQuadrant(row / 2);
        RowDrive best = StrengthGauge.nearest(StrengthGauge.CODES.length - 1, row, 1);
        double off = Double.POSITIVE_INFINITY;
        for (int sel = 0; sel < 4; sel++) {
            for (int divisor = SynapseWeightTransfer.MIN_DIVISOR;
                    divisor <= SynapseWeightTransfer.MAX_DIVISOR
                            && cells.get(4 * block + sel).transfer().isPresent();
                    divisor++) {
                RowDrive drive = new RowDrive(row, sel, divisor);
                double miss = Math.abs(gauge.conductance(drive, WEIGHT) - AIM);
                if (miss < off) {
                    off = miss;
                    best = drive;
                }
            }
        }
        return best;
    }

    private double seen(int row, int denmem) {
        return seen[row][denmem] > StrengthGauge.LEAST_SEEN
                ? seen[row][denmem] / gauge.conductance(drive(row), WEIGHT)
                : Double.NaN;
    }

    private void relate(int[] rows, int[] witnesses) {
        double[] sum = new double[strength.length];
        int[] count = new int[strength.length];
        for (int d : witnesses) {
            double median = StrengthGauge.median(IntStream.of(rows).mapToDouble(r -> seen(r, d)));
            for (int row : rows) {
                double relative = seen(row, d) / median;
                if (Double.isFinite(relative)) {
                    sum[row] += relative;
                    count[row]++;
                }
            }
        }
        for (int row : rows) {
            strength[row] = count[row] == 0 ? Double.NaN : sum[row] / count[row];
        }
    }

    /// What a circuit of median gain sees of a row over its strength.
    private double scale(int[] rows, int[] witnesses) throws BackendException, InterruptedException {
        StrengthGauge.learn(probe, StrengthGauge.CODES.length - 1, gauge.rows(), true, witnesses);
        double[] sum = new double[2 * NeuronTopology.DENMEMS];
        int count = Math.min(SCALE_ROWS, rows.length);
        for (int k = 0; k < count; k++) {
            int row = rows[(2 * k + 1) * rows.length / (2 * count)];
            for (int side = 0; side < 2; side++) {
                double[] read = probe.read(List.of(drive(row)), side == 1, WEIGHT, 0, PSPS, witnesses);
                for (int d : witnesses) {
                    sum[2 * d + side] += read[d] / gauge.conductance(drive(row), WEIGHT) / strength[row] / count;
                }
            }
        }
        return StrengthGauge.median(IntStream.of(witnesses)
                .flatMap(d -> IntStream.of(2 * d, 2 * d + 1))
                .mapToDouble(i -> sum[i]));
    }
}
