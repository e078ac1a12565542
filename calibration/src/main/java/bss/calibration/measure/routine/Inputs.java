package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.PspExperiment;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.SynapseDrive;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.Psp;
import bss.calibration.measure.result.Fit;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How synaptic inputs are observed: through a driver that works in each half of the chip, by circuits with a known
/// tau_m.
final class Inputs {

    static final double TAU_M = 1.3e-6;
    static final double E_L = 0.8;
    static final double DRIVING = 0.4;
    static final int DIVISOR = 11;

    private static final double LEAST_HEIGHT = 0.003;
    private static final double SHORTEST = 0.02e-6;
    private static final double LONGEST = 8e-6;
    private static final double NO_DELAY = 0.03e-6;
    private static final double LONG_DELAY = 0.2e-6;
    private static final double DELAY_STEP = 2e-9;
    private static final int WITNESSES = 6;
    private static final int CANDIDATES = 6;
    private static final int VISIBLE_TAU_CODE = 400;

    private final int[] drivers;
    private final double[] delay;

    private Inputs(int[] drivers, double[] delay) {
        this.drivers = drivers;
        this.delay = delay;
    }

    /// One that works in each half of which circuits are measured.
    int[] drivers() {
        return drivers.clone();
    }

    /// Looks for a driver in each half with circuits to measure, and for the time from the generator to its synapses.
    static Inputs find(ChipBench bench, int[] denmems, Findings known) throws BackendException, InterruptedException {
        int[] found = new int[2];
        double[] delays = new double[2];
        int count = 0;
        for (int half = 0; half < 2; half++) {
            int h = half;
            int[] witnesses = IntStream.of(denmems)
                    .filter(d -> NeuronTopology.y(d) == h)
                    .limit(WITNESSES)
                    .toArray();
            if (witnesses.length == 0) {
                continue;
            }
            int[] candidates = SynapseDrive.drivers(half);
            for (int c = 0; c < Math.min(CANDIDATES, candidates.length) && count <= half; c++) {
                double seen = delay(bench, candidates[c], witnesses, known);
                if (Double.isFinite(seen)) {
                    found[count] = candidates[c];
                    delays[half] = seen;
                    count++;
                    break;
                }
            }
        }
        return new Inputs(Arrays.copyOf(found, count), delays);
    }

    private static double delay(ChipBench bench, int driver, int[] witnesses, Findings known)
            throws BackendException, InterruptedException {
        Setting setting = new Setting().code(NeuronParameter.V_SYNTCX, VISIBLE_TAU_CODE);
        prepare(setting, false, known);
        PspExperiment.drive(setting, new int[] {driver}, false, 12, DIVISOR, PspExperiment.PSPS);
        double[] seen = new double[NeuronTopology.DENMEMS];
        bench.run(setting, witnesses, (d, trace) -> {
            double best = Double.POSITIVE_INFINITY;
            PspExperiment.Mean mean = PspExperiment.mean(trace, 0);
            for (double t = NO_DELAY; t < LONG_DELAY; t += DELAY_STEP) {
                Psp psp = fit(mean.later(t), tauM(d, known));
                if (visible(psp) && psp.rms() < best) {
                    best = psp.rms();
                    seen[d] = t;
                }
            }
        });
        double[] sorted = IntStream.of(witnesses)
                .mapToDouble(d -> seen[d])
                .filter(t -> t > 0)
                .sorted()
                .toArray();
        return 2 * sorted.length < witnesses.length ? Double.NaN : sorted[sorted.length / 2];
    }

    /// Codes of circuits whose inputs can be seen: a known tau_m, reversal potentials a known way off, no leak.
    static void prepare(Setting setting, boolean right, Findings known) {
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.I_GL, known.code(NeuronParameter.I_GL, d, TAU_M))
                    .code(d, NeuronParameter.E_L, known.code(NeuronParameter.E_L, d, E_L))
                    .code(d, NeuronParameter.E_SYNX, known.code(NeuronParameter.E_SYNX, d, E_L + DRIVING))
                    .code(d, NeuronParameter.E_SYNI, known.code(NeuronParameter.E_SYNI, d, E_L - DRIVING))
                    .code(d, NeuronParameter.V_CONVOFFX, known.code(NeuronParameter.V_CONVOFFX, d, 0))
                    .code(d, NeuronParameter.V_CONVOFFI, known.code(NeuronParameter.V_CONVOFFI, d, 0))
                    .code(d, right ? NeuronParameter.I_CONVI : NeuronParameter.I_CONVX, FloatingGates.MAX_CODE);
        }
    }

    /// tau_m of a circuit that [#prepare] wrote.
    static double tauM(int denmem, Findings known) {
        return tau(NeuronParameter.I_GL, denmem, TAU_M, known);
    }

    /// What a denmem's time constant, or another quantity, is if it was written for `second`: the code is rounded, and
    /// out of reach of the circuit it is the nearest.
    static double tau(NeuronParameter parameter, int denmem, double second, Findings known) {
        int code = known.code(parameter, denmem, second);
        return known.fit(parameter, denmem)
                .flatMap(Fit::transfer)
                .map(t -> t.toSi(code))
                .orElse(Nominal.si(parameter, code));
    }

    /// The mean PSP of a denmem.
    Psp psp(Trace trace, int denmem, Findings known) {
        return fit(PspExperiment.mean(trace, delay(denmem)), tauM(denmem, known));
    }

    private static Psp fit(PspExperiment.Mean mean, double tauM) {
        return Psp.of(mean.volts(), mean.sampleSecond(), mean.onset(), tauM, SHORTEST, LONGEST);
    }

    /// Time from the generator to the synapses of a denmem, in s.
    double delay(int denmem) {
        return delay[NeuronTopology.y(denmem)];
    }

    /// Whether it stands out of the noise.
    static boolean visible(Psp psp) {
        return Math.abs(psp.slope()) * Math.min(psp.tauSyn(), TAU_M) > 2 * LEAST_HEIGHT
                && psp.rms() < 0.5 * Math.abs(psp.slope()) * psp.tauSyn();
    }
}
