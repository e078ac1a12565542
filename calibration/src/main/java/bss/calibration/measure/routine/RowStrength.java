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
import java.util.Optional;
import java.util.stream.IntStream;

/// The strength of every synapse row, and the drivers that do not work: a train into each row in turn, seen by the same
/// circuits. What a circuit sees of a row over its median of all rows is free of what the circuit itself does; the
/// mean over circuits averages the spread of single synapses, and the median circuit gives the absolute scale. A driver
/// is dead if neither row makes a PSP over two lines.
final class RowStrength {

    private static final int WITNESSES = 16;
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
        if (drivers.length == 0) {
            double[] none = new double[Component.SYNAPSE_ROW.count()];
            Arrays.fill(none, Double.NaN);
            return new RowStrengths(none, new BitSet(), Optional.empty());
        }
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
                all.half(ofHalf, witnesses);
            }
        }
        // of all rows, not of each half: the curve is one for the chip
        double median = StrengthGauge.median(Arrays.stream(all.strength));
        double[] factor = Arrays.stream(all.strength).map(s -> s / median).toArray();
        return new RowStrengths(factor, all.dead, cells.curve(median));
    }

    private void half(int[] drivers, int[] witnesses) throws BackendException, InterruptedException {
        StrengthGauge.learn(probe, StrengthGauge.CODES.length - 1, gauge.rows(), false, witnesses);
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

    /// What a circuit sees of a row over its median of all rows, averaged over circuits; times that median, of the
    /// median circuit.
    private void relate(int[] rows, int[] witnesses) {
        double[] sum = new double[strength.length];
        int[] count = new int[strength.length];
        double[] medians = new double[witnesses.length];
        for (int k = 0; k < witnesses.length; k++) {
            int d = witnesses[k];
            medians[k] = StrengthGauge.median(IntStream.of(rows).mapToDouble(r -> seen(r, d)));
            for (int row : rows) {
                double relative = seen(row, d) / medians[k];
                if (Double.isFinite(relative)) {
                    sum[row] += relative;
                    count[row]++;
                }
            }
        }
        double ofCircuits = StrengthGauge.median(Arrays.stream(medians));
        for (int row : rows) {
            strength[row] = count[row] == 0 ? Double.NaN : ofCircuits * sum[row] / count[row];
        }
    }
}
