package bss.calibration.measure.routine;

import bss.calibration.measure.bench.RowDrive;
import bss.calibration.measure.fit.LeastSquares;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How the conductance of a synapse depends on weight, V_gmax and divisor: one row of each quadrant, whose FG block
/// holds its V_gmax cells, seen by a few circuits. `y = strength (current w / divisor + c0 + c1 w + c2 w^2)` is linear
/// in the unknown currents and coefficients once the strength of each synapse is known; that comes from weight 0,
/// whose conductance does not depend on V_gmax.
final class StrengthGauge {

    /// V_gmax codes that each cell holds in turn.
    static final int[] CODES = {12, 60, 150, 300, 520, 850};

    /// By how many places a cell is ahead of V_gmax0.
    private static final int[] AHEAD = {0, 1, 3, 4};

    private static final int CELLS = 4 * FloatingGates.BLOCKS;
    private static final int WITNESSES = 4;
    private static final int PSPS = 20;
    private static final int[] WEIGHTS = {1, 4, 8, 15};
    private static final int[] LOW_WEIGHTS = {4, 8, 12, 15};
    private static final double AIM = 650;
    private static final double MOST = 900;
    private static final int LEARN_WEIGHT = 12;
    /// A row that is fed and lets less than this through is not seen; the least of a good one is about 400.
    static final double LEAST_SEEN = 150;

    /// One reading of a block's row: by denmem, in nS.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reading(int write, int cell, int weight, int divisor, double[] values) {

        int key() {
            return write * CELLS + cell;
        }
    }

    /// What came out, in a unit of conductance of its own, about 1 nS.
    ///
    /// @param constant c0 to c2
    /// @param current by write and cell, NaN where the block has no row that works
    /// @param rows the row of each block, -1 if none works
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(double[] constant, double[][] current, int[] rows) {

        /// The conductance of a row driven like this in the last write.
        double conductance(RowDrive drive, int weight) {
            int cell = 4 * L1Topology.driverQuadrant(drive.driver()) + drive.selgmax();
            return conductance(current[current.length - 1][cell], drive.divisor(), weight);
        }

        double conductance(double current, int divisor, int weight) {
            return weight * (current / divisor + constant[1] + weight * constant[2]) + constant[0];
        }
    }

    private final SynapseProbe probe;
    private final int[] witnesses;
    private final int[] rows = new int[FloatingGates.BLOCKS];
    private final List<Reading> readings = new ArrayList<>();

    private StrengthGauge(SynapseProbe probe, int[] witnesses) {
        this.probe = probe;
        this.witnesses = witnesses;
    }

    /// The code of a cell in a write.
    static int code(int write, int cell) {
        return CODES[(write + AHEAD[cell % 4]) % CODES.length];
    }

    /// Measures with rows of these drivers; the last write is still in the cells afterwards.
    static Found measure(SynapseProbe probe, int[] denmems, int[] drivers)
            throws BackendException, InterruptedException {
        int[] witnesses = IntStream.concat(
                        IntStream.of(probe.witnesses(denmems, 0, WITNESSES)),
                        IntStream.of(probe.witnesses(denmems, 1, WITNESSES)))
                .toArray();
        StrengthGauge gauge = new StrengthGauge(probe, witnesses);
        for (int write = 0; write < CODES.length; write++) {
            int w = write;
            probe.write(IntStream.range(0, CELLS).map(cell -> code(w, cell)).toArray());
            if (write == 0) {
                gauge.choose(drivers);
            }
            gauge.write(write);
        }
        return gauge.solve();
    }

    private static double nanoampere(int write, int cell) {
        return 1e9 * FloatingGates.ampere(Nominal.level(code(write, cell)));
    }

    /// The cell and divisor of a row whose nominal scale is nearest to one.
    static RowDrive nearest(int write, int row, double aim) {
        RowDrive best = new RowDrive(row, 0, 1);
        double off = Double.POSITIVE_INFINITY;
        for (int sel = 0; sel < 4; sel++) {
            for (int divisor = SynapseWeightTransfer.MIN_DIVISOR;
                    divisor <= SynapseWeightTransfer.MAX_DIVISOR;
                    divisor++) {
                double miss = Math.abs(Math.log(SynapseWeightTransfer.scale(nanoampere(write, sel), divisor) / aim));
                if (miss < off) {
                    off = miss;
                    best = new RowDrive(row, sel, divisor);
                }
            }
        }
        return best;
    }

    private void choose(int[] drivers) throws BackendException, InterruptedException {
        Arrays.fill(rows, -1);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            int b = block;
            int[] ofHalf = IntStream.of(witnesses)
                    .filter(d -> NeuronTopology.y(d) == b / 2)
                    .toArray();
            int[] candidates = IntStream.of(drivers)
                    .filter(d -> L1Topology.driverQuadrant(d) == b)
                    .toArray();
            for (int c = 0; c < candidates.length && rows[block] < 0 && ofHalf.length > 0; c++) {
                List<RowDrive> row = List.of(nearest(0, 2 * candidates[c], 1));
                probe.learn(List.of(row), false, LEARN_WEIGHT, ofHalf);
                double[] seen = probe.read(row, false, LEARN_WEIGHT, 0, PSPS, ofHalf);
                if (2 * IntStream.of(ofHalf).filter(d -> seen[d] > LEAST_SEEN).count() > ofHalf.length) {
                    rows[block] = 2 * candidates[c];
                }
            }
        }
    }

    /// The rows of the left or right blocks that work.
    static List<Integer> ofSide(int[] rows, int side) {
        return IntStream.of(side, 2 + side)
                .map(b -> rows[b])
                .filter(r -> r >= 0)
                .boxed()
                .toList();
    }

    /// Reads the synaptic time constants of circuits with the rows of both sides.
    static void learn(SynapseProbe probe, int write, int[] rows, boolean right, int[] witnesses)
            throws BackendException, InterruptedException {
        List<List<RowDrive>> drives = IntStream.range(0, 2)
                .mapToObj(side -> ofSide(rows, side).stream()
                        .map(r -> nearest(write, r, 1))
                        .toList())
                .filter(l -> !l.isEmpty())
                .toList();
        probe.learn(drives, right, LEARN_WEIGHT, witnesses);
    }

    private void write(int write) throws BackendException, InterruptedException {
        learn(probe, write, rows, false, witnesses);
        for (int side = 0; side < 2; side++) {
            List<Integer> ofSide = ofSide(rows, side);
            if (ofSide.isEmpty()) {
                continue;
            }
            read(write, ofSide, nearest(write, 0, 1), 0);
            for (int sel = 0; sel < 4; sel++) {
                double most = nanoampere(write, sel);
                for (int weight : WEIGHTS) {
                    int divisor = divisor(most, weight);
                    if (nominal(most, divisor, weight) < MOST) {
                        read(write, ofSide, new RowDrive(0, sel, divisor), weight);
                    }
                }
            }
            for (int weight : LOW_WEIGHTS) {
                read(write, ofSide, nearest(write, 0, 0.01), weight);
            }
        }
    }

    private static double nominal(double nanoampere, int divisor, int weight) {
        SynapseWeightTransfer published = SynapseWeightTransfer.of(500, 11);
        double all = published.conductance(weight);
        double scaled = weight * (published.conductance(15) - published.conductance(0)) / 15;
        return all + scaled * (SynapseWeightTransfer.scale(nanoampere, divisor) - 1);
    }

    private static int divisor(double nanoampere, int weight) {
        int divisor = SynapseWeightTransfer.MIN_DIVISOR;
        while (divisor < SynapseWeightTransfer.MAX_DIVISOR && nominal(nanoampere, divisor, weight) > AIM) {
            divisor++;
        }
        return divisor;
    }

    private void read(int write, List<Integer> ofSide, RowDrive how, int weight)
            throws BackendException, InterruptedException {
        List<RowDrive> drives = ofSide.stream()
                .map(r -> new RowDrive(r, how.selgmax(), how.divisor()))
                .toList();
        double[] values = probe.read(drives, false, weight, 0, PSPS, witnesses);
        for (int row : ofSide) {
            int cell = 4 * L1Topology.driverQuadrant(row / 2) + how.selgmax();
            readings.add(new Reading(write, cell, weight, how.divisor(), values));
        }
    }

    private Found solve() {
        double[][] current = new double[CODES.length][CELLS];
        for (double[] ofWrite : current) {
            Arrays.fill(ofWrite, Double.NaN);
        }
        double[] constant = {Double.NaN, Double.NaN, Double.NaN};
        TreeSet<Integer> keys = new TreeSet<>();
        readings.forEach(r -> keys.add(r.key()));
        int[] unknown = keys.stream().mapToInt(k -> k).toArray();
        double[][] strength = strengths();
        double[][] basis = new double[readings.size()][unknown.length + 3];
        double[] values = new double[readings.size()];
        for (int k = 0; k < values.length; k++) {
            Reading r = readings.get(k);
            int block = r.cell / 4;
            double y = median(IntStream.of(witnesses)
                    .filter(d -> NeuronTopology.y(d) == block / 2)
                    .mapToDouble(d -> r.values[d] / strength[block][d]));
            double weight = 1 / (Math.abs(y) + 100);
            basis[k][Arrays.binarySearch(unknown, r.key())] = weight * r.weight / r.divisor;
            for (int p = 0; p < 3; p++) {
                basis[k][unknown.length + p] = weight * Math.pow(r.weight, p);
            }
            values[k] = weight * y;
        }
        if (values.length > 0) {
            double[] solved = LeastSquares.solve(basis, values);
            for (int n = 0; n < unknown.length; n++) {
                current[unknown[n] / CELLS][unknown[n] % CELLS] = solved[n];
            }
            System.arraycopy(solved, unknown.length, constant, 0, 3);
        }
        return new Found(constant, current, rows);
    }

    /// Strengths of the synapses by block and denmem, about 1: from weight 0.
    private double[][] strengths() {
        double[][] strength = new double[FloatingGates.BLOCKS][NeuronTopology.DENMEMS];
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            int b = block;
            for (int d : witnesses) {
                strength[block][d] = median(readings.stream()
                        .filter(r -> r.weight == 0 && r.cell / 4 == b)
                        .mapToDouble(r -> r.values[d]));
            }
        }
        double all = Arrays.stream(strength)
                .flatMapToDouble(Arrays::stream)
                .filter(s -> s > 0)
                .average()
                .orElse(1);
        for (double[] ofBlock : strength) {
            Arrays.setAll(ofBlock, d -> ofBlock[d] / all);
        }
        return strength;
    }

    /// The median of the finite ones, NaN of none.
    static double median(DoubleStream values) {
        double[] sorted = values.filter(Double::isFinite).sorted().toArray();
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
