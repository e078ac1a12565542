package bss.tools.reference;

/// Point neuron models of the reference simulator, named as PyNN's standard cells.
///
/// The right-hand sides are PyNN's (NeuralEnsemble/PyNN `pyNN/standardmodels/cells.py`) as NEST computes them
/// (`models/aeif_cond_exp.cpp`, `iaf_cond_exp.cpp`, `iaf_psc_exp.cpp`):
///
/// ```
/// C dV/dt     = -gL (V - EL) + gL ΔT exp((V - VT)/ΔT) - w + ge (Ee - V) + gi (Ei - V) + I      conductance based
/// C dV/dt     = -gL (V - EL) + ie + ii + I                                                     current based
/// tau_w dw/dt = a (V - EL) - w
/// ```
///
/// A spike is the moment at which V reaches `v_thresh` (IF kinds) or `v_spike` (EIF kinds; `v_thresh` if
/// `delta_T` is 0, as in NEST); then V goes to `v_reset` and `w` grows by `b`. During `tau_refrac` only V
/// is held.
public enum NeuronKind {
    IF_COND_EXP("IF_cond_exp", false, true, false),
    IF_COND_ALPHA("IF_cond_alpha", false, true, true),
    IF_CURR_EXP("IF_curr_exp", false, false, false),
    IF_CURR_ALPHA("IF_curr_alpha", false, false, true),
    EIF_COND_EXP_ISFA_ISTA("EIF_cond_exp_isfa_ista", true, true, false),
    EIF_COND_ALPHA_ISFA_ISTA("EIF_cond_alpha_isfa_ista", true, true, true);

    private final String pynnName;
    private final boolean adex;
    private final boolean conductanceBased;
    private final boolean alpha;

    NeuronKind(String pynnName, boolean adex, boolean conductanceBased, boolean alpha) {
        this.pynnName = pynnName;
        this.adex = adex;
        this.conductanceBased = conductanceBased;
        this.alpha = alpha;
    }

    /// The name of PyNN's cell type.
    public String pynnName() {
        return pynnName;
    }

    /// Exponential spike current and adaptation; otherwise leaky integrate and fire.
    public boolean adex() {
        return adex;
    }

    /// Weights are conductances in uS; otherwise currents in nA, negative for inhibition as in PyNN.
    public boolean conductanceBased() {
        return conductanceBased;
    }

    /// Synaptic kernel (t/tau) exp(1 - t/tau), which peaks at the weight; otherwise exp(-t/tau).
    public boolean alpha() {
        return alpha;
    }

    /// Whether PyNN's cell type has the parameter (state variables are none).
    public boolean has(NeuronParameter parameter) {
        return switch (parameter) {
            case CM, TAU_M, V_REST, V_RESET, V_THRESH, TAU_REFRAC, TAU_SYN_E, TAU_SYN_I, I_OFFSET -> true;
            case E_REV_E, E_REV_I -> conductanceBased;
            case V_SPIKE, DELTA_T, A, B, TAU_W -> adex;
            case V, W -> false;
        };
    }

    /// The kind PyNN calls `name`.
    public static NeuronKind ofPynnName(String name) {
        for (NeuronKind kind : values()) {
            if (kind.pynnName.equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "no reference neuron model '%s', known are IF_cond_exp, IF_cond_alpha, ".formatted(name)
                        + "IF_curr_exp, IF_curr_alpha, EIF_cond_exp_isfa_ista, EIF_cond_alpha_isfa_ista");
    }
}
