package bss.tools.loop;

import bss.mapper.network.Network;
import bss.mapper.network.Projection;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/// What a network in the loop consists of.
///
/// @param mapping of the network
/// @param network that the mapping holds
record LoopDescription(Mapping mapping, Network network) {

    /// The populations whose spikes are recorded.
    List<Integer> neurons() {
        return IntStream.range(0, mapping.cells().size())
                .filter(p -> !mapping.cells().get(p).external())
                .boxed()
                .toList();
    }

    ObjectNode json() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("network", network.name());
        all.put("speedup", mapping.speedup());
        all.put("calibrated", mapping.calibration().isPresent());
        ArrayNode populations = all.putArray("populations");
        for (CellSites sites : mapping.cells()) {
            ObjectNode entry = populations.addObject();
            entry.put("label", sites.label());
            entry.put("size", sites.count());
            entry.put("kind", sites.external() ? "sources" : "neurons");
            ArrayNode lost = entry.putArray("unplaced");
            IntStream.range(0, sites.count()).filter(c -> !sites.placed(c)).forEach(lost::add);
        }
        ArrayNode projections = all.putArray("projections");
        for (int p = 0; p < network.projections().size(); p++) {
            Projection projection = network.projections().get(p);
            SynapseSites sites = mapping.synapses().get(p);
            ObjectNode entry = projections.addObject();
            entry.put("label", projection.label());
            entry.put("source", mapping.cells().get(projection.source()).label());
            entry.put("target", mapping.cells().get(projection.target()).label());
            entry.put("receptor", projection.receptor().label());
            entry.put("synapses", sites.count());
            entry.put(
                    "lost",
                    IntStream.range(0, sites.count())
                            .filter(s -> !sites.realised(s))
                            .count());
        }
        return all;
    }
}
