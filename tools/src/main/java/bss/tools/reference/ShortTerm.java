package bss.tools.reference;

/// The state of one synapse whose transmission depends on its own earlier spikes.
abstract class ShortTerm extends PlasticState {

    /// What a presynaptic spike at `timeMs` transmits; spikes come in the order of time.
    abstract double transmit(double timeMs);

    /// Takes another weight and another rule of the same kind; resources stay as they are.
    abstract void change(Plasticity rule, double weight);
}
