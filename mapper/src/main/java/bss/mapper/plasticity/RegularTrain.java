package bss.mapper.plasticity;

import bss.mapper.network.Plasticity.TsodyksMarkram;

/// What a regular train of spikes transmits, by spike: of a Tsodyks-Markram synapse and of a synapse
/// driver.
public final class RegularTrain {

    private RegularTrain() {}

    /// The fraction `u x` of the weight that each spike of a Tsodyks-Markram synapse transmits.
    ///
    /// The equations are those of NEST's `tsodyks_synapse` (nest-simulator:models/tsodyks_synapse.h), exact
    /// between spikes: what was transmitted is active for `tau_psc`, then inactive for `tau_rec`, then
    /// available again.
    ///
    /// @param tauPscMs time constant of the target's synaptic input
    public static double[] transmitted(TsodyksMarkram rule, double tauPscMs, double intervalMs, int spikes) {
        double recovery = StrictMath.exp(-intervalMs / rule.tauRecMs());
        double decay = StrictMath.exp(-intervalMs / tauPscMs);
        double d = 1 / tauPscMs - 1 / rule.tauRecMs();
        double span = d == 0 ? intervalMs : -StrictMath.expm1(-d * intervalMs) / d;
        double facilitation = rule.tauFacilMs() == 0 ? 0 : StrictMath.exp(-intervalMs / rule.tauFacilMs());
        double[] transmitted = new double[spikes];
        double active = 0;
        double inactive = 0;
        double use = 0;
        for (int n = 0; n < spikes; n++) {
            inactive = recovery * (inactive + active / tauPscMs * span);
            active *= decay;
            use *= facilitation;
            use += rule.u() * (1 - use);
            transmitted[n] = use * (1 - active - inactive);
            active += transmitted[n];
        }
        return transmitted;
    }

    /// The inactive part I of a driver just before each spike, see [ShortTermTransfer].
    public static double[] inactive(double utilisation, double recoveryMs, double intervalMs, int spikes) {
        double recovery = StrictMath.exp(-intervalMs / recoveryMs);
        double[] inactive = new double[spikes];
        double now = 0;
        for (int n = 0; n < spikes; n++) {
            now *= recovery;
            inactive[n] = now;
            now += utilisation * (1 - now);
        }
        return inactive;
    }
}
