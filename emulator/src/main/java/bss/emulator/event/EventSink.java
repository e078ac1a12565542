package bss.emulator.event;

/// Takes the events that a chip sends over L1 lines.
public interface EventSink {

    /// An event on its way.
    ///
    /// @param arrival cycle of its arrival at the drivers
    /// @param target where, by the number given to [ChipNetwork#setTargets]
    /// @param address 0 to 63
    void event(long arrival, int target, int address);
}
