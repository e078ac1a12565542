package bss.tools.reference;

/// Per-neuron parameters and initial values, with PyNN's names, units and default values
/// (NeuralEnsemble/PyNN `pyNN/standardmodels/cells.py`).
///
/// Parameters a [NeuronKind] does not know are ignored by it.
public enum NeuronParameter {
    CM("cm", "nF", 1, 0.281),
    TAU_M("tau_m", "ms", 20, 9.3667),
    V_REST("v_rest", "mV", -65, -70.6),
    V_RESET("v_reset", "mV", -65, -70.6),
    V_THRESH("v_thresh", "mV", -50, -50.4),
    V_SPIKE("v_spike", "mV", -40, -40),
    DELTA_T("delta_T", "mV", 2, 2),
    A("a", "nS", 4, 4),
    B("b", "nA", 0.0805, 0.0805),
    TAU_W("tau_w", "ms", 144, 144),
    TAU_REFRAC("tau_refrac", "ms", 0.1, 0.1),
    TAU_SYN_E("tau_syn_E", "ms", 5, 5),
    TAU_SYN_I("tau_syn_I", "ms", 5, 5),
    E_REV_E("e_rev_E", "mV", 0, 0),
    E_REV_I("e_rev_I", "mV", -70, -80),
    I_OFFSET("i_offset", "nA", 0, 0),
    /// Membrane potential at time 0.
    V("v", "mV", -65, -70.6),
    /// Adaptation current at time 0.
    W("w", "nA", 0, 0);

    private final String pynnName;
    private final String unit;
    private final double lifDefault;
    private final double adexDefault;

    NeuronParameter(String pynnName, String unit, double lifDefault, double adexDefault) {
        this.pynnName = pynnName;
        this.unit = unit;
        this.lifDefault = lifDefault;
        this.adexDefault = adexDefault;
    }

    /// The name in PyNN.
    public String pynnName() {
        return pynnName;
    }

    /// The unit in PyNN.
    public String unit() {
        return unit;
    }

    /// PyNN's default for the kind.
    public double defaultFor(NeuronKind kind) {
        if (kind.alpha() && !kind.adex() && (this == TAU_SYN_E || this == TAU_SYN_I)) {
            return this == TAU_SYN_E && kind.conductanceBased() ? 0.3 : 0.5;
        }
        return kind.adex() ? adexDefault : lifDefault;
    }

    /// The parameter PyNN calls `name`.
    public static NeuronParameter ofPynnName(String name) {
        for (NeuronParameter parameter : values()) {
            if (parameter.pynnName.equals(name)) {
                return parameter;
            }
        }
        throw new IllegalArgumentException("no neuron parameter '%s', names are PyNN's, e.g. tau_m".formatted(name));
    }
}
