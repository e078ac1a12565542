package bss.tools.reference;

/// What happens to the weights of a projection.
public sealed interface Plasticity {

    /// PyNN's `StaticSynapse`.
    Plasticity FIXED = new Fixed();

    /// Weights never change.
    record Fixed() implements Plasticity {}

    /// Short-term plasticity: `TsodyksMarkramSynapse` of PyNN, computed as `tsodyks_synapse` of NEST
    /// (`models/tsodyks_synapse.h`; Tsodyks, Uziel, Markram 2000): resources are recovered (x), active
    /// (y) or inactive (z = 1-x-y), and a spike moves `u x` from x to y and acts with `weight u x`.
    ///
    /// ```
    /// dx/dt = z/tau_rec    dy/dt = -y/tau_psc    dz/dt = y/tau_psc - z/tau_rec    du/dt = -u/tau_facil
    /// at a spike: u += U (1 - u), then x -= u x, y += u x        start: x = 1, y = z = u = 0
    /// ```
    ///
    /// As PyNN sets it, `tau_psc` is the synaptic time constant of the target's receptor. Every synapse
    /// has its own state, driven by the times of presynaptic spikes (not of their arrival).
    ///
    /// @param u the utilisation `U`, 0 to 1
    /// @param tauRecMs recovery time constant, above 0
    /// @param tauFacilMs facilitation time constant; 0 means none (u = U at every spike)
    record TsodyksMarkram(double u, double tauRecMs, double tauFacilMs) implements Plasticity {
        public TsodyksMarkram {
            if (!(u >= 0 && u <= 1)) {
                throw new IllegalArgumentException("U is %s, must be 0 to 1".formatted(u));
            }
            if (!(tauRecMs > 0) || !(tauFacilMs >= 0)) {
                throw new IllegalArgumentException("tau_rec is %s ms (must be above 0), tau_facil %s ms (0 or above)"
                        .formatted(tauRecMs, tauFacilMs));
            }
        }
    }

    /// Short-term plasticity of a synapse driver, see [bss.spec.transfer.ShortTermTransfer]: with I the
    /// inactive part of the resources, 0 at first, a presynaptic spike acts with `weight f`, `f` the factor
    /// below but never negative.
    ///
    /// ```
    /// dI/dt = -I/tau_rec    f = 1 - lambda I + lambdaN (depression) or 1 + lambda I - lambdaN
    /// (facilitation)
    /// after a spike: I += U (1 - I)
    /// ```
    ///
    /// @param depression mode of the driver
    /// @param u utilisation `U`, 0 to 1
    /// @param tauRecMs recovery time constant, above 0
    /// @param lambda strength, 0 or above
    /// @param lambdaN `lambda N_dep` or `lambda N_fac`
    record DriverShortTerm(boolean depression, double u, double tauRecMs, double lambda, double lambdaN)
            implements Plasticity {
        public DriverShortTerm {
            if (!(u >= 0 && u <= 1) || !(tauRecMs > 0) || !(lambda >= 0) || !Double.isFinite(lambdaN)) {
                throw new IllegalArgumentException(
                        "U is %s, tau_rec %s ms, lambda %s, lambda N %s; U must be 0 to 1, tau_rec above 0, lambda 0 or above"
                                .formatted(u, tauRecMs, lambda, lambdaN));
            }
        }
    }

    /// Spike-timing dependent plasticity: `STDPMechanism(SpikePairRule, AdditiveWeightDependence)` of
    /// PyNN over all pairs of spikes, computed as `stdp_synapse` of NEST at `mu_plus = mu_minus = 0`
    /// (`models/stdp_synapse.h`).
    ///
    /// Of a delay `d`, the fraction `f` is dendritic: a presynaptic spike is at the synapse at
    /// `t_pre + (1 - f) d`, a postsynaptic one at `t_post + f d`, and with `Δ = t_post - t_pre + (2 f - 1) d`
    ///
    /// ```
    /// Δ > 0: w += A_plus  w_max exp(-Δ/tau_plus)     at t_post + f d
    /// Δ < 0: w -= A_minus w_max exp( Δ/tau_minus)    at t_pre + (1 - f) d
    /// ```
    ///
    /// clipped to `w_min..w_max` after every spike; pairs with Δ = 0 do not count. A presynaptic spike is
    /// transmitted with the weight just after its own depression, and acts at `t_pre + d`. All of the
    /// delay is dendritic by default (PyNN's `dendritic_delay_fraction = 1`, the only value its NEST
    /// backend takes).
    ///
    /// @param wMin lower bound in the unit of the weight
    /// @param wMax upper bound in the unit of the weight, not below `wMin`
    /// @param dendriticFraction `f`, 0 to 1
    record SpikePairStdp(
            double tauPlusMs,
            double tauMinusMs,
            double aPlus,
            double aMinus,
            double wMin,
            double wMax,
            double dendriticFraction)
            implements Plasticity {

        /// All of the delay is dendritic.
        public SpikePairStdp(
                double tauPlusMs, double tauMinusMs, double aPlus, double aMinus, double wMin, double wMax) {
            this(tauPlusMs, tauMinusMs, aPlus, aMinus, wMin, wMax, 1);
        }

        public SpikePairStdp {
            if (!(tauPlusMs > 0) || !(tauMinusMs > 0)) {
                throw new IllegalArgumentException(
                        "tau_plus is %s ms, tau_minus %s ms, both must be above 0".formatted(tauPlusMs, tauMinusMs));
            }
            if (!(dendriticFraction >= 0 && dendriticFraction <= 1)) {
                throw new IllegalArgumentException(
                        "the dendritic fraction of the delay is %s, must be 0 to 1".formatted(dendriticFraction));
            }
            if (!(wMax >= wMin) || !Double.isFinite(aPlus) || !Double.isFinite(aMinus)) {
                throw new IllegalArgumentException(
                        "w_min is %s, w_max %s, A_plus %s, A_minus %s; w_max must not be below w_min, amplitudes be finite"
                                .formatted(wMin, wMax, aPlus, aMinus));
            }
        }
    }
}
