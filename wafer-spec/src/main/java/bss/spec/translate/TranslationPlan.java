package bss.spec.translate;

import java.util.List;

/// A translated network.
///
/// @param speedup biological over hardware time
/// @param window the voltage window, one for the whole network
/// @param neurons one per request, in the order of the requests
/// @param chips the chips that hold neurons, ascending
public record TranslationPlan(
        double speedup, VoltageWindow window, List<NeuronTranslation> neurons, List<ChipTranslation> chips) {

    public TranslationPlan {
        neurons = List.copyOf(neurons);
        chips = List.copyOf(chips);
    }

    /// The chip of HICANNOnWafer `hicann`; an error if it holds no neuron.
    public ChipTranslation chip(int hicann) {
        for (ChipTranslation chip : chips) {
            if (chip.hicann() == hicann) {
                return chip;
            }
        }
        throw new IllegalArgumentException("HICANN %d holds no neuron of this plan".formatted(hicann));
    }

    /// How many values were clipped.
    public int clipped() {
        int clipped = 0;
        for (NeuronTranslation neuron : neurons) {
            for (ParameterChange change : neuron.changes()) {
                if (change.feature() == ParameterChange.Feature.CLIPPED) {
                    clipped++;
                }
            }
        }
        return clipped;
    }
}
