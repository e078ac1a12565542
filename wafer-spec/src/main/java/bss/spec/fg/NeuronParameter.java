package bss.spec.fg;

/// The 23 floating-gate parameters of one denmem.
///
/// Each lies in a row of its FG block, a different one in the left blocks (x = 0) and the right blocks (x = 1);
/// the cell's column is 1 + (denmem column mod 128). Even rows hold voltages, odd rows currents. Codes are 0..1023.
/// Source of rows and default codes: halbe:hal/HICANN/FGBlock.h and FGBlock.cpp.
public enum NeuronParameter {
    /// Leak reversal potential.
    E_L("E_l", 6, 16, 300),
    /// Reversal potential of the inhibitory input.
    E_SYNI("E_syni", 18, 2, 100),
    /// Reversal potential of the excitatory input; saturates above about 1.4 V.
    E_SYNX("E_synx", 16, 0, 570),
    /// Bias of the exponential circuit.
    I_BEXP("I_bexp", 1, 15, 1023),
    /// Largest inhibitory conductance; 0 disables the input.
    I_CONVI("I_convi", 3, 1, 1023),
    /// Largest excitatory conductance; 0 disables the input.
    I_CONVX("I_convx", 17, 3, 1023),
    /// Spike-triggered adaptation b.
    I_FIRE("I_fire", 7, 19, 511),
    /// Leak conductance.
    I_GL("I_gl", 11, 21, 200),
    /// Subthreshold adaptation a.
    I_GLADAPT("I_gladapt", 9, 11, 100),
    /// Bias of the inhibitory integrator.
    I_INTBBI("I_intbbi", 21, 7, 511),
    /// Bias of the excitatory integrator.
    I_INTBBX("I_intbbx", 19, 5, 511),
    /// Refractory period.
    I_PL("I_pl", 13, 9, 511),
    /// Adaptation rate 1/tau_w.
    I_RADAPT("I_radapt", 15, 23, 511),
    /// Slope Delta_T of the exponential.
    I_REXP("I_rexp", 23, 13, 511),
    /// Bias of the spike comparator.
    I_SPIKEAMP("I_spikeamp", 5, 17, 1023),
    /// Threshold V_T of the exponential.
    V_EXP("V_exp", 20, 4, 400),
    /// Virtual ground of the inhibitory synapse line.
    V_SYNI("V_syni", 8, 10, 511),
    /// Time constant of the inhibitory input.
    V_SYNTCI("V_syntci", 10, 8, 800),
    /// Time constant of the excitatory input.
    V_SYNTCX("V_syntcx", 14, 12, 800),
    /// Virtual ground of the excitatory synapse line.
    V_SYNX("V_synx", 22, 6, 511),
    /// Spike threshold.
    V_T("V_t", 12, 14, 500),
    /// Offset correction of the inhibitory input (HICANN v4).
    V_CONVOFFI("V_convoffi", 4, 18, 1023),
    /// Offset correction of the excitatory input (HICANN v4).
    V_CONVOFFX("V_convoffx", 2, 20, 1023);

    private final String halcoName;
    private final int rowLeft;
    private final int rowRight;
    private final int defaultCode;

    NeuronParameter(String halcoName, int rowLeft, int rowRight, int defaultCode) {
        this.halcoName = halcoName;
        this.rowLeft = rowLeft;
        this.rowRight = rowRight;
        this.defaultCode = defaultCode;
    }

    /// The name in halbe and in publications, e.g. `V_syntcx`.
    public String halcoName() {
        return halcoName;
    }

    /// The row 0..23 of this parameter in FG block `block` (0 top left, 1 top right, 2 bottom left, 3 bottom right).
    public int row(int block) {
        return FloatingGates.isLeft(block) ? rowLeft : rowRight;
    }

    /// Whether the cell holds a voltage or a current.
    public CellKind kind() {
        return CellKind.ofRow(rowLeft);
    }

    /// Its place 0..22 in arrays by parameter.
    @SuppressWarnings("EnumOrdinal") // the one place that ties arrays to the order above
    public int index() {
        return ordinal();
    }

    /// The code that halbe writes when nobody asks for another.
    public int defaultCode() {
        return defaultCode;
    }
}
