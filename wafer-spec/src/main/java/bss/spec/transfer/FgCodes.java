package bss.spec.transfer;

import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;

/// The floating-gate codes that reach one denmem: its own, and those it shares with its quad position.
public interface FgCodes {

    /// The code 0..1023 written for a parameter of the denmem.
    int neuron(NeuronParameter parameter);

    /// The code 0..1023 written for a shared neuron parameter of the denmem's quad position.
    int shared(SharedParameter parameter);

    /// What the cell truly holds, in codes; an ideal cell holds what was written.
    default double neuronLevel(NeuronParameter parameter) {
        return neuron(parameter);
    }

    /// What the shared cell truly holds, in codes; an ideal cell holds what was written.
    default double sharedLevel(SharedParameter parameter) {
        return shared(parameter);
    }
}
