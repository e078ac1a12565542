package bss.tools.acceptance;

import bss.mapper.MapperOptions;
import bss.mapper.network.Network;
import bss.mapper.network.io.NetworkReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A small network over several chips for bit flips: two kinds of neurons of different sizes, excitation and
/// inhibition, external sources, routes in both directions, thresholds out of reach of single spikes.
final class FlipNetwork {

    static final MapperOptions OPTIONS = Pipeline.GREEDY.withHicanns(List.of(88, 116, 117));

    private FlipNetwork() {}

    static Network network() throws Exception {
        String cell = """
                {"type": "IF_cond_exp", "parameters": {"cm": 0.2, "tau_m": 10.0, "tau_refrac": 2.0, "v_rest": -70.0,
                 "v_reset": -70.0, "v_thresh": -20.0, "tau_syn_E": 2.0, "tau_syn_I": 2.0, "e_rev_E": 0.0,
                 "e_rev_I": -80.0}}""";
        String json = """
                {"version": 1, "name": "flips", "seed": 5, "populations": [
                  {"label": "in", "size": 12, "cell": {"type": "SpikeSourceArray", "parameters": {"spike_times": %s}}},
                  {"label": "a", "size": 14, "cell": %s, "record": ["spikes"], "placement": {"neuron_size": 16}},
                  {"label": "b", "size": 34, "cell": %s, "record": ["spikes"], "placement": {"neuron_size": 32}},
                  {"label": "c", "size": 10, "cell": %s, "record": ["spikes"], "placement": {"neuron_size": 2}}],
                 "projections": [%s, %s, %s, %s, %s]}
                """.formatted(
                        "[" + "[], ".repeat(11) + "[]]",
                        cell,
                        cell,
                        cell,
                        projection("in", "a", "excitatory", 0.5, 0.003),
                        projection("a", "b", "excitatory", 0.4, 0.004),
                        projection("b", "a", "inhibitory", 0.3, 0.005),
                        projection("b", "c", "excitatory", 0.4, 0.002),
                        projection("c", "b", "inhibitory", 0.5, 0.006));
        return NetworkReader.read("flips", json.getBytes(StandardCharsets.UTF_8), Path.of("."));
    }

    private static String projection(String source, String target, String receptor, double p, double weight) {
        return """
                {"source": "%s", "target": "%s", "receptor": "%s", "connector": {"rule": "fixed_probability", "p": %s},
                 "synapse": {"type": "static", "weight": %s, "delay": 1.0}}""".formatted(source, target, receptor, p, weight);
    }
}
