package bss.mapper.plasticity;

import bss.mapper.network.Plasticity.TsodyksMarkram;
import java.util.Arrays;

/// What a train of spikes transmits, by spike: of a Tsodyks-Markram synapse and of a synapse driver.
public final class Transmission {

    /// Has no factor in common with the numbers of spikes in use.
    private static final int MIX = 7;

    private Transmission() {}

    /// The fraction `u x` of the weight that each spike of a Tsodyks-Markram synapse transmits.
    ///
    /// The equations are those of NEST's `tsodyks_synapse` (nest-simulator:models/tsodyks_synapse.h), exact
    /// between spikes: what was transmitted is active for `tau_psc`, then inactive for `tau_rec`, then
    /// available again.
    ///
    /// @param tauPscMs time constant of the target's synaptic input
    /// @param intervalsMs before each spike; the first one follows a long pause
    public static double[] transmitted(TsodyksMarkram rule, double tauPscMs, double[] intervalsMs) {
        double d = 1 / tauPscMs - 1 / rule.tauRecMs();
        double[] transmitted = new double[intervalsMs.length];
        double active = 0;
        double inactive = 0;
        double use = 0;
        for (int n = 0; n < intervalsMs.length; n++) {
            double h = intervalsMs[n];
            double span = d == 0 ? h : -StrictMath.expm1(-d * h) / d;
            inactive = StrictMath.exp(-h / rule.tauRecMs()) * (inactive + active / tauPscMs * span);
            active *= StrictMath.exp(-h / tauPscMs);
            use *= rule.tauFacilMs() == 0 ? 0 : StrictMath.exp(-h / rule.tauFacilMs());
            use += rule.u() * (1 - use);
            transmitted[n] = use * (1 - active - inactive);
            active += transmitted[n];
        }
        return transmitted;
    }

    /// The inactive part I of a driver just before each spike, see [bss.spec.transfer.ShortTermTransfer].
    ///
    /// @param intervalsMs before each spike; the first one follows a long pause
    public static double[] inactive(double utilisation, double recoveryMs, double[] intervalsMs) {
        double[] inactive = new double[intervalsMs.length];
        double now = 0;
        for (int n = 0; n < intervalsMs.length; n++) {
            now *= StrictMath.exp(-intervalsMs[n] / recoveryMs);
            inactive[n] = now;
            now += utilisation * (1 - now);
        }
        return inactive;
    }

    /// A regular train of so many spikes.
    public static double[] regular(double rateHz, int spikes) {
        double[] intervalsMs = new double[spikes];
        Arrays.fill(intervalsMs, 1e3 / rateHz);
        return intervalsMs;
    }

    /// An irregular train: the quantiles of a Poisson train's intervals in mixed order.
    static double[] irregular(double rateHz, int spikes) {
        double[] intervalsMs = new double[spikes];
        for (int n = 0; n < spikes; n++) {
            intervalsMs[n] = -1e3 / rateHz * StrictMath.log1p(-(n * MIX % spikes + 0.5) / spikes);
        }
        return intervalsMs;
    }
}
