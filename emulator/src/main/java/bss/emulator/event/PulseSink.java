package bss.emulator.event;

/// Takes the pulses that the FPGAs release.
public interface PulseSink {

    /// The FPGA of a chip releases a pulse for it.
    ///
    /// @param clock the FPGA's clock
    /// @param pulse tick << 9 | link << 6 | address
    /// @return false if the chip is in reset
    boolean release(int hicann, long clock, long pulse);
}
