package bss.emulator.kernel;

/// Moves neuron circuits on by one step of [CircuitState#STEP_SECOND].
///
/// Kernels are integer functions of the state and the cycle alone: lanes do not see each other, so the result
/// depends neither on the
/// order nor on the partition of the lanes, and every kernel for the same kind of lanes gives the same bits.
public interface NeuronKernel {

    /// Moves the lanes `from` (inclusive) to `to` (exclusive) on by one step, consumes their conductance inputs
    /// and appends their spikes to `out`, at most one per circuit.
    ///
    /// @param cycle number of the step since the start of the run; it decides how conductances are rounded
    /// @return the number of spikes appended
    int step(CircuitState state, int from, int to, long cycle, SpikeBuffer out);
}
