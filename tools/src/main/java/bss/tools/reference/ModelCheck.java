package bss.tools.reference;

import static bss.tools.reference.NeuronParameter.CM;
import static bss.tools.reference.NeuronParameter.DELTA_T;
import static bss.tools.reference.NeuronParameter.TAU_M;
import static bss.tools.reference.NeuronParameter.TAU_REFRAC;
import static bss.tools.reference.NeuronParameter.TAU_SYN_E;
import static bss.tools.reference.NeuronParameter.TAU_SYN_I;
import static bss.tools.reference.NeuronParameter.TAU_W;
import static bss.tools.reference.NeuronParameter.V_RESET;
import static bss.tools.reference.NeuronParameter.V_SPIKE;
import static bss.tools.reference.NeuronParameter.V_THRESH;

/// Refuses models whose equations have no solution.
final class ModelCheck {

    /// Largest exponent (v_spike - v_thresh)/delta_T; exp stays finite well beyond it.
    private static final double MAX_EXPONENT = 500;

    private ModelCheck() {}

    static void check(ReferenceModel model) {
        for (int n = 0; n < model.neurons(); n++) {
            checkNeuron(model, n);
        }
        for (int p = 0; p < model.projections().size(); p++) {
            Projection projection = model.projections().get(p);
            int presynaptic = projection.origin() == Projection.Origin.NEURONS ? model.neurons() : model.sources();
            for (int i = 0; i < projection.size(); i++) {
                checkIndex(projection.pre(i), presynaptic, "pre", p, i);
                checkIndex(projection.post(i), model.neurons(), "post", p, i);
            }
        }
    }

    /// The potential at which the neuron spikes.
    static double spikeLevel(ReferenceModel model, int n) {
        boolean exponential = model.kind(n).adex() && model.value(DELTA_T, n) > 0;
        return model.value(exponential ? V_SPIKE : V_THRESH, n);
    }

    private static void checkNeuron(ReferenceModel model, int n) {
        for (NeuronParameter p : NeuronParameter.values()) {
            if (!Double.isFinite(model.value(p, n))) {
                throw new IllegalArgumentException(
                        "%s of neuron %d is %s, must be finite".formatted(p.pynnName(), n, model.value(p, n)));
            }
        }
        positive(model, CM, n);
        positive(model, TAU_M, n);
        positive(model, TAU_SYN_E, n);
        positive(model, TAU_SYN_I, n);
        if (model.value(TAU_REFRAC, n) < 0) {
            throw new IllegalArgumentException(
                    "tau_refrac of neuron %d is %s ms, must be 0 or above".formatted(n, model.value(TAU_REFRAC, n)));
        }
        if (model.kind(n).adex()) {
            positive(model, TAU_W, n);
            double deltaT = model.value(DELTA_T, n);
            double span = model.value(V_SPIKE, n) - model.value(V_THRESH, n);
            if (deltaT < 0 || (deltaT > 0 && span > MAX_EXPONENT * deltaT)) {
                throw new IllegalArgumentException(
                        "delta_T of neuron %d is %s mV, must be 0 or at least (v_spike - v_thresh)/%.0f"
                                .formatted(n, deltaT, MAX_EXPONENT));
            }
        }
        double level = spikeLevel(model, n);
        if (!(model.value(V_RESET, n) < level)) {
            throw new IllegalArgumentException("v_reset of neuron %d is %s mV, must be below its spike level %s mV"
                    .formatted(n, model.value(V_RESET, n), level));
        }
    }

    private static void positive(ReferenceModel model, NeuronParameter p, int n) {
        if (!(model.value(p, n) > 0)) {
            throw new IllegalArgumentException("%s of neuron %d is %s %s, must be above 0"
                    .formatted(p.pynnName(), n, model.value(p, n), p.unit()));
        }
    }

    private static void checkIndex(int index, int count, String column, int projection, int synapse) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("%s of synapse %d in projection %d is %d, must be 0 to %d"
                    .formatted(column, synapse, projection, index, count - 1));
        }
    }
}
