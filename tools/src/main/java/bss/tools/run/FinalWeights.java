package bss.tools.run;

import bss.mapper.network.Network;
import bss.mapper.network.Plasticity;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.transfer.SynapseWeightTransfer;
import bss.tools.result.WeightTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What became of the weights of a network's synapses with STDP: the 4-bit weights on the wafer, in uS.
public final class FinalWeights {

    /// Any setting of a row: between two digital weights of one synapse only the shape of the curve counts.
    private static final SynapseWeightTransfer SHAPE = SynapseWeightTransfer.ofCode(200, 11);

    private FinalWeights() {}

    /// Whether weights of a network change while it runs.
    public static boolean plastic(Network network) {
        return network.projections().stream().anyMatch(p -> p.synapse().plasticity() instanceof Plasticity.Stdp);
    }

    /// One table for each projection with STDP, in the order of the network.
    ///
    /// @param after the configuration as it stands on the wafer
    static List<WeightTable> of(Network network, Mapping mapping, WaferConfiguration after) {
        List<WeightTable> tables = new ArrayList<>();
        for (int p = 0; p < network.projections().size(); p++) {
            if (network.projections().get(p).synapse().plasticity() instanceof Plasticity.Stdp) {
                tables.add(
                        table(Expansion.expand(network, p), mapping.synapses().get(p), mapping.configuration(), after));
            }
        }
        return tables;
    }

    private static WeightTable table(
            Connections drawn, SynapseSites sites, WaferConfiguration before, WaferConfiguration after) {
        double[] initial = new double[sites.count()];
        Arrays.fill(initial, Double.NaN);
        for (int i = 0; i < initial.length; i++) {
            if (sites.realised(i)) {
                initial[i] = sites.weight(i);
            }
        }
        return new WeightTable(sites.label(), drawn.sources(), drawn.targets(), initial, weights(sites, before, after));
    }

    /// The weights in uS of a projection's synapses as their digital weights stand; NaN if lost.
    ///
    /// @param before the configuration of the mapping
    /// @param after the configuration as it stands on the wafer
    public static double[] weights(SynapseSites sites, WaferConfiguration before, WaferConfiguration after) {
        double[] last = new double[sites.count()];
        Arrays.fill(last, Double.NaN);
        for (int i = 0; i < last.length; i++) {
            if (sites.realised(i)) {
                int from = code(before, sites, i);
                int to = code(after, sites, i);
                last[i] = from == to ? sites.weight(i) : sites.weight(i) * change(from, to);
            }
        }
        return last;
    }

    /// How many times the conductance at one digital weight is that at another, at one setting of the row.
    public static double change(int from, int to) {
        return SHAPE.conductance(to) / SHAPE.conductance(from);
    }

    /// The digital weight of a realised synapse.
    public static int code(WaferConfiguration wafer, SynapseSites sites, int synapse) {
        return wafer.hicann(sites.hicann(synapse))
                .orElse(HicannConfiguration.RESET)
                .weight(sites.row(synapse), sites.column(synapse));
    }
}
