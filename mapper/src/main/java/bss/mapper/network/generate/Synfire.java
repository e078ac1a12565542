package bss.mapper.network.generate;

import bss.mapper.network.CellType;
import bss.mapper.network.Connector;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The wafer-filling synfire chain: 190 groups of 80 excitatory and 20 inhibitory neurons, 1,444,000 synapses.
///
/// The excitatory neurons of a group (of the source group for the first) drive both kinds of the next with 60 inputs
/// each; the inhibitory neurons, fed forward, silence their own group's excitatory ones.
/// Source: kip.uni-heidelberg.de/vision/news/20201001-jjk-synfire-chain.
final class Synfire {

    private static final int GROUPS = 190;
    private static final int EXCITATORY = 80;
    private static final int INHIBITORY = 20;
    private static final int INPUTS = 60;

    private Synfire() {}

    static Network generate(long seed) {
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        populations.add(Population.of("source", EXCITATORY, Parts.volley(EXCITATORY, 10)));
        // a long refractory time and short synapses: one spike per neuron and passage
        CellType neuron = Parts.neuron(Map.of("tau_refrac", Value.of(8), "tau_syn_E", Value.of(1.5)));
        Connector forward = new Connector.FixedIndegree(INPUTS, false, true);
        Connector local = new Connector.FixedIndegree(INHIBITORY, false, true);
        int before = 0;
        for (int group = 0; group < GROUPS; group++) {
            int excitatory = populations.size();
            int inhibitory = excitatory + 1;
            populations.add(Population.of("exc" + group, EXCITATORY, neuron));
            populations.add(Population.of("inh" + group, INHIBITORY, neuron));
            projections.add(link(before, excitatory, Receptor.EXCITATORY, forward, populations));
            projections.add(link(before, inhibitory, Receptor.EXCITATORY, forward, populations));
            projections.add(link(inhibitory, excitatory, Receptor.INHIBITORY, local, populations));
            before = excitatory;
        }
        return new Network("synfire", seed, populations, projections, List.of());
    }

    private static Projection link(
            int source, int target, Receptor receptor, Connector connector, List<Population> populations) {
        String label =
                populations.get(source).label() + "->" + populations.get(target).label();
        return Projection.of(label, source, target, receptor, connector, Parts.synapse());
    }
}
