package bss.calibration.measure.routine;

import bss.calibration.measure.bench.Setting;
import bss.calibration.measure.bench.Spikes;
import bss.calibration.measure.bench.Trace;
import bss.calibration.measure.fit.TwoRelaxations;
import bss.spec.backend.HardwareTime;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// What a burst of spikes leaves: a current makes a membrane fire some times; when it ends, the membrane comes back to
/// rest with tau_m and, pulled down by the adaptation current that the spikes have left, with tau_w.
final class AdaptationDecay {

    private static final int ON = 48;
    private static final int CURRENT_CODE = 380;
    /// Samples after the current in which the fall of a last spike shows.
    private static final int TAIL = 4;

    private static final int MEAN_OF = 8;
    private static final double LEAST_SWING = 0.08;
    private static final double RECORD = 140e-6;
    private static final CurrentStimulusConfig STIMULUS = stimulus();
    private static final double OFF = ON * STIMULUS.stepCycles() * HardwareTime.CYCLE_SECONDS;

    private AdaptationDecay() {}

    private static CurrentStimulusConfig stimulus() {
        int[] table = new int[CurrentStimulusConfig.LENGTH];
        Arrays.fill(table, 0, ON, CURRENT_CODE);
        return new CurrentStimulusConfig(table, 4, false);
    }

    /// @param tauM that of the membrane, in s
    static Setting setting(Findings known, double tauM) {
        Setting setting = new Setting()
                .volt(NeuronParameter.V_T, 0.95)
                .volt(NeuronParameter.E_L, 0.8)
                .reset(0.65)
                .current(STIMULUS)
                .firing()
                .time(0, RECORD);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            setting.code(d, NeuronParameter.I_GL, known.code(NeuronParameter.I_GL, d, tauM));
        }
        return setting;
    }

    /// What was seen: the time constant of adaptation, and the jump of w over C by one spike.
    ///
    /// @param tauW in s
    /// @param jump b / C in V/s
    /// @param level pull of w on the membrane when the current ends, in V
    record Seen(double tauW, double jump, double level) {

        static final Seen NOTHING = new Seen(Double.NaN, Double.NaN, 0);
    }

    /// Fits what follows the current.
    ///
    /// @param wanted the time constant of the membrane that the setting asks for
    /// @param least shortest tau_w looked for
    /// @param most longest
    /// @param skip how long after the end of the current it begins: what the membrane itself still does is not
    ///             known to a part in a hundred
    static Seen observe(
            Trace trace, int denmem, Findings known, double wanted, double least, double most, double skip) {
        Spikes spikes = Spikes.of(trace.part(0, trace.at(OFF) + TAIL), LEAST_SWING);
        if (spikes.count() < 3) {
            return Seen.NOTHING;
        }
        double tauM = Inputs.tau(NeuronParameter.I_GL, denmem, wanted, known);
        int from = trace.at(OFF + skip);
        // means of some samples are as good and faster
        double[] volts = new double[(trace.count() - from) / MEAN_OF];
        Arrays.setAll(volts, k -> trace.mean(from + MEAN_OF * k, from + MEAN_OF * (k + 1)));
        TwoRelaxations fit = TwoRelaxations.of(volts, MEAN_OF * trace.sampleSecond(), tauM, least, most);
        double rate = 1 / tauM - 1 / fit.tau();
        // the particular solution of dV/dt = -V / tau_m - w / C
        double left = -fit.step() * rate;
        double sum = 0;
        for (int drop : spikes.drops()) {
            sum += Math.exp(-(from - drop) * trace.sampleSecond() / fit.tau());
        }
        return new Seen(fit.tau(), left / sum, -fit.step());
    }
}
