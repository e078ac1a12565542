package bss.emulator.event;

/// What stands behind the DNC mergers of a chip.
interface DncListener {

    /// An event leaves DNC merger `dncMerger` for the sending repeater.
    void toRepeater(int dncMerger, long event, long clock);

    /// An event leaves DNC merger `dncMerger` for the FPGA.
    void toFpga(int dncMerger, long event, long clock);
}
