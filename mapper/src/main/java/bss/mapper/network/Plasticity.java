package bss.mapper.network;

/// How the weight of a synapse changes. Names and defaults: NeuralEnsemble/PyNN pyNN/standardmodels/synapses.py.
public sealed interface Plasticity {

    /// The name in a network file.
    String name();

    /// A fixed weight.
    record Static() implements Plasticity {
        public static final String NAME = "static";

        @Override
        public String name() {
            return NAME;
        }
    }

    /// Short-term depression and facilitation (Tsodyks, Uziel and Markram 2000); times in ms.
    record TsodyksMarkram(double u, double tauRecMs, double tauFacilMs) implements Plasticity {
        public static final String NAME = "tsodyks_markram";

        public TsodyksMarkram {
            Bound.PROBABILITY.require("U", u);
            Bound.POSITIVE.require("tau_rec", tauRecMs);
            Bound.NON_NEGATIVE.require("tau_facil", tauFacilMs);
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /// Pair-based spike-timing-dependent plasticity with an additive weight dependence; weights in uS.
    record Stdp(double tauPlusMs, double tauMinusMs, double aPlus, double aMinus, double wMin, double wMax)
            implements Plasticity {
        public static final String NAME = "stdp";

        public Stdp {
            Bound.POSITIVE.require("tau_plus", tauPlusMs);
            Bound.POSITIVE.require("tau_minus", tauMinusMs);
            Bound.FINITE.require("A_plus", aPlus);
            Bound.FINITE.require("A_minus", aMinus);
            Bound.NON_NEGATIVE.require("w_min", wMin);
            Bound.NON_NEGATIVE.require("w_max", wMax);
            if (wMin > wMax) {
                throw new IllegalArgumentException("w_min is %s, must be at most w_max %s".formatted(wMin, wMax));
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
