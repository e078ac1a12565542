package bss.mapper.explain;

import bss.spec.mapping.LossCause;

/// What the causes of losses mean.
public final class LossWords {

    private LossWords() {}

    /// One line without a full stop.
    public static String of(LossCause cause) {
        return switch (cause) {
            case NEURON_UNPLACED -> "source or target found no place on the wafer";
            case NEURON_SIZE -> "the target neuron has fewer synapse circuits than inputs";
            case EGRESS -> "the source's chip has no free sending repeater or L1 address";
            case INPUT_RATE -> "no link had rate to spare for the external source";
            case L1_ROUTE -> "the source's bus does not reach the target's chip";
            case SYNAPSE_DRIVER -> "the source's bus found no, or too few, synapse drivers at the target's chip";
            case SYNAPSE_ROW -> "no synapse with the right row, decoder and column was free";
            case DEFECT -> "a component that would have been used is defect";
            case USER_LIMIT -> "a restriction that the user asked for";
        };
    }
}
