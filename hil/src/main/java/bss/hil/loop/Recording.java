package bss.hil.loop;

import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;

/// What an iteration brought back, as the wafer sends it.
///
/// @param pulses by packed `PulseAddress`
/// @param counters what became of the events, stage by stage
/// @param timing how long it took
public record Recording(Pulses pulses, RunCounters counters, IterationTiming timing) {}
