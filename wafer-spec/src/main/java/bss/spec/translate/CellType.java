package bss.spec.translate;

/// The two neuron models of PyNN that a denmem can be.
public enum CellType {
    /// Leaky integrate and fire: exponential and adaptation are off; it fires at v_thresh.
    IF_COND_EXP("IF_cond_exp"),
    /// Adaptive exponential integrate and fire: it fires at v_spike, v_thresh is where the exponential rises.
    EIF_COND_EXP_ISFA_ISTA("EIF_cond_exp_isfa_ista");

    private final String pynnName;

    CellType(String pynnName) {
        this.pynnName = pynnName;
    }

    /// The name in PyNN and in the network file.
    public String pynnName() {
        return pynnName;
    }
}
