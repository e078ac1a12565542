package bss.spec.mapping;

/// A reason for lost synapses: the cause and the resource that was full.
///
/// @param resource in words, for example `drivers of bus 88/D3 on HICANN 89 left: 5 of 7 wanted`
public record Loss(LossCause cause, String resource) {}
