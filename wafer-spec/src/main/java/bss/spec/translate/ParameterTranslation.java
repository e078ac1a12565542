package bss.spec.translate;

import java.util.List;

/// Biological parameters to floating-gate codes and back, for a placed network.
///
/// The mapper sees this interface alone; a calibration (the ideal one, or one measured on a wafer) stands behind it.
/// Equal requests give an equal plan, whatever the machine.
public interface ParameterTranslation {

    /// Chooses voltage window, capacitors, speed modes and V_gmax so that the fewest values clip, and translates every
    /// neuron. Values out of reach are clipped and listed, never refused.
    TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options);
}
