package bss.calibration;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.Constant;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterChange.Feature;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.Receptor;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import bss.spec.translate.VoltageWindow;
import bss.spec.translate.WeightRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Translation by the ideal transfers: what holds for a chip that nobody has measured.
///
/// V_reset is shared: every FG block gets the mean over the neurons that fire at its quad position (blocks without one
/// the chip's mean), and neurons that wanted another value list it. V_gmax0 and V_gmax1 just cover the chip's largest
/// excitatory and inhibitory weight, V_gmax2 and V_gmax3 those of the neuron whose largest weight is least, so that
/// rows of weak neurons keep their resolution ([ChipTranslation#rowSetting] chooses per row).
public final class IdealCalibration implements ParameterTranslation {

    private record CellKey(CellParameters cell, CircuitMode mode) {}

    @Override
    public TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options) {
        Circuit circuit = new Circuit(IdealTransfers::of);
        ModeSearch search = new ModeSearch(circuit, options.speedup(), neurons);
        ModeSearch.Choice choice = search.best(options.window().map(List::of).orElseGet(search::candidates));
        Scaling scaling = new Scaling(options.speedup(), choice.window());

        SortedMap<Integer, List<NeuronRequest>> byChip = new TreeMap<>();
        for (NeuronRequest neuron : neurons) {
            byChip.computeIfAbsent(neuron.hicann(), hicann -> new ArrayList<>()).add(neuron);
        }
        SortedMap<Integer, ChipTranslation> chips = new TreeMap<>();
        byChip.forEach((hicann, here) -> {
            CircuitMode mode = Objects.requireNonNull(choice.modes().get(hicann));
            chips.put(hicann, new ChipTranslation(hicann, mode, sharedCodes(here, scaling, mode)));
        });

        Map<CellKey, CellCodes> translated = new HashMap<>();
        List<NeuronTranslation> results = new ArrayList<>();
        for (NeuronRequest neuron : neurons) {
            ChipTranslation chip = Objects.requireNonNull(chips.get(neuron.hicann()));
            CellCodes codes = translated.computeIfAbsent(
                    new CellKey(neuron.cell(), chip.mode()),
                    key -> CellTranslator.translate(key.cell(), scaling, key.mode(), circuit));
            results.add(finish(neuron, codes, chip, scaling, circuit));
        }
        return new TranslationPlan(options.speedup(), choice.window(), results, List.copyOf(chips.values()));
    }

    private static NeuronTranslation finish(
            NeuronRequest neuron, CellCodes codes, ChipTranslation chip, Scaling scaling, Circuit circuit) {
        List<ParameterChange> changes = new ArrayList<>(codes.changes());
        VoltageWindow window = scaling.window();
        Transfer reset = IdealTransfers.of(SharedParameter.V_RESET);
        int resetCode = chip.sharedCode(neuron.resetBlock(), SharedParameter.V_RESET);
        double requested = neuron.cell().get(CellParameter.V_RESET);
        double realised = window.toMillivolt(reset.toSi(resetCode));
        String name = CellParameter.V_RESET.pynnName();
        if (circuit.reset().clips(window.toVolt(requested))) {
            changes.add(new ParameterChange(
                    Feature.CLIPPED, name, requested, realised, "V_reset reaches 0..1.8 V of the voltage window"));
        } else if (Math.abs(reset.toDac(window.toVolt(requested)) - resetCode) > 1) {
            changes.add(new ParameterChange(
                    Feature.APPROXIMATED,
                    name,
                    requested,
                    realised,
                    "one V_reset for all neurons that fire in FG block %d of HICANN %d: their mean"
                            .formatted(neuron.resetBlock(), neuron.hicann())));
        }

        double scale = scaling.weightScale(
                neuron.cell().get(CellParameter.CM), chip.mode().capacitance(), neuron.denmems());
        for (Receptor receptor : Receptor.values()) {
            double largest = neuron.weights(receptor).maxMicrosiemens();
            if (Demand.weightClips(largest * scale)) {
                changes.add(new ParameterChange(
                        Feature.CLIPPED,
                        "weight",
                        largest,
                        GmaxChoice.LARGEST / scale,
                        "largest synapse on %d denmems with this capacitor".formatted(neuron.denmems())));
            }
        }
        int[][] rows = {codes.codes().stream().mapToInt(Integer::intValue).toArray()};
        return new NeuronTranslation(
                neuron, rows, codes.realised().with(CellParameter.V_RESET, realised), scale, changes);
    }

    private static int[][] sharedCodes(List<NeuronRequest> neurons, Scaling scaling, CircuitMode mode) {
        int[][] codes = new int[FloatingGates.BLOCKS][SharedParameter.values().length];
        int chipMean = resetCode(neurons, scaling);
        int[] gmax = gmaxCodes(neurons, scaling, mode);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter parameter : SharedParameter.values()) {
                codes[block][parameter.index()] = IdealTransfers.of(parameter) instanceof Constant constant
                        ? FloatingGates.nearestCode(constant.dac())
                        : parameter.defaultCode();
            }
            int b = block;
            List<NeuronRequest> firing =
                    neurons.stream().filter(neuron -> neuron.resetBlock() == b).toList();
            codes[block][SharedParameter.V_RESET.index()] = firing.isEmpty() ? chipMean : resetCode(firing, scaling);
            for (int selgmax = 0; selgmax < gmax.length; selgmax++) {
                codes[block][SharedParameter.vGmax(selgmax).index()] = gmax[selgmax];
            }
        }
        return codes;
    }

    private static int resetCode(List<NeuronRequest> neurons, Scaling scaling) {
        Transfer reset = IdealTransfers.of(SharedParameter.V_RESET);
        double sum = 0;
        for (NeuronRequest neuron : neurons) {
            sum += reset.domain().clip(scaling.window().toVolt(neuron.cell().get(CellParameter.V_RESET)));
        }
        return FloatingGates.nearestCode(reset.toDac(sum / neurons.size()));
    }

    private static int[] gmaxCodes(List<NeuronRequest> neurons, Scaling scaling, CircuitMode mode) {
        int[] codes = new int[4];
        for (Receptor receptor : Receptor.values()) {
            double largest = 0;
            double least = 0;
            for (NeuronRequest neuron : neurons) {
                WeightRange weights = neuron.weights(receptor);
                if (weights.isEmpty()) {
                    continue;
                }
                double top = weights.maxMicrosiemens()
                        * scaling.weightScale(
                                neuron.cell().get(CellParameter.CM), mode.capacitance(), neuron.denmems());
                largest = Math.max(largest, top);
                least = least == 0 ? top : Math.min(least, top);
            }
            int slot = receptor == Receptor.EXCITATORY ? 0 : 1;
            codes[slot] = GmaxChoice.covering(slot, largest).vGmaxCode();
            codes[slot + 2] = GmaxChoice.covering(slot + 2, least).vGmaxCode();
        }
        return codes;
    }
}
