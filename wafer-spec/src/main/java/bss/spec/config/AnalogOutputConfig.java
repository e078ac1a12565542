package bss.spec.config;

/// What one of the two analog outputs of a chip shows; register word = ordinal (values above are reserved: nothing).
/// Source: halbe, `hal/HICANNContainer.h` Analog.
public enum AnalogOutputConfig {
    NONE,
    MEMBRANE_TOP_EVEN,
    MEMBRANE_TOP_ODD,
    MEMBRANE_BOTTOM_EVEN,
    MEMBRANE_BOTTOM_ODD,
    FLOATING_GATES_LEFT,
    FLOATING_GATES_RIGHT,
    /// Output 0 only.
    FIRELINE_NEURON_0,
    PREOUT,
    DLL_VOLTAGE;

    public static final int BITS = 4;

    public int bits() {
        return ordinal();
    }

    /// The input that shows membranes of a position in the quad, `2 * y + x % 2` of the denmem.
    public static AnalogOutputConfig membrane(int quadPosition) {
        return switch (quadPosition) {
            case 0 -> MEMBRANE_TOP_EVEN;
            case 1 -> MEMBRANE_TOP_ODD;
            case 2 -> MEMBRANE_BOTTOM_EVEN;
            case 3 -> MEMBRANE_BOTTOM_ODD;
            default -> throw new IllegalArgumentException("quad position is %d, must be 0..3".formatted(quadPosition));
        };
    }

    public static AnalogOutputConfig fromBits(int word) {
        int code = word & 15;
        return code < values().length ? values()[code] : NONE;
    }
}
