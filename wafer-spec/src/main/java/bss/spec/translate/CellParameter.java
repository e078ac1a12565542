package bss.spec.translate;

/// The parameters of both cell types in PyNN's names, units and defaults (`a` in nS and `b` in nA as in
/// EIF_cond_exp_isfa_ista).
public enum CellParameter {
    /// Membrane capacitance in nF.
    CM("cm", "nF", 1.0, 0.281),
    /// Membrane time constant in ms.
    TAU_M("tau_m", "ms", 20.0, 9.3667),
    /// Refractory period in ms.
    TAU_REFRAC("tau_refrac", "ms", 0.1, 0.1),
    /// Resting potential in mV.
    V_REST("v_rest", "mV", -65.0, -70.6),
    /// Potential after a spike in mV.
    V_RESET("v_reset", "mV", -65.0, -70.6),
    /// Threshold (IF), or where the exponential rises (EIF) in mV.
    V_THRESH("v_thresh", "mV", -50.0, -50.4),
    /// Potential that counts as a spike; EIF only in mV.
    V_SPIKE("v_spike", "mV", Double.NaN, -40.0),
    /// Slope of the exponential, 0 for none; EIF only in mV.
    DELTA_T("delta_T", "mV", Double.NaN, 2.0),
    /// Subthreshold adaptation; EIF only in nS.
    A("a", "nS", Double.NaN, 4.0),
    /// Spike-triggered adaptation; EIF only in nA.
    B("b", "nA", Double.NaN, 0.0805),
    /// Adaptation time constant; EIF only in ms.
    TAU_W("tau_w", "ms", Double.NaN, 144.0),
    /// Time constant of the excitatory conductance in ms.
    TAU_SYN_E("tau_syn_E", "ms", 5.0, 5.0),
    /// Time constant of the inhibitory conductance in ms.
    TAU_SYN_I("tau_syn_I", "ms", 5.0, 5.0),
    /// Excitatory reversal potential in mV.
    E_REV_E("e_rev_E", "mV", 0.0, 0.0),
    /// Inhibitory reversal potential in mV.
    E_REV_I("e_rev_I", "mV", -70.0, -80.0),
    /// Constant current in nA.
    I_OFFSET("i_offset", "nA", 0.0, 0.0);

    private final String pynnName;
    private final String unit;
    private final double ifDefault;
    private final double eifDefault;

    CellParameter(String pynnName, String unit, double ifDefault, double eifDefault) {
        this.pynnName = pynnName;
        this.unit = unit;
        this.ifDefault = ifDefault;
        this.eifDefault = eifDefault;
    }

    /// The name in PyNN and in the network file, e.g. `tau_syn_E`.
    public String pynnName() {
        return pynnName;
    }

    /// PyNN's unit: nF, ms, mV, nS or nA.
    public String unit() {
        return unit;
    }

    /// Whether it is a potential, which the voltage window moves.
    public boolean isPotential() {
        return switch (this) {
            case V_REST, V_RESET, V_THRESH, V_SPIKE, E_REV_E, E_REV_I -> true;
            case CM, TAU_M, TAU_REFRAC, DELTA_T, A, B, TAU_W, TAU_SYN_E, TAU_SYN_I, I_OFFSET -> false;
        };
    }

    /// Whether cells of `type` have it.
    public boolean belongsTo(CellType type) {
        return !Double.isNaN(defaultOf(type));
    }

    /// PyNN's default for `type`; NaN if cells of that type do not have it.
    public double defaultOf(CellType type) {
        return switch (type) {
            case IF_COND_EXP -> ifDefault;
            case EIF_COND_EXP_ISFA_ISTA -> eifDefault;
        };
    }
}
