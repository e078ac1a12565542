package bss.mapper.network;

/// A current injected into some cells of a population, the same into each.
///
/// @param target index of the population in the network, of neurons
public record CurrentSource(int target, Cells cells, Waveform waveform) {}
