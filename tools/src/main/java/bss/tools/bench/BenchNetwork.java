package bss.tools.bench;

import bss.spec.config.WaferConfiguration;

/// A network of the benchmark as configuration bits.
///
/// @param circuits neurons
/// @param senders neurons whose spikes are sent
/// @param synapses synapse circuits in use
/// @param denmems denmems of a neuron, 1 or 4
public record BenchNetwork(WaferConfiguration configuration, int circuits, int senders, long synapses, int denmems) {}
