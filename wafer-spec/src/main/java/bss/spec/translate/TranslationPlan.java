package bss.spec.translate;

import java.util.List;
import java.util.Optional;

/// A translated network.
///
/// @param speedup biological over hardware time
/// @param window the voltage window, one for the whole network
/// @param neurons one per request, in the order of the requests
/// @param chips the chips that hold neurons, ascending
/// @param calibration the measured calibration behind it; empty: the ideal one
/// @param notices lines that the user should see
public record TranslationPlan(
        double speedup,
        VoltageWindow window,
        List<NeuronTranslation> neurons,
        List<ChipTranslation> chips,
        Optional<CalibrationIdentity> calibration,
        List<String> notices) {

    /// A plan by the ideal calibration, with nothing to tell.
    public TranslationPlan(
            double speedup, VoltageWindow window, List<NeuronTranslation> neurons, List<ChipTranslation> chips) {
        this(speedup, window, neurons, chips, Optional.empty(), List.of());
    }

    public TranslationPlan {
        neurons = List.copyOf(neurons);
        chips = List.copyOf(chips);
        notices = List.copyOf(notices);
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
