package bss.mapper.rows;

/// A synapse row in use.
///
/// @param hicann its chip
/// @param row 0 to 447
/// @param bus whose events it takes
/// @param side synaptic input that it feeds: 0 left, 1 right
/// @param decoderEven upper two address bits that the even columns listen to
/// @param decoderOdd the same for the odd columns
/// @param stp class of plasticity of its driver, see [bss.mapper.synapses.SynapseTable]
public record AssignedRow(int hicann, int row, int bus, int side, int decoderEven, int decoderOdd, int stp) {}
