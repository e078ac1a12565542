package bss.mapper.network.generate;

import bss.mapper.network.CellType;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the benchmark networks share: a neuron that the hardware can realise, weight and delay.
final class Parts {

    static final double WEIGHT_US = 0.005;
    static final double DELAY_MS = 1.0;

    private Parts() {}

    static CellType neuron() {
        return neuron(Map.of());
    }

    /// The neuron with some parameters changed.
    static CellType neuron(Map<String, Value> changed) {
        Map<String, Value> given = new LinkedHashMap<>();
        given.put("cm", Value.of(0.2));
        given.put("tau_m", Value.of(10));
        given.put("tau_refrac", Value.of(1));
        given.put("v_rest", Value.of(-70));
        given.put("v_reset", Value.of(-70));
        given.put("v_thresh", Value.of(-55));
        given.put("tau_syn_E", Value.of(5));
        given.put("tau_syn_I", Value.of(5));
        given.put("e_rev_E", Value.of(0));
        given.put("e_rev_I", Value.of(-80));
        given.putAll(changed);
        return CellType.IfCondExp.of(given);
    }

    static Synapse synapse() {
        return synapse(WEIGHT_US);
    }

    static Synapse synapse(double weight) {
        return Synapse.fixed(weight, DELAY_MS);
    }

    static CellType poisson(double rateHz) {
        return CellType.SpikeSourcePoisson.of(Map.of("rate", Value.of(rateHz)));
    }

    /// `size` sources that each fire once at `timeMs`.
    static CellType volley(int size, double timeMs) {
        return new CellType.SpikeSourceArray(new ArrayList<>(Collections.nCopies(size, DoubleSeries.of(timeMs))));
    }
}
