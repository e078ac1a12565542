package bss.calibration;

import bss.spec.translate.NeuronRequest;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import java.util.List;

/// Translation by the ideal transfers: what holds for a chip that nobody has measured. What chips share is chosen as in
/// any plan: one V_reset per FG block, the mean over its neurons, and V_gmax cells for strong and for weak weights.
public final class IdealCalibration implements ParameterTranslation {

    @Override
    public TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options) {
        IdealChip chip = new IdealChip();
        return new Planner(_ -> chip, chip.typical()).plan(neurons, options);
    }
}
