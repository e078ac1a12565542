package bss.emulator.silicon;

import bss.spec.config.HicannConfiguration;

/// A chip with what was written to it, and when its floating gates were.
///
/// @param hicann 0 to 383
/// @param config registers and codes as written
/// @param trial number of the write of the floating gates: each write lands a little beside the last one
/// @param ageSecond hardware time since that write, for the drift of the cells
public record WrittenChip(int hicann, HicannConfiguration config, int trial, double ageSecond) {}
