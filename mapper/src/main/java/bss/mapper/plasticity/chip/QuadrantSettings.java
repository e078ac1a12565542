package bss.mapper.plasticity.chip;

import bss.mapper.plasticity.ShortTermFit;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.ShortTermTransfer;
import java.util.List;

/// The floating-gate codes that the short-term plasticity of one quadrant's drivers shares.
///
/// Drivers that would need different ones get a compromise, weighted by their synapses: the geometric mean
/// of their time constants, the mean of the slopes that suit it best. lambda is 1 (V_stdf 1 V) where that
/// allows it: depression of any strength then needs `V_dep = lambda / slope - 1`, facilitation `V_fac = 1 -
/// lambda / slope`, both in volts.
///
/// @param stdfCode V_stdf, lambda in volts
/// @param depCode V_dep, lambda times N_dep
/// @param facCode V_fac, lambda times N_fac
/// @param dtcCode V_dtc, recovery time
record QuadrantSettings(int stdfCode, int depCode, int facCode, int dtcCode) {

    /// A larger V_fac would leave less than a tenth of a synapse's conductance at rest.
    private static final double MAX_FAC_VOLT = 0.9;
    /// A slope below is none.
    private static final double NO_SLOPE = 1e-3;

    /// Some synapses of a quadrant that want the same.
    record Share(ShortTermFit fit, long synapses) {}

    /// The code of the time constant for at least one share.
    static int dtcCode(List<Share> shares, double speedup) {
        double logTau = 0;
        double all = 0;
        for (Share share : shares) {
            logTau += share.synapses() * StrictMath.log(share.fit().recoveryMs());
            all += share.synapses();
        }
        return ShortTermTransfer.dtcCode(StrictMath.exp(logTau / all) * 1e-3 / speedup);
    }

    /// The compromise for at least one share.
    ///
    /// @param shares fitted to the time constant of that code
    static QuadrantSettings of(List<Share> shares, int dtcCode) {
        double[] slope = new double[2];
        double[] weight = new double[2];
        for (Share share : shares) {
            int mode = share.fit().depression() ? 1 : 0;
            slope[mode] += share.synapses() * share.fit().slope();
            weight[mode] += share.synapses();
        }
        double depression = weight[1] == 0 ? 0 : slope[1] / weight[1];
        double facilitation = weight[0] == 0 ? 0 : slope[0] / weight[0];
        double lambda = 1;
        if (facilitation > NO_SLOPE) {
            lambda = Math.clamp(lambda, (1 - MAX_FAC_VOLT) * facilitation, facilitation);
        }
        if (depression > NO_SLOPE) {
            double most = Math.min(FloatingGates.MAX_VOLT, (1 + FloatingGates.MAX_VOLT) * depression);
            lambda = Math.clamp(lambda, depression, most);
        } else if (facilitation <= NO_SLOPE) {
            lambda = 0;
        }
        int stdf = code(lambda);
        double held = FloatingGates.volt(stdf);
        double dep = depression > NO_SLOPE ? held / depression - 1 : 0;
        double fac = facilitation > NO_SLOPE ? 1 - held / facilitation : 0;
        return new QuadrantSettings(stdf, code(Math.max(0, dep)), code(Math.clamp(fac, 0, MAX_FAC_VOLT)), dtcCode);
    }

    private static int code(double volt) {
        return FloatingGates.nearestCode(FloatingGates.codeOfVolt(volt));
    }

    int referenceCode(boolean depression) {
        return depression ? depCode : facCode;
    }

    /// The factor of a first event.
    double resting(boolean depression) {
        return ShortTermTransfer.restingFactor(depression, referenceCode(depression));
    }

    /// Recovery time in biological ms.
    double recoveryMs(double speedup) {
        return ShortTermTransfer.recoverySeconds(dtcCode) * 1e3 * speedup;
    }
}
