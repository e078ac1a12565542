package bss.spec.config;

/// Direction of one of the eight Gbit links of a chip; register word 0, 1, 2 (3 is reserved and acts as off).
/// Source: halbe, `hal/HICANN/GbitLink.h`.
public enum LinkDirection {
    OFF,
    /// Events of the DNC merger are also sent up to the FPGA.
    TO_DNC,
    /// Events from the FPGA enter the left input of the DNC merger.
    TO_HICANN;

    public static final int BITS = 2;

    public int bits() {
        return ordinal();
    }

    public static LinkDirection fromBits(int word) {
        return switch (word & 3) {
            case 1 -> TO_DNC;
            case 2 -> TO_HICANN;
            default -> OFF;
        };
    }
}
