package bss.proto.link;

/// Numbers that both ends of the wire know.
final class Protocol {

    static final int MAJOR = 1;
    static final int MINOR = 0;

    /// Bytes of a session key.
    static final int KEY_BYTES = 32;

    /// JTAG id of a HICANN v4. Source: sthal, `ParallelHICANNv4Configurator.cpp`.
    static final int HICANN_JTAG_ID = 0x14849434;

    /// JTAG id of an FPGA of the FCP board. Source: the same.
    static final int FPGA_JTAG_ID = 0x1c56c007;

    /// Time to write one row of a floating-gate block in two passes, in seconds: the middle of the measured
    /// 0.24 to
    /// 0.35 s.
    /// Source: cake, as cited in docs/wire.md.
    private static final double SECONDS_PER_ROW = 0.3;

    private static final int ROWS = 24;

    private Protocol() {}

    /// Time for which floating gates would be written, in seconds. A block is written row by row; the four
    /// blocks of a
    /// chip,
    /// the chips of a reticle and the reticles write at the same time, so it does not depend on their number.
    static double programmingSeconds(int chips) {
        return chips == 0 ? 0 : ROWS * SECONDS_PER_ROW;
    }
}
