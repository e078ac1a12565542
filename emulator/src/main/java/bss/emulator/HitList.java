package bss.emulator;

/// What an event with one address does at one destination, in parallel arrays, ordered by synapse.
///
/// @param synapses number of synapses hit
/// @param lanes number of the lane on the chip, twice, plus 1 for the right input
/// @param conductances as the kernel takes them
/// @param sources synapse, 256 * row + column, of each entry
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
record HitList(int synapses, int[] lanes, int[] conductances, int[] sources) {}
