package bss.emulator.build;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Decodes the floating-gate codes of denmems, each combination of codes once: inverting the transfers takes longer
/// than looking them up. Safe for many threads.
public final class CircuitDecoder {

    private static final NeuronParameter[] PARAMETERS = NeuronParameter.values();

    private final Map<String, IdealCircuit> known = new ConcurrentHashMap<>();

    /// The ideal circuit of a denmem, 0 to 511.
    public IdealCircuit decode(HicannConfiguration chip, int denmem) {
        ChipCodes codes = new ChipCodes(chip, denmem);
        int half = NeuronTopology.y(denmem);
        char[] key = new char[PARAMETERS.length + 2];
        for (int p = 0; p < PARAMETERS.length; p++) {
            key[p] = (char) codes.neuron(PARAMETERS[p]);
        }
        key[PARAMETERS.length] = (char) codes.shared(SharedParameter.V_RESET);
        key[PARAMETERS.length + 1] = (char) chip.word(Component.NEURON_HALF, half);
        return known.computeIfAbsent(
                new String(key),
                k -> IdealCircuit.decode(codes, chip.neuronHalf(half).mode()));
    }
}
