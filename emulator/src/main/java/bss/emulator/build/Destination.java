package bss.emulator.build;

/// Where the events of a sending repeater arrive at the same time: drivers of one chip.
///
/// @param hicann the chip
/// @param chips number of chips on the way, sender's and driver's included
/// @param drivers 0 to 223, ascending: every driver of the runs that the events enter, whether it is enabled or not
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
public record Destination(int hicann, int chips, int[] drivers) {}
