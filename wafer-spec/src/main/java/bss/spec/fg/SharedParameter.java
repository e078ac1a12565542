package bss.spec.fg;

/// The 23 floating-gate parameters that a block shares, in halbe's row order; their cells lie in column 0.
///
/// Four differ by side: left blocks (x = 0) have V_bout and V_clra where right blocks have V_bexp and V_clrc.
/// The parameters of neurons (V_reset, I_breset, I_bstim) reach the denmems of one quad position, those of drivers and
/// STDP the quadrant of the block. Even rows hold voltages, odd rows currents, whatever the name says.
/// Source: halbe:hal/HICANN/FGBlock.h and FGBlock.cpp; rows 18, 20 and 22 are unused.
public enum SharedParameter {
    /// Reset potential of the denmems of one quad position.
    V_RESET("V_reset", 0, 0, 300),
    /// Bias of the floating-gate amplifiers.
    INT_OP_BIAS("int_op_bias", 1, 1, 1023),
    /// Reset voltage of the delay-locked loops (L1 locking).
    V_DLLRES("V_dllres", 2, 2, 200),
    /// Bias of the neuron readout; left blocks only.
    V_BOUT("V_bout", 3, Absent.ROW, 1023),
    /// Bias of the exponential's driver; right blocks only.
    V_BEXP("V_bexp", Absent.ROW, 3, 1023),
    /// Short-term plasticity: facilitation reference.
    V_FAC("V_fac", 4, 4, 0),
    /// Pull-down current of the reset.
    I_BRESET("I_breset", 5, 5, 1023),
    /// Short-term plasticity: depression reference.
    V_DEP("V_dep", 6, 6, 0),
    /// Bias of the current stimulus.
    I_BSTIM("I_bstim", 7, 7, 1023),
    /// STDP readout: upper threshold.
    V_THIGH("V_thigh", 8, 8, 0),
    /// Synaptic strength scale 3; a current, despite its name.
    V_GMAX3("V_gmax3", 9, 9, 1000),
    /// STDP readout: lower threshold.
    V_TLOW("V_tlow", 10, 10, 0),
    /// Synaptic strength scale 0; a current, despite its name.
    V_GMAX0("V_gmax0", 11, 11, 1000),
    /// STDP clear voltage of the acausal capacitor; left blocks only.
    V_CLRA("V_clra", 12, Absent.ROW, 0),
    /// STDP clear voltage of the causal capacitor; right blocks only.
    V_CLRC("V_clrc", Absent.ROW, 12, 0),
    /// Synaptic strength scale 1; a current, despite its name.
    V_GMAX1("V_gmax1", 13, 13, 1000),
    /// Short-term plasticity: strength.
    V_STDF("V_stdf", 14, 14, 0),
    /// Synaptic strength scale 2; a current, despite its name.
    V_GMAX2("V_gmax2", 15, 15, 1000),
    /// STDP: start voltage of the capacitors.
    V_M("V_m", 16, 16, 0),
    /// Short-term plasticity: bias.
    V_BSTDF("V_bstdf", 17, 17, 0),
    /// Short-term plasticity: recovery time constant.
    V_DTC("V_dtc", 19, 19, 0),
    /// STDP: bias of the readout.
    V_BR("V_br", 21, 21, 0),
    /// Bias of the L1 input amplifiers.
    V_CCAS("V_ccas", 23, 23, 800);

    private final String halcoName;
    private final int rowLeft;
    private final int rowRight;
    private final int defaultCode;

    SharedParameter(String halcoName, int rowLeft, int rowRight, int defaultCode) {
        this.halcoName = halcoName;
        this.rowLeft = rowLeft;
        this.rowRight = rowRight;
        this.defaultCode = defaultCode;
    }

    /// The scale that the two `selgmax` bits of a synapse row choose, 0..3.
    public static SharedParameter vGmax(int selgmax) {
        return switch (selgmax) {
            case 0 -> V_GMAX0;
            case 1 -> V_GMAX1;
            case 2 -> V_GMAX2;
            case 3 -> V_GMAX3;
            default -> throw new IllegalArgumentException("selgmax is %d, must be 0..3".formatted(selgmax));
        };
    }

    /// The name in halbe and in publications, e.g. `V_gmax0`.
    public String halcoName() {
        return halcoName;
    }

    /// Whether FG block `block` (0 top left, 1 top right, 2 bottom left, 3 bottom right) has this parameter.
    public boolean existsIn(int block) {
        return rowOrAbsent(block) != Absent.ROW;
    }

    /// The row 0..23 of this parameter in FG block `block`; an error where [#existsIn] is false.
    public int row(int block) {
        int row = rowOrAbsent(block);
        if (row == Absent.ROW) {
            throw new IllegalArgumentException("%s does not exist in FG block %d".formatted(halcoName, block));
        }
        return row;
    }

    /// Whether the cell holds a voltage or a current.
    public CellKind kind() {
        return CellKind.ofRow(Math.max(rowLeft, rowRight));
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

    private int rowOrAbsent(int block) {
        return FloatingGates.isLeft(block) ? rowLeft : rowRight;
    }

    // enum constants cannot name a constant of their own enum
    private static final class Absent {
        static final int ROW = -1;
    }
}
