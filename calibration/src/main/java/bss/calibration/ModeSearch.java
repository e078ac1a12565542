package bss.calibration;

import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.translate.CellParameter;
import bss.spec.translate.CellParameters;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.VoltageWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// Chooses the network's voltage window and every chip's circuit mode.
///
/// The fewest clipped values win; then, for the window, the fewest excitatory reversal potentials above 1.4 V, where
/// the input saturates, and the order of [WindowCandidates]; for a chip's mode, the fewest tau_m that rounding moves
/// by more than 5 %, then the order of the chip's modes: the big capacitor, normal before slow before fast. All
/// combinations are tried, in parts.
final class ModeSearch {

    /// The outcome: one window, and the mode of each chip.
    record Choice(VoltageWindow window, SortedMap<Integer, CircuitMode> modes) {}

    private final Circuit circuit;
    private final IntFunction<ChipKnowledge> knowledge;
    private final double speedup;
    // equal neurons are counted, not repeated; insertion order keeps the search repeatable
    private final SortedMap<Integer, Map<NeuronRequest, Integer>> chips = new TreeMap<>();
    private final Map<CellParameters, Integer> cells = new LinkedHashMap<>();

    /// @param circuit by which the window is chosen
    /// @param knowledge of each chip with neurons, by which its mode is chosen
    ModeSearch(Circuit circuit, IntFunction<ChipKnowledge> knowledge, double speedup, List<NeuronRequest> neurons) {
        this.circuit = circuit;
        this.knowledge = knowledge;
        this.speedup = speedup;
        for (NeuronRequest neuron : neurons) {
            NeuronRequest alike = new NeuronRequest(
                    neuron.hicann(), 0, neuron.denmems(), neuron.cell(), neuron.excitatory(), neuron.inhibitory());
            chips.computeIfAbsent(neuron.hicann(), hicann -> new LinkedHashMap<>())
                    .merge(alike, 1, Integer::sum);
            cells.merge(neuron.cell(), 1, Integer::sum);
        }
    }

    List<VoltageWindow> candidates() {
        if (cells.isEmpty()) {
            return List.of(VoltageWindow.DEFAULT);
        }
        return WindowCandidates.of(List.copyOf(cells.keySet()), speedup, circuit);
    }

    /// The best of `windows`, which must not be empty.
    Choice best(List<VoltageWindow> windows) {
        List<ChipCosts> costs = chipCosts();
        WindowDemand windowDemand = new WindowDemand(cells, circuit);
        // no window does better than this
        long floor = costs.stream().mapToLong(ChipCosts::fewestFixed).sum();
        VoltageWindow best = windows.getFirst();
        long bestClips = Long.MAX_VALUE;
        long bestSaturated = Long.MAX_VALUE;
        for (VoltageWindow window : windows) {
            long clips = windowDemand.clips(window);
            for (ChipCosts chip : costs) {
                clips += chip.clips(chip.bestMode(window), window);
            }
            if (clips > bestClips) {
                continue;
            }
            long saturated = windowDemand.saturated(window);
            if (clips < bestClips || saturated < bestSaturated) {
                best = window;
                bestClips = clips;
                bestSaturated = saturated;
            }
            if (clips == floor && saturated == 0) {
                break;
            }
        }
        SortedMap<Integer, CircuitMode> modes = new TreeMap<>();
        for (ChipCosts chip : costs) {
            modes.put(chip.hicann, chip.modes.get(chip.bestMode(best)));
        }
        return new Choice(best, modes);
    }

    private List<ChipCosts> chipCosts() {
        Scaling scaling = new Scaling(speedup, VoltageWindow.DEFAULT);
        List<ChipCosts> costs = new ArrayList<>();
        chips.forEach((hicann, neurons) -> {
            ChipCosts chip = new ChipCosts(hicann, neurons);
            Demand demand = new Demand(chip.circuit);
            for (int m = 0; m < chip.modes.size(); m++) {
                for (Map.Entry<NeuronRequest, Integer> neuron : neurons.entrySet()) {
                    CellParameters cell = neuron.getKey().cell();
                    chip.fixed[m] += neuron.getValue() * demand.ofCircuit(neuron.getKey(), scaling, chip.modes.get(m));
                    chip.coarse[m] += demand.coarseLeak(cell, scaling, chip.modes.get(m)) ? neuron.getValue() : 0;
                }
            }
            costs.add(chip);
        });
        return costs;
    }

    /// What a chip clips by mode: a part that the window does not touch, and b, which it does.
    private final class ChipCosts {

        private final int hicann;
        // b / cm in nA/nF and how often, of the neurons with b
        private final double[] charges;
        private final int[] counts;
        private final List<CircuitMode> modes;
        private final Circuit circuit;
        private final int[] fixed;
        private final int[] coarse;

        ChipCosts(int hicann, Map<NeuronRequest, Integer> neurons) {
            this.hicann = hicann;
            modes = knowledge.apply(hicann).modes();
            circuit = knowledge.apply(hicann).typical();
            fixed = new int[modes.size()];
            coarse = new int[modes.size()];
            List<Map.Entry<NeuronRequest, Integer>> withB = neurons.entrySet().stream()
                    .filter(neuron -> neuron.getKey().cell().adaptation())
                    .filter(neuron -> neuron.getKey().cell().get(CellParameter.B) != 0)
                    .toList();
            charges = withB.stream()
                    .map(Map.Entry::getKey)
                    .mapToDouble(ChipCosts::charge)
                    .toArray();
            counts = withB.stream().mapToInt(Map.Entry::getValue).toArray();
        }

        private static double charge(NeuronRequest neuron) {
            return neuron.cell().get(CellParameter.B) / neuron.cell().get(CellParameter.CM);
        }

        long clips(int mode, VoltageWindow window) {
            return fixed[mode] + windowClips(modes.get(mode), window);
        }

        long fewestFixed() {
            return Arrays.stream(fixed).min().orElse(0);
        }

        int bestMode(VoltageWindow window) {
            // of a mode the capacitor alone counts here
            long first = windowClips(modes.getFirst(), window);
            long last = windowClips(modes.getLast(), window);
            boolean bigFirst = modes.getFirst().bigcap();
            int best = 0;
            long bestClips = Long.MAX_VALUE;
            for (int m = 0; m < modes.size(); m++) {
                long clips = fixed[m] + (modes.get(m).bigcap() == bigFirst ? first : last);
                if (clips < bestClips || (clips == bestClips && coarse[m] < coarse[best])) {
                    best = m;
                    bestClips = clips;
                }
            }
            return best;
        }

        private long windowClips(CircuitMode mode, VoltageWindow window) {
            Reach reach = circuit.reach(NeuronParameter.I_FIRE, mode);
            double factor = 1e-9 * window.alpha() * speedup * mode.capacitance() * 1e9;
            double low = reach.low() / factor;
            double high = reach.high() / factor;
            long clips = 0;
            for (int i = 0; i < charges.length; i++) {
                if (charges[i] < low || charges[i] > high) {
                    clips += counts[i];
                }
            }
            return clips;
        }
    }
}
