package bss.spec.backend;

import java.util.List;

/// What only an emulator can do: look at any circuit and push any circuit.
///
/// Denmems are numbered 256 * y + x; a variable of a denmem is that of the joined circuit it belongs to.
public interface WaferProbe {

    enum Variable {
        /// Membrane potential [V].
        MEMBRANE,
        /// Adaptation current, summed over the joined denmems [A].
        ADAPTATION,
        /// Conductance of the left synaptic input, summed over the joined denmems [S].
        CONDUCTANCE_LEFT,
        /// Conductance of the right synaptic input [S].
        CONDUCTANCE_RIGHT
    }

    /// One watched variable; sample `i` was taken at cycle `firstCycle + i * intervalCycles`.
    record Samples(
            int hicann, int denmem, Variable variable, long firstCycle, int intervalCycles, List<Double> values) {}

    /// Charge that arrived at a circuit.
    ///
    /// @param cycle when
    /// @param hicann the chip
    /// @param denmem the circuit's denmem that fires, or -1 if none does
    /// @param column the denmem whose synapse was hit
    /// @param right whether through the right input
    /// @param conductanceSiemens step of the conductance
    /// @param capacitanceFarad capacitance of the whole joined circuit
    record SynapticInput(
            long cycle,
            int hicann,
            int denmem,
            int column,
            boolean right,
            double conductanceSiemens,
            double capacitanceFarad) {}

    /// Samples a variable from now on, every `intervalCycles` cycles, the first sample now.
    void watch(int hicann, int denmem, Variable variable, int intervalCycles) throws BackendException;

    /// The samples since the last call, in the order of the `watch` calls.
    List<Samples> takeSamples();

    /// Sets the membrane potential [V] and the adaptation current [A] of a circuit.
    void initialise(int hicann, int denmem, double volt, double ampere) throws BackendException;

    /// Makes a denmem's comparator trip in the next cycle, if it is on.
    void fire(int hicann, int denmem) throws BackendException;

    /// Starts or stops recording every synaptic input.
    void recordSynapticInputs(boolean on);

    /// The synaptic inputs since the last call, in the order of arrival, then by chip and column.
    List<SynapticInput> takeSynapticInputs();
}
