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
import bss.spec.translate.Receptor;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import bss.spec.translate.WeightRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// Makes a plan of what is known of each chip.
///
/// V_reset is shared: every FG block gets the mean over the neurons that fire at its quad position (blocks without one
/// the chip's mean), and neurons that wanted another value list it. V_gmax0 and V_gmax1 just cover the chip's largest
/// excitatory and inhibitory weight, V_gmax2 and V_gmax3 those of the neuron whose largest weight is least, so that
/// rows of weak neurons keep their resolution ([ChipTranslation#rowSetting] chooses per row).
final class Planner {

    /// A circuit's own V_reset that lies further than this from what was asked is reported, in V.
    private static final double NOTABLE_OFFSET = 0.01;

    private final IntFunction<ChipKnowledge> knowledge;
    private final Circuit window;

    private record CellKey(CellParameters cell, CircuitMode mode, Circuit circuit) {}

    /// @param knowledge of each chip
    /// @param window the circuit by which the voltage window is chosen
    Planner(IntFunction<ChipKnowledge> knowledge, Circuit window) {
        this.knowledge = knowledge;
        this.window = window;
    }

    TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options) {
        ModeSearch search = new ModeSearch(window, knowledge, options.speedup(), neurons);
        ModeSearch.Choice choice = search.best(options.window().map(List::of).orElseGet(search::candidates));
        Scaling scaling = new Scaling(options.speedup(), choice.window());

        SortedMap<Integer, List<NeuronRequest>> byChip = new TreeMap<>();
        for (NeuronRequest neuron : neurons) {
            byChip.computeIfAbsent(neuron.hicann(), hicann -> new ArrayList<>()).add(neuron);
        }
        SortedMap<Integer, ChipTranslation> chips = new TreeMap<>();
        byChip.forEach((hicann, here) -> {
            CircuitMode mode = Objects.requireNonNull(choice.modes().get(hicann));
            int[][] shared = sharedCodes(knowledge.apply(hicann), here, scaling, mode);
            chips.put(
                    hicann,
                    new ChipTranslation(
                            hicann, mode, shared, knowledge.apply(hicann).strengths(shared)));
        });

        Map<CellKey, CellCodes> translated = new HashMap<>();
        List<NeuronTranslation> results = new ArrayList<>();
        for (NeuronRequest neuron : neurons) {
            ChipTranslation chip = Objects.requireNonNull(chips.get(neuron.hicann()));
            ChipKnowledge known = knowledge.apply(neuron.hicann());
            List<CellCodes> ofDenmems = new ArrayList<>();
            boolean alike = known.own(neuron.denmem(0)).isEmpty();
            for (int k = 0; k < (alike ? 1 : neuron.denmems()); k++) {
                Circuit circuit = known.own(neuron.denmem(k)).orElseGet(known::typical);
                ofDenmems.add(translated.computeIfAbsent(
                        new CellKey(neuron.cell(), chip.mode(), circuit),
                        key -> CellTranslator.translate(key.cell(), scaling, key.mode(), key.circuit())));
            }
            results.add(finish(neuron, ofDenmems, chip, known, scaling));
        }
        return new TranslationPlan(options.speedup(), choice.window(), results, List.copyOf(chips.values()));
    }

    private static NeuronTranslation finish(
            NeuronRequest neuron,
            List<CellCodes> ofDenmems,
            ChipTranslation chip,
            ChipKnowledge known,
            Scaling scaling) {
        CellCodes joined = ofDenmems.size() == 1 ? ofDenmems.getFirst() : JoinedDenmems.join(neuron.cell(), ofDenmems);
        List<ParameterChange> changes = new ArrayList<>(joined.changes());
        double reset = reset(neuron, chip, known, scaling, changes);
        double scale = scaling.weightScale(
                neuron.cell().get(CellParameter.CM), chip.mode().capacitance(), neuron.denmems());
        for (Receptor receptor : Receptor.values()) {
            double largest = neuron.weights(receptor).maxMicrosiemens();
            if (Demand.weightClips(largest * scale, known.typical())) {
                changes.add(new ParameterChange(
                        Feature.CLIPPED,
                        "weight",
                        largest,
                        known.typical().largest() / scale,
                        "largest synapse on %d denmems with this capacitor".formatted(neuron.denmems())));
            }
        }
        int[][] rows = ofDenmems.stream()
                .map(c -> c.codes().stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        return new NeuronTranslation(
                neuron, rows, joined.realised().with(CellParameter.V_RESET, reset), scale, changes);
    }

    /// The realised V_reset in mV, of the denmem that fires.
    private static double reset(
            NeuronRequest neuron,
            ChipTranslation chip,
            ChipKnowledge known,
            Scaling scaling,
            List<ParameterChange> changes) {
        int block = neuron.resetBlock();
        Transfer reset = known.reset(block);
        double offset = known.resetOffset(block, neuron.denmem(0));
        int code = chip.sharedCode(block, SharedParameter.V_RESET);
        String name = CellParameter.V_RESET.pynnName();
        double requested = neuron.cell().get(CellParameter.V_RESET);
        double volt = scaling.window().toVolt(requested);
        double realised = scaling.window().toMillivolt(reset.toSi(code) + offset);
        if (known.typical().reset().clips(volt)) {
            String reason = known.own(neuron.denmem(0)).isEmpty()
                    ? "V_reset reaches 0..1.8 V of the voltage window"
                    : CellTranslator.outside(
                            CellParameter.V_RESET, known.typical().reset(), neuron.cell(), scaling, chip.mode());
            changes.add(new ParameterChange(Feature.CLIPPED, name, requested, realised, reason));
        } else if (Math.abs(reset.toDac(volt - offset) - code) > 1 && offset == 0) {
            changes.add(new ParameterChange(
                    Feature.APPROXIMATED,
                    name,
                    requested,
                    realised,
                    "one V_reset for all neurons that fire in FG block %d of HICANN %d: their mean"
                            .formatted(block, neuron.hicann())));
        } else if (Math.abs(reset.toSi(code) + offset - volt) > NOTABLE_OFFSET) {
            changes.add(
                    new ParameterChange(
                            Feature.APPROXIMATED,
                            name,
                            requested,
                            realised,
                            "one V_reset for all neurons that fire in an FG block, beside which each lies by an offset of its own"));
        }
        return realised;
    }

    private static int[][] sharedCodes(
            ChipKnowledge known, List<NeuronRequest> neurons, Scaling scaling, CircuitMode mode) {
        int[][] codes = new int[FloatingGates.BLOCKS][SharedParameter.values().length];
        double[] largest = largest(neurons, scaling, mode);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter parameter : SharedParameter.values()) {
                codes[block][parameter.index()] = IdealTransfers.of(parameter) instanceof Constant constant
                        ? FloatingGates.nearestCode(constant.dac())
                        : parameter.defaultCode();
            }
            int b = block;
            List<NeuronRequest> firing =
                    neurons.stream().filter(neuron -> neuron.resetBlock() == b).toList();
            codes[block][SharedParameter.V_RESET.index()] =
                    resetCode(known, block, firing.isEmpty() ? neurons : firing, scaling);
            for (int selgmax = 0; selgmax < largest.length; selgmax++) {
                codes[block][SharedParameter.vGmax(selgmax).index()] = known.gmaxCode(block, selgmax, largest[selgmax]);
            }
        }
        return codes;
    }

    private static int resetCode(ChipKnowledge known, int block, List<NeuronRequest> neurons, Scaling scaling) {
        Transfer reset = known.reset(block);
        double sum = 0;
        for (NeuronRequest neuron : neurons) {
            double volt = scaling.window().toVolt(neuron.cell().get(CellParameter.V_RESET));
            double offset = neuron.resetBlock() == block ? known.resetOffset(block, neuron.denmem(0)) : 0;
            sum += reset.domain().clip(volt - offset);
        }
        return FloatingGates.nearestCode(reset.toDac(sum / neurons.size()));
    }

    /// What each V_gmax cell is to cover in nS: all excitatory and inhibitory weights, then those of weak neurons.
    private static double[] largest(List<NeuronRequest> neurons, Scaling scaling, CircuitMode mode) {
        double[] covered = new double[4];
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
            covered[slot] = largest;
            covered[slot + 2] = least;
        }
        return covered;
    }
}
