package bss.proto.link;

import bss.spec.backend.HardwareTime;

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

    private Protocol() {}

    /// Time for which the floating gates of some chips would be written, in seconds.
    static double programmingSeconds(int chips) {
        return chips == 0 ? 0 : HardwareTime.FLOATING_GATES_SECONDS;
    }
}
