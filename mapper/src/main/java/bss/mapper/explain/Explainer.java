package bss.mapper.explain;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.Extractor;
import bss.mapper.network.Network;
import bss.mapper.network.Projection;
import bss.mapper.network.ResolvedNetwork;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.spec.coord.L1Address;
import bss.spec.coord.NeuronOnHicann;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Loss;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tells in words which way each synapse between two cells takes over the wafer, bus by bus, or why it was lost.
///
/// The mapping says where the synapse and its cells are; the way between them, weight and delay come from the
/// configuration's bits. Where these do not bear out what the mapping reports, a line beginning with `broken` says so.
/// Not for several threads at a time.
public final class Explainer {

    private static final int MOST_LISTED = 10;

    private final Mapping mapping;
    private final Network network;
    private @Nullable Extraction extraction;

    /// @throws IllegalArgumentException if the mapping is not one of this network
    public Explainer(Mapping mapping, Network network) {
        this.mapping = mapping;
        this.network = network;
        same("populations", mapping.cells().size(), network.populations().size());
        same("projections", mapping.synapses().size(), network.projections().size());
        for (int p = 0; p < mapping.cells().size(); p++) {
            same(
                    "cells of population \"%s\""
                            .formatted(network.populations().get(p).label()),
                    mapping.cells().get(p).count(),
                    network.populations().get(p).size());
        }
    }

    private static void same(String what, int mapped, int asked) {
        if (mapped != asked) {
            throw new IllegalArgumentException(
                    "the mapping has %d %s, must have %d as the network".formatted(mapped, what, asked));
        }
    }

    /// Lines of text about all synapses from one cell to another, of all projections.
    ///
    /// @param synapse two cells by population and index: `SRC[0]->DST[3]`
    /// @throws IllegalArgumentException if it is not of this form, or there is no such population or cell
    public List<String> explain(String synapse) {
        SynapseName name = SynapseName.parse(synapse, network);
        List<String> lines = new ArrayList<>();
        int found = 0;
        int realised = 0;
        for (int p = 0; p < network.projections().size(); p++) {
            if (joins(p, name)) {
                Connections drawn = Expansion.expand(network, p);
                SynapseSites sites = mapping.synapses().get(p);
                same("synapses of projection \"%s\"".formatted(sites.label()), sites.count(), drawn.size());
                for (int s = 0; s < drawn.size(); s++) {
                    if (drawn.source(s) == name.source() && drawn.target(s) == name.target()) {
                        found++;
                        realised += sites.realised(s) ? 1 : 0;
                        lines.addAll(one(name, p, s, drawn));
                    }
                }
            }
        }
        if (found == 0) {
            return absent(name);
        }
        mapping.calibration().ifPresent(c -> lines.addFirst("made with the " + c.identity()));
        lines.addFirst("%s -> %s: %d synapse%s, %d realised"
                .formatted(source(name), target(name), found, found == 1 ? "" : "s", realised));
        return lines;
    }

    private boolean joins(int projection, SynapseName name) {
        Projection p = network.projections().get(projection);
        return p.source() == name.sourcePopulation() && p.target() == name.targetPopulation();
    }

    private List<String> one(SynapseName name, int projection, int synapse, Connections drawn) {
        Projection p = network.projections().get(projection);
        List<String> lines = new ArrayList<>();
        lines.add("%s, synapse %d, %s: weight %s uS, delay %s ms requested"
                .formatted(
                        p.label(),
                        synapse,
                        p.receptor().label(),
                        Numbers.words(drawn.weight(synapse)),
                        Numbers.words(drawn.delayMs(synapse))));
        SynapseSites sites = mapping.synapses().get(projection);
        if (sites.realised(synapse)) {
            double cmFarad = 1e-9 * new ResolvedNetwork(network).parameter(p.target(), "cm")[name.target()];
            Extraction bits = extraction();
            new RealisedSynapse(mapping, bits, name, p, sites, synapse, cmFarad)
                    .explain(drawn.weight(synapse), drawn.delayMs(synapse), lines);
        } else {
            Loss loss = mapping.losses().get(sites.lossIndex(synapse));
            lines.add("  lost, %s: %s".formatted(loss.cause().key(), LossWords.of(loss.cause())));
            lines.add("  resource: %s".formatted(loss.resource()));
            lines.add("  source: %s".formatted(place(name.sourcePopulation(), name.source())));
            lines.add("  target: %s".formatted(place(name.targetPopulation(), name.target())));
        }
        return lines;
    }

    private Extraction extraction() {
        Extraction known = extraction;
        if (known == null) {
            known = Extractor.extract(mapping);
            extraction = known;
        }
        return known;
    }

    private String place(int population, int cell) {
        CellSites sites = mapping.cells().get(population);
        if (!sites.placed(cell)) {
            return "found no place";
        }
        String sends = sites.sends(cell)
                ? "sends %s to DncMergerOnHicann(%d)"
                        .formatted(L1Address.of(sites.address(cell)), sites.dncMerger(cell))
                : "sends nothing";
        return sites.external()
                ? "external, HICANN %d, %s".formatted(sites.hicann(cell), sends)
                : "HICANN %d, %s, %d denmems, %s"
                        .formatted(sites.hicann(cell), NeuronOnHicann.of(sites.denmem(cell)), sites.size(cell), sends);
    }

    private List<String> absent(SynapseName name) {
        List<String> lines = new ArrayList<>();
        lines.add("%s -> %s: the network has no such synapse".formatted(source(name), target(name)));
        List<Integer> joining = IntStream.range(0, network.projections().size())
                .filter(p -> joins(p, name))
                .boxed()
                .toList();
        String from = label(name.sourcePopulation());
        String to = label(name.targetPopulation());
        if (joining.isEmpty()) {
            String others = network.projections().stream()
                    .filter(p -> p.source() == name.sourcePopulation())
                    .map(p -> label(p.target()))
                    .distinct()
                    .collect(Collectors.joining(", "));
            lines.add("  no projection leads from %s to %s, those of %s lead to %s"
                    .formatted(from, to, from, others.isEmpty() ? "nothing" : others));
            return lines;
        }
        int[] targets = ends(joining, true, name.source());
        int[] sources = ends(joining, false, name.target());
        lines.add("  %s has %s in %s%s".formatted(source(name), count(targets, "target"), to, list(to, targets)));
        lines.add("  %s has %s in %s%s".formatted(target(name), count(sources, "source"), from, list(from, sources)));
        return lines;
    }

    /// Distinct cells at the other end of one cell's synapses, ascending.
    private int[] ends(List<Integer> projections, boolean outgoing, int cell) {
        return projections.stream()
                .map(p -> Expansion.expand(network, p))
                .flatMapToInt(drawn -> IntStream.range(0, drawn.size())
                        .filter(s -> (outgoing ? drawn.source(s) : drawn.target(s)) == cell)
                        .map(s -> outgoing ? drawn.target(s) : drawn.source(s)))
                .sorted()
                .distinct()
                .toArray();
    }

    private static String count(int[] cells, String what) {
        return cells.length == 0 ? "no " + what : cells.length + " " + what + (cells.length == 1 ? "" : "s");
    }

    private static String list(String label, int[] cells) {
        if (cells.length == 0) {
            return "";
        }
        return Arrays.stream(cells)
                .limit(MOST_LISTED)
                .mapToObj(cell -> label + "[" + cell + "]")
                .collect(Collectors.joining(", ", ": ", cells.length > MOST_LISTED ? ", ..." : ""));
    }

    private String source(SynapseName name) {
        return label(name.sourcePopulation()) + "[" + name.source() + "]";
    }

    private String target(SynapseName name) {
        return label(name.targetPopulation()) + "[" + name.target() + "]";
    }

    private String label(int population) {
        return network.populations().get(population).label();
    }
}
