package bss.hil.loop;

import bss.spec.backend.RunCounters;

/// What an iteration of a network brought back.
///
/// @param durationMs biological time that was asked for
/// @param spikes of the neurons
/// @param counters what became of the events, stage by stage
/// @param timing how long it took
public record Iteration(double durationMs, CellSpikes spikes, RunCounters counters, IterationTiming timing) {}
