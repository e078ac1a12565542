package bss.spec.fg;

/// What a floating-gate cell holds: its row decides, even rows are voltages, odd rows currents
/// (sthal:ParallelHICANNv4Configurator.cpp).
public enum CellKind {
    /// 0..1.8 V over codes 0..1023.
    VOLTAGE,
    /// 0..2.5 uA over codes 0..1023.
    CURRENT;

    /// The kind of the cells of row 0..23.
    public static CellKind ofRow(int row) {
        return row % 2 == 0 ? VOLTAGE : CURRENT;
    }

    /// Volts or amperes per code, ideally.
    public double siPerCode() {
        return switch (this) {
            case VOLTAGE -> FloatingGates.MAX_VOLT / FloatingGates.MAX_CODE;
            case CURRENT -> FloatingGates.MAX_AMPERE / FloatingGates.MAX_CODE;
        };
    }
}
