package bss.calibration;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.NeuronParameter;
import bss.spec.translate.CalibrationIdentity;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Translation by what was measured: on chips of the set every denmem gets the codes of its own transfers, every row
/// the setting of its own strength, in the circuit mode of the set. Other chips are taken for ideal, and so is what is
/// missing of a measured circuit, e.g. AdEx parameters in a set without them; notices say how much of either.
///
/// Values outside the domain of a transfer are clipped to it. The realised cell of a neuron of several denmems is what
/// the transfers say that its codes make ([JoinedDenmems]).
public final class MeasuredTranslation implements ParameterTranslation {

    private final NavigableMap<Integer, MeasuredChip> chips = new TreeMap<>();
    private final CalibrationIdentity identity;
    private final String summary;
    private final IdealChip ideal = new IdealChip();

    /// @param identity which set it is, for those who read the mapping
    public MeasuredTranslation(MeasuredCalibration measured, CalibrationIdentity identity) {
        this.identity = identity;
        summary = "%s: %d chip%s; not usable by it: %s"
                .formatted(
                        identity,
                        measured.chips().size(),
                        measured.chips().size() == 1 ? "" : "s",
                        parts(measured.defects()));
        measured.chips().forEach(chip -> chips.put(chip.hicann(), new MeasuredChip(chip)));
    }

    @Override
    public TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options) {
        Set<Integer> used = new TreeSet<>();
        neurons.forEach(n -> used.add(n.hicann()));
        List<ChipCalibration> measured = used.stream()
                .filter(chips::containsKey)
                .map(h -> chip(h).orElseThrow().chip())
                .toList();
        Circuit window = measured.isEmpty()
                ? ideal.typical()
                : TypicalReach.of(measured, ideal.typical().largest());
        TranslationPlan plan = new Planner(this::knowledge, window).plan(neurons, options);
        return new TranslationPlan(
                plan.speedup(),
                plan.window(),
                plan.neurons(),
                plan.chips(),
                Optional.of(identity),
                notices(neurons, used));
    }

    private Optional<MeasuredChip> chip(int hicann) {
        return Optional.ofNullable(chips.get(hicann));
    }

    private ChipKnowledge knowledge(int hicann) {
        MeasuredChip chip = chips.get(hicann);
        return chip == null ? ideal : chip;
    }

    private static String parts(Defects unusable) {
        String parts = Arrays.stream(DefectClass.values())
                .filter(kind -> unusable.count(kind) > 0)
                .map(kind -> "%d %s".formatted(unusable.count(kind), kind.key()))
                .collect(Collectors.joining(", "));
        return parts.isEmpty() ? "nothing" : parts;
    }

    private List<String> notices(List<NeuronRequest> neurons, Set<Integer> used) {
        List<String> notices = new ArrayList<>();
        notices.add(summary);
        List<Integer> unknown = used.stream().filter(h -> !chips.containsKey(h)).toList();
        if (!unknown.isEmpty()) {
            notices.add(
                    "%d of %d chips with neurons are not in the calibration and get the codes of ideal ones: HICANN %s"
                            .formatted(
                                    unknown.size(),
                                    used.size(),
                                    unknown.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        int unmeasured = 0;
        Map<NeuronParameter, Integer> missing = new EnumMap<>(NeuronParameter.class);
        for (NeuronRequest neuron : neurons) {
            Optional<MeasuredChip> chip = chip(neuron.hicann());
            for (int k = 0; chip.isPresent() && k < neuron.denmems(); k++) {
                Optional<ChipCalibration.Denmem> denmem = chip.get().chip().denmem(neuron.denmem(k));
                if (denmem.isEmpty()) {
                    unmeasured++;
                    continue;
                }
                for (NeuronParameter parameter : needed(neuron)) {
                    if (denmem.get().transfer(parameter).isEmpty()) {
                        missing.merge(parameter, 1, Integer::sum);
                    }
                }
            }
        }
        if (unmeasured > 0) {
            notices.add("%d denmems of calibrated chips were not measured and get the codes of ideal ones"
                    .formatted(unmeasured));
        }
        missing.forEach((parameter, count) ->
                notices.add("the calibration has no %s of %d denmems, which get the code of an ideal one"
                        .formatted(parameter.halcoName(), count)));
        return notices;
    }

    /// The parameters that matter for a cell and that an ideal circuit would not have as a fixed bias.
    private static List<NeuronParameter> needed(NeuronRequest neuron) {
        List<NeuronParameter> needed = new ArrayList<>(List.of(
                NeuronParameter.E_L,
                NeuronParameter.V_T,
                NeuronParameter.E_SYNX,
                NeuronParameter.E_SYNI,
                NeuronParameter.I_GL,
                NeuronParameter.I_PL,
                NeuronParameter.V_SYNTCX,
                NeuronParameter.V_SYNTCI,
                NeuronParameter.V_CONVOFFX,
                NeuronParameter.V_CONVOFFI));
        if (neuron.cell().exponential()) {
            needed.addAll(List.of(NeuronParameter.V_EXP, NeuronParameter.I_REXP));
        }
        if (neuron.cell().adaptation()) {
            needed.addAll(List.of(NeuronParameter.I_GLADAPT, NeuronParameter.I_RADAPT, NeuronParameter.I_FIRE));
        }
        return needed;
    }
}
