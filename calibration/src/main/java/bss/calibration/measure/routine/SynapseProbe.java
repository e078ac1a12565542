package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.PspExperiment;
import bss.calibration.measure.bench.RowDrive;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.SynapseDrive;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.Psp;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/// Reads what synapses conduct off the PSPs of circuits whose potentials, membrane time constant and capacitance are
/// known: g = C (dV/dt at the onset) / (E_syn - rest). The synaptic time constant of each input is read once for each
/// write of the cells, and holds for all PSPs until the next; the way from each background generator is read once.
final class SynapseProbe {

    private static final double TAU_SYN = 0.3e-6;
    private static final double SHORTEST = 0.05e-6;
    private static final double LONGEST = 2e-6;
    private static final double LEAST_DELAY = 0.02e-6;
    private static final double MOST_DELAY = 0.2e-6;
    private static final int EVALUATIONS = 60;

    private final ChipBench bench;
    private final Findings known;
    /// By receptor and denmem, NaN where unknown.
    private final double[][] tauSyn = new double[2][NeuronTopology.DENMEMS];
    /// From each generator to the synapses, in s.
    private final double[] delay = new double[MergerTopology.DNC_MERGERS];

    SynapseProbe(ChipBench bench, Findings known, Inputs inputs) {
        this.bench = bench;
        this.known = known;
        Arrays.fill(delay, Math.max(inputs.delay(0), inputs.delay(NeuronTopology.COLUMNS)));
    }

    /// Some accepted circuits of a half, of even and odd columns by turns, for pairs are observed together.
    int[] witnesses(int[] denmems, int half, int count) {
        int[][] byColumn = new int[2][];
        for (int odd = 0; odd < 2; odd++) {
            int o = odd;
            byColumn[odd] = IntStream.of(denmems)
                    .filter(d -> NeuronTopology.y(d) == half && d % 2 == o)
                    .filter(d -> known.denmem(d).accepted())
                    .limit((count + 1 - odd) / 2)
                    .toArray();
        }
        return IntStream.concat(IntStream.of(byColumn[0]), IntStream.of(byColumn[1]))
                .sorted()
                .toArray();
    }

    /// Writes the circuits and the V_gmax cells.
    ///
    /// @param gmax codes by `4 * block + selgmax`
    void write(int[] gmax) throws BackendException, InterruptedException {
        Setting setting = new Setting();
        Inputs.prepare(setting, false, known);
        setting.code(NeuronParameter.I_CONVI, FloatingGates.MAX_CODE);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.V_SYNTCX, known.code(NeuronParameter.V_SYNTCX, d, TAU_SYN))
                    .code(d, NeuronParameter.V_SYNTCI, known.code(NeuronParameter.V_SYNTCI, d, TAU_SYN));
        }
        for (int cell = 0; cell < gmax.length; cell++) {
            int row = SharedParameter.vGmax(cell % 4).row(cell / 4);
            setting.bits().floatingGate(cell / 4, row, FloatingGates.SHARED_COLUMN, gmax[cell]);
        }
        bench.run(setting, new int[0], (d, trace) -> {});
        Arrays.fill(tauSyn[0], Double.NaN);
        Arrays.fill(tauSyn[1], Double.NaN);
    }

    /// Reads the delay of a row's generator, if most circuits see the row.
    ///
    /// @return whether they do
    boolean learnDelay(RowDrive row, int weight, int[] witnesses) throws BackendException, InterruptedException {
        List<Seen> seen = new ArrayList<>();
        observe(List.of(row), false, weight, 0, PspExperiment.PSPS, witnesses, (d, trace) -> {
            if (Inputs.visible(fit(new Seen(d, trace), delay(row.driver()), false))) {
                seen.add(new Seen(d, trace));
            }
        });
        if (2 * seen.size() <= witnesses.length) {
            return false;
        }
        delay[SynapseDrive.generator(row.driver())] = new BrentOptimizer(1e-4, 1e-10)
                .optimize(
                        new UnivariateObjectiveFunction(t -> seen.stream()
                                .mapToDouble(s -> fit(s, t, false).rms())
                                .map(rms -> rms * rms)
                                .sum()),
                        GoalType.MINIMIZE,
                        new SearchInterval(LEAST_DELAY, MOST_DELAY),
                        new MaxEval(EVALUATIONS))
                .getPoint();
        return true;
    }

    private record Seen(int denmem, Trace trace) {}

    private Psp fit(Seen seen, double after, boolean right) {
        PspExperiment.Mean mean = PspExperiment.mean(seen.trace, after);
        return Psp.saturating(
                mean.volts(),
                mean.sampleSecond(),
                mean.onset(),
                Inputs.tauM(seen.denmem, known),
                SHORTEST,
                LONGEST,
                reversal(seen.denmem, right));
    }

    private double delay(int driver) {
        return delay[SynapseDrive.generator(driver)];
    }

    private double delay(List<RowDrive> rows, int denmem) {
        return rows.stream()
                .mapToInt(RowDrive::driver)
                .filter(d -> L1Topology.driverHalf(d) == NeuronTopology.y(denmem))
                .mapToDouble(this::delay)
                .findFirst()
                .orElseThrow();
    }

    /// Reads the synaptic time constants of these circuits, with rows that work.
    ///
    /// @param rows each a list of at most one row in each half
    void learn(List<List<RowDrive>> rows, boolean right, int weight, int[] witnesses)
            throws BackendException, InterruptedException {
        double[] sum = new double[NeuronTopology.DENMEMS];
        double[] count = new double[NeuronTopology.DENMEMS];
        for (List<RowDrive> together : rows) {
            observe(together, right, weight, 0, PspExperiment.PSPS, witnesses, (d, trace) -> {
                sum[d] += Math.log(
                        fit(new Seen(d, trace), delay(together, d), right).tauSyn());
                count[d]++;
            });
        }
        for (int d : witnesses) {
            // NaN of a circuit that saw none of the rows
            tauSyn[right ? 1 : 0][d] = Math.exp(sum[d] / count[d]);
        }
    }

    /// The conductances in nS by denmem, NaN of those in a half without a row.
    ///
    /// @param rows at most one in each half
    /// @param weight 0 to 15
    /// @param vline over which line the drivers are fed, from 0
    /// @param psps of which the mean is taken, 1 to 20
    double[] read(List<RowDrive> rows, boolean right, int weight, int vline, int psps, int[] witnesses)
            throws BackendException, InterruptedException {
        double[] nanosiemens = new double[NeuronTopology.DENMEMS];
        Arrays.fill(nanosiemens, Double.NaN);
        observe(rows, right, weight, vline, psps, witnesses, (d, trace) -> {
            PspExperiment.Mean mean = PspExperiment.mean(trace, delay(rows, d));
            double reversal = reversal(d, right);
            Psp psp = Psp.saturating(
                    mean.volts(),
                    mean.sampleSecond(),
                    mean.onset(),
                    Inputs.tauM(d, known),
                    tauSyn[right ? 1 : 0][d],
                    reversal);
            nanosiemens[d] = 1e9 * CircuitMode.BIG_CAPACITANCE * psp.slope() / (reversal - psp.rest());
        });
        return nanosiemens;
    }

    private void observe(
            List<RowDrive> rows,
            boolean right,
            int weight,
            int vline,
            int psps,
            int[] witnesses,
            ChipBench.Observer observer)
            throws BackendException, InterruptedException {
        Setting setting = new Setting();
        PspExperiment.feed(setting, rows, right, weight, vline, psps);
        int[] seeing = IntStream.of(witnesses)
                .filter(d -> rows.stream().anyMatch(r -> L1Topology.driverHalf(r.driver()) == NeuronTopology.y(d)))
                .toArray();
        bench.again(setting, seeing, observer);
    }

    /// On the scale of the readout.
    private double reversal(int denmem, boolean right) {
        NeuronParameter parameter = right ? NeuronParameter.E_SYNI : NeuronParameter.E_SYNX;
        double target = Inputs.E_L + (right ? -Inputs.DRIVING : Inputs.DRIVING);
        return Inputs.tau(parameter, denmem, target, known) + known.readoutShift(denmem);
    }
}
