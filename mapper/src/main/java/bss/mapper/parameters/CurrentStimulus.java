package bss.mapper.parameters;

import bss.spec.config.CurrentStimulusConfig;

/// A current generator in use: it plays its table into one denmem.
///
/// @param block the FG block whose generator it is, also the quad position of the denmem
/// @param denmem 0 to 511
public record CurrentStimulus(int hicann, int block, int denmem, CurrentStimulusConfig config) {}
