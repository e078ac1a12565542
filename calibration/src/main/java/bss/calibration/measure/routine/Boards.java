package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.OutputScale;
import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.LeastSquares;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.fg.NeuronParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The two ADC boards that see a chip: their true sample clocks, and both on one scale of volts.
///
/// Clock: a current stimulus of exactly 516 PLL cycles drives a membrane; the phase of its fundamental moves along the
/// recording by as much as the clock is off. (Cake takes a regular train on the preout line.)
/// Scale: the same membrane on both outputs at three potentials.
final class Boards {

    private static final int STEP = 4;
    private static final double PERIOD = CurrentStimulusConfig.LENGTH * STEP * HardwareTime.CYCLE_SECONDS;
    private static final double LEAST_AMPLITUDE = 0.03;
    private static final double[] VOLTS = {0.4, 0.6, 0.8, 1.0, 1.2};

    private Boards() {}

    /// @param denmems candidates: the first ones whose membrane follows are used
    static void measure(ChipBench bench, int[] denmems) throws BackendException, InterruptedException {
        clocks(bench, denmems);
        scales(bench, denmems);
    }

    private static void clocks(ChipBench bench, int[] denmems) throws BackendException, InterruptedException {
        int[] table = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(table, 0, table.length / 2, 250);
        Setting setting = new Setting()
                .volt(NeuronParameter.E_L, 0.6)
                .current(new CurrentStimulusConfig(table, 0, true))
                .time(20e-6, 400e-6);
        for (int d : denmems) {
            List<Trace> traces = bench.both(setting, d);
            double[] correction =
                    traces.stream().mapToDouble(Boards::clockFactor).toArray();
            if (Double.isFinite(correction[0]) && Double.isFinite(correction[1])) {
                for (int output = 0; output < 2; output++) {
                    bench.setScale(
                            output,
                            new OutputScale(
                                    correction[output] / traces.get(output).sampleSecond(), 0, 1));
                }
                return;
            }
        }
        throw new BackendException(
                "no denmem of HICANN %d follows its current stimulus: the clock of the ADC cannot be measured"
                        .formatted(bench.hicann()));
    }

    /// True clock over that of the trace; NaN if the membrane does not follow.
    private static double clockFactor(Trace trace) {
        int blocks = (int) (trace.count() * trace.sampleSecond() / PERIOD) / 4;
        List<Double> time = new ArrayList<>();
        List<Double> phase = new ArrayList<>();
        double last = 0;
        for (int b = 0; b < blocks; b++) {
            int from = trace.at(4 * b * PERIOD);
            int to = trace.at(4 * (b + 1) * PERIOD);
            double mean = trace.mean(from, to);
            double re = 0;
            double im = 0;
            for (int k = from; k < to; k++) {
                double angle = 2 * Math.PI * k * trace.sampleSecond() / PERIOD;
                re += (trace.volt(k) - mean) * Math.cos(angle);
                im -= (trace.volt(k) - mean) * Math.sin(angle);
            }
            if (2 * Math.hypot(re, im) / (to - from) < LEAST_AMPLITUDE) {
                return Double.NaN;
            }
            double seen = Math.atan2(im, re);
            last = b == 0 ? seen : last + Math.IEEEremainder(seen - last, 2 * Math.PI);
            time.add((4 * b + 2) * PERIOD);
            phase.add(last);
        }
        double[] line = LeastSquares.polynomial(
                time.stream().mapToDouble(t -> t).toArray(),
                phase.stream().mapToDouble(p -> p).toArray(),
                1);
        // samples that come too early see the phase lag behind
        return 1 / (1 + line[1] * PERIOD / (2 * Math.PI));
    }

    private static void scales(ChipBench bench, int[] denmems) throws BackendException, InterruptedException {
        List<Double> zero = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        for (int n = 0; n < Math.min(3, denmems.length); n++) {
            for (double volt : VOLTS) {
                Setting setting = new Setting().volt(NeuronParameter.E_L, volt).time(2e-6, 20e-6);
                List<Trace> traces = bench.both(setting, denmems[n]);
                zero.add(traces.get(0).mean());
                one.add(traces.get(1).mean());
            }
        }
        double[] line = LeastSquares.polynomial(
                one.stream().mapToDouble(v -> v).toArray(),
                zero.stream().mapToDouble(v -> v).toArray(),
                1);
        bench.setScale(1, new OutputScale(bench.scale(1).hertz(), line[0], line[1]));
    }
}
