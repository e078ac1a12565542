package bss.mapper.parameters;

import bss.mapper.plasticity.chip.LongTermPlan;
import bss.mapper.plasticity.chip.ShortTermPlan;
import bss.spec.mapping.RealisedCells;
import bss.spec.translate.GmaxSetting;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.TranslationPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Codes of the placed neurons, settings of the rows in use, weights and delays of the synapses.
public final class ParameterResult {

    private final TranslationPlan plan;
    private final @Nullable NeuronTranslation[] byCell;
    private final List<GmaxSetting> rowSettings;
    private final ShortTermPlan shortTerm;
    private final LongTermPlan longTerm;
    private final byte[] digital;
    private final float[] weight;
    private final float[] delayMs;
    private final List<CurrentStimulus> currents;
    private final List<RealisedCells> realised;
    private final List<Change> changes;

    ParameterResult(
            TranslationPlan plan,
            @Nullable NeuronTranslation[] byCell,
            List<GmaxSetting> rowSettings,
            SynapseWeights weights,
            ShortTermPlan shortTerm,
            LongTermPlan longTerm,
            List<CurrentStimulus> currents,
            List<RealisedCells> realised,
            List<Change> changes) {
        this.plan = plan;
        this.byCell = byCell;
        this.rowSettings = List.copyOf(rowSettings);
        this.shortTerm = shortTerm;
        this.longTerm = longTerm;
        this.digital = weights.digital;
        this.weight = weights.weight;
        this.delayMs = weights.delayMs;
        this.currents = List.copyOf(currents);
        this.realised = List.copyOf(realised);
        this.changes = List.copyOf(changes);
    }

    public TranslationPlan plan() {
        return plan;
    }

    /// The translation of a placed neuron, null for other cells.
    public @Nullable NeuronTranslation neuron(int cell) {
        return byCell[cell];
    }

    /// The setting of each assigned row, in their order.
    public List<GmaxSetting> rowSettings() {
        return rowSettings;
    }

    /// Drivers with short-term plasticity.
    public ShortTermPlan shortTerm() {
        return shortTerm;
    }

    /// STDP controllers.
    public LongTermPlan longTerm() {
        return longTerm;
    }

    /// The 4-bit weight of a realised synapse.
    public int digitalWeight(int synapse) {
        return digital[synapse];
    }

    /// The realised weight in uS, at factor 1 of short-term plasticity; NaN if lost.
    public float weight(int synapse) {
        return weight[synapse];
    }

    /// The realised delay in biological ms, NaN if lost.
    public float delayMs(int synapse) {
        return delayMs[synapse];
    }

    public List<CurrentStimulus> currents() {
        return currents;
    }

    /// By neuron population; NaN for neurons without place.
    public List<RealisedCells> realised() {
        return realised;
    }

    public List<Change> changes() {
        return changes;
    }
}
