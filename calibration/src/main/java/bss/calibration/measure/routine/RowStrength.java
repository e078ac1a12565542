package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.PspExperiment;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.fit.Psp;
import bss.calibration.measure.result.RowStrengths;
import bss.spec.backend.BackendException;
import bss.spec.config.Component;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/// The strength of every synapse row, and the drivers that do not work: a train into each row in turn, seen by the same
/// circuits. The slope of a circuit's PSP over its median slope of all rows is free of what the circuit itself does;
/// the
/// mean over circuits averages the spread of single synapses. A driver is dead if neither row makes a PSP over two
/// lines.
final class RowStrength {

    private static final int WITNESSES = 16;
    private static final int WEIGHT = 12;
    private static final int TAU_CODE = 450;
    private static final int LINES = 2;

    private final ChipBench bench;
    private final Findings known;
    private final Inputs inputs;
    private final double[][] slope = new double[Component.SYNAPSE_ROW.count()][NeuronTopology.DENMEMS];
    private final BitSet dead = new BitSet();
    private boolean written;

    private RowStrength(ChipBench bench, Findings known, Inputs inputs) {
        this.bench = bench;
        this.known = known;
        this.inputs = inputs;
    }

    /// @param drivers which ones, each 0 to 223
    static RowStrengths measure(ChipBench bench, int[] denmems, int[] drivers, Findings known, Inputs inputs)
            throws BackendException, InterruptedException {
        RowStrength all = new RowStrength(bench, known, inputs);
        double[] relative = new double[Component.SYNAPSE_ROW.count()];
        Arrays.fill(relative, Double.NaN);
        for (int half = 0; half < 2; half++) {
            int h = half;
            int[] witnesses = IntStream.of(denmems)
                    .filter(d -> NeuronTopology.y(d) == h && known.denmem(d).accepted())
                    .limit(WITNESSES)
                    .toArray();
            int[] ofHalf = IntStream.of(drivers)
                    .filter(d -> L1Topology.driverHalf(d) == h)
                    .toArray();
            if (witnesses.length == 0) {
                continue;
            }
            for (int driver : ofHalf) {
                all.driver(driver, witnesses);
            }
            all.relate(ofHalf, witnesses, relative);
        }
        return new RowStrengths(relative, all.dead, Optional.empty());
    }

    private void driver(int driver, int[] witnesses) throws BackendException, InterruptedException {
        for (int line = 0; line < LINES; line++) {
            int seen = 0;
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                seen += row(row, line, witnesses);
            }
            if (seen > witnesses.length / 2) {
                return;
            }
        }
        dead.set(driver);
    }

    /// How many witnesses see the row.
    private int row(int row, int line, int[] witnesses) throws BackendException, InterruptedException {
        Setting setting = new Setting().code(NeuronParameter.V_SYNTCX, TAU_CODE);
        Inputs.prepare(setting, false, known);
        PspExperiment.drive(setting, new int[] {row / 2}, row % 2 == 1, false, WEIGHT, Inputs.DIVISOR, line);
        double[] ofRow = slope[row];
        ChipBench.Observer observer = (d, trace) -> {
            Psp psp = inputs.psp(trace, d, known);
            ofRow[d] = Inputs.visible(psp) ? psp.slope() * psp.tauSyn() : 0;
        };
        if (written) {
            bench.again(setting, witnesses, observer);
        } else {
            bench.run(setting, witnesses, observer);
            written = true;
        }
        return (int) IntStream.of(witnesses).filter(d -> ofRow[d] > 0).count();
    }

    private void relate(int[] drivers, int[] witnesses, double[] relative) {
        int[] rows = IntStream.of(drivers)
                .filter(d -> !dead.get(d))
                .flatMap(d -> IntStream.of(2 * d, 2 * d + 1))
                .toArray();
        for (int row : rows) {
            double sum = 0;
            int count = 0;
            for (int d : witnesses) {
                double[] sorted = IntStream.of(rows)
                        .mapToDouble(r -> slope[r][d])
                        .filter(s -> s > 0)
                        .sorted()
                        .toArray();
                if (sorted.length > 0 && slope[row][d] > 0) {
                    sum += slope[row][d] / sorted[sorted.length / 2];
                    count++;
                }
            }
            relative[row] = count == 0 ? Double.NaN : sum / count;
        }
    }
}
