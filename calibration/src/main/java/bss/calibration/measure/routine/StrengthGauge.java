package bss.calibration.measure.routine;

import bss.calibration.measure.bench.PspExperiment;
import bss.calibration.measure.bench.RowDrive;
import bss.calibration.measure.bench.SynapseDrive;
import bss.calibration.measure.fit.LeastSquares;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
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
    private static final int PSPS = 10;
    private static final int[] WEIGHTS = {1, 4, 8, 15};
    private static final int[] LOW_WEIGHTS = {4, 8, 12, 15};
    private static final double AIM = 650;
    private static final double MOST = 900;
    /// How far a reading may lie beside the fit, relative to itself and 100 nS.
    private static final double MOST_MISS = 0.1;
    private static final int LEARN_WEIGHT = 12;
    /// A row that is fed and lets less than this through is not seen; the least of a good one is about 400.
    static final double LEAST_SEEN = 150;

    /// One reading of a block's row: by denmem, in nS.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Reading(int write, int cell, int weight, int divisor, double[] values) {}

    /// What came out, in a unit of conductance of its own, about 1 nS.
    ///
    /// @param constant c0 to c2
    /// @param current by write and cell, NaN where the block has no row that works
    /// @param rows the row of each block, -1 if none works
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Found(double[] constant, double[][] current, int[] rows) {

        /// The conductance of a row driven like this in the last write; the published one if that was not found.
        double conductance(RowDrive drive, int weight) {
            int last = CODES.length - 1;
            int cell = 4 * L1Topology.driverQuadrant(drive.driver()) + drive.selgmax();
            double found = conductance(current[last][cell], drive.divisor(), weight);
            return Double.isFinite(found) ? found : nominal(nanoampere(last, cell), drive.divisor(), weight);
        }

        private double conductance(double current, int divisor, int weight) {
            double scaled = weight == 0 ? 0 : weight * current / divisor;
            return scaled + constant[0] + weight * (constant[1] + weight * constant[2]);
        }

        private double miss(Point p) {
            double fit = conductance(current[p.key / CELLS][p.key % CELLS], p.divisor, p.weight);
            return Math.abs(p.value - fit) / p.error();
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
                gauge.delays(drivers);
                gauge.choose(drivers);
                if (IntStream.of(gauge.rows).allMatch(r -> r < 0)) {
                    break;
                }
            }
            gauge.write(write);
        }
        return gauge.solve();
    }

    private static double nanoampere(int write, int cell) {
        return 1e9 * FloatingGates.ampere(CellScale.PUBLISHED.level(code(write, cell)));
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

    private int[] ofHalf(int half) {
        return IntStream.of(witnesses).filter(d -> NeuronTopology.y(d) == half).toArray();
    }

    /// The delays of all generators that feed one of these drivers.
    private void delays(int[] drivers) throws BackendException, InterruptedException {
        BitSet found = new BitSet();
        for (int driver : drivers) {
            int[] ofHalf = ofHalf(L1Topology.driverHalf(driver));
            int generator = SynapseDrive.generator(driver);
            if (ofHalf.length > 0
                    && !found.get(generator)
                    && probe.learnDelay(nearest(0, 2 * driver, 1), LEARN_WEIGHT, ofHalf)) {
                found.set(generator);
            }
        }
    }

    private void choose(int[] drivers) throws BackendException, InterruptedException {
        Arrays.fill(rows, -1);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            int b = block;
            int[] ofHalf = ofHalf(block / 2);
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
        // weight 0 is weak, and the others build on it
        int psps = weight == 0 ? PspExperiment.PSPS : PSPS;
        double[] values = probe.read(drives, false, weight, 0, psps, witnesses);
        for (int row : ofSide) {
            int cell = 4 * L1Topology.driverQuadrant(row / 2) + how.selgmax();
            readings.add(new Reading(write, cell, weight, how.divisor(), values));
        }
    }

    /// A reading over the strengths of its synapses.
    private record Point(int key, int weight, int divisor, double value) {

        /// The noise of small PSPs does not get smaller.
        double error() {
            return value + 100;
        }
    }

    private List<Point> points() {
        double[][] strength = strengths();
        return readings.stream()
                .map(r -> {
                    int block = r.cell / 4;
                    double value =
                            median(IntStream.of(ofHalf(block / 2)).mapToDouble(d -> r.values[d] / strength[block][d]));
                    return new Point(r.write * CELLS + r.cell, r.weight, r.divisor, value);
                })
                // beyond, PSPs say little: the cell does not hold what was written
                .filter(p -> Math.abs(p.value) < 2 * MOST)
                .toList();
    }

    /// Leaves out what a cell shows in a write as long as one does not go with weight and divisor as all others do; of
    /// a chip of which half does not there is no curve.
    private Found solve() {
        List<Point> all = points();
        List<Point> left = all;
        while (!left.isEmpty() && 2 * left.size() >= all.size()) {
            Found found = solve(left);
            Point worst = left.stream()
                    .max(Comparator.comparingDouble(p -> found.miss(p)))
                    .orElseThrow();
            if (!(found.miss(worst) > MOST_MISS)) {
                return found;
            }
            left = left.stream().filter(p -> p.key != worst.key).toList();
        }
        return new Found(new double[] {Double.NaN, Double.NaN, Double.NaN}, noCurrent(), rows);
    }

    private static double[][] noCurrent() {
        double[][] current = new double[CODES.length][CELLS];
        for (double[] ofWrite : current) {
            Arrays.fill(ofWrite, Double.NaN);
        }
        return current;
    }

    private Found solve(List<Point> points) {
        int[] unknown = points.stream()
                .filter(p -> p.weight > 0)
                .mapToInt(Point::key)
                .sorted()
                .distinct()
                .toArray();
        double[][] basis = new double[points.size()][unknown.length + 3];
        double[] values = new double[points.size()];
        for (int k = 0; k < values.length; k++) {
            Point p = points.get(k);
            if (p.weight > 0) {
                basis[k][Arrays.binarySearch(unknown, p.key)] = p.weight / p.error() / p.divisor;
            }
            for (int power = 0; power < 3; power++) {
                basis[k][unknown.length + power] = Math.pow(p.weight, power) / p.error();
            }
            values[k] = p.value / p.error();
        }
        double[] solved = LeastSquares.solve(basis, values);
        double[][] current = noCurrent();
        for (int n = 0; n < unknown.length; n++) {
            current[unknown[n] / CELLS][unknown[n] % CELLS] = solved[n];
        }
        return new Found(Arrays.copyOfRange(solved, unknown.length, unknown.length + 3), current, rows);
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
