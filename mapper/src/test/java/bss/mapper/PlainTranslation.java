package bss.mapper;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.translate.CellParameter;
import bss.spec.translate.ChipTranslation;
import bss.spec.translate.NeuronRequest;
import bss.spec.translate.NeuronTranslation;
import bss.spec.translate.ParameterChange;
import bss.spec.translate.ParameterTranslation;
import bss.spec.translate.TranslationOptions;
import bss.spec.translate.TranslationPlan;
import bss.spec.translate.VoltageWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// A translation for tests: codes that tell denmems apart, V_gmax at fixed codes, tau_refrac always clipped.
public final class PlainTranslation implements ParameterTranslation {

    public static final double NANOSIEMENS_PER_MICROSIEMENS = 100_000;

    private final boolean trueScale;

    public PlainTranslation() {
        this(false);
    }

    /// With the scale of weights that the capacitors have, or a constant one.
    public PlainTranslation(boolean trueScale) {
        this.trueScale = trueScale;
    }

    private double scale(NeuronRequest neuron, double speedup) {
        return trueScale
                ? 1000
                        * speedup
                        * neuron.denmems()
                        * CircuitMode.BIG_CAPACITANCE
                        / (neuron.cell().get(CellParameter.CM) * 1e-9)
                : NANOSIEMENS_PER_MICROSIEMENS;
    }

    @Override
    public TranslationPlan plan(List<NeuronRequest> neurons, TranslationOptions options) {
        List<NeuronTranslation> results = new ArrayList<>();
        TreeSet<Integer> hicanns = new TreeSet<>();
        for (NeuronRequest neuron : neurons) {
            hicanns.add(neuron.hicann());
            int[][] codes = new int[neuron.denmems()][NeuronParameter.values().length];
            for (int k = 0; k < codes.length; k++) {
                for (NeuronParameter parameter : NeuronParameter.values()) {
                    codes[k][parameter.index()] = code(neuron.denmem(k), parameter);
                }
            }
            results.add(new NeuronTranslation(
                    neuron,
                    codes,
                    neuron.cell().with(CellParameter.TAU_REFRAC, 1.5),
                    scale(neuron, options.speedup()),
                    List.of(new ParameterChange(
                            ParameterChange.Feature.CLIPPED,
                            "tau_refrac",
                            neuron.cell().get(CellParameter.TAU_REFRAC),
                            1.5,
                            "always so in this test"))));
        }
        int[][] shared = new int[FloatingGates.BLOCKS][SharedParameter.values().length];
        for (int[] block : shared) {
            Arrays.fill(block, 7);
            for (int sel = 0; sel < 4; sel++) {
                block[SharedParameter.vGmax(sel).index()] = 100 * (sel + 1);
            }
        }
        return new TranslationPlan(
                options.speedup(),
                VoltageWindow.DEFAULT,
                results,
                hicanns.stream()
                        .map(h -> new ChipTranslation(h, CircuitMode.DEFAULT, shared))
                        .toList());
    }

    public static int code(int denmem, NeuronParameter parameter) {
        return (denmem + 37 * parameter.index()) % 1000;
    }
}
