package bss.mapper.verify;

import bss.mapper.extract.Extraction;
import bss.mapper.extract.Extractor;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// Compares a mapping's bits with the network asked for.
///
/// Which circuit is which cell comes from the mapping's placement, and which synapses it reports from its synapse
/// sites;
/// everything else from the bits. One verifier serves any number of variations of the configuration.
public final class Verifier {

    private static final int DEFAULT_EXAMPLES = 20;

    private final Mapping mapping;
    private final Request request;
    private final int maxExamples;
    private final int[] cellOfDenmem = new int[WaferConfiguration.HICANNS * NeuronTopology.DENMEMS];
    private final double[] cmFarad;
    private final Ends requested = new Ends();
    private final Ends reported = new Ends();

    public Verifier(Mapping mapping, Request request) {
        this(mapping, request, DEFAULT_EXAMPLES);
    }

    /// @param maxExamples faults that a report puts into words
    /// @throws IllegalArgumentException if the mapping is not one of this network
    public Verifier(Mapping mapping, Request request, int maxExamples) {
        this.mapping = mapping;
        this.request = request;
        this.maxExamples = maxExamples;
        requireSameShape();
        cmFarad = new double[request.cells()];
        Arrays.fill(cellOfDenmem, Senders.NO_CELL);
        for (int p = 0; p < mapping.cells().size(); p++) {
            CellSites sites = mapping.cells().get(p);
            for (int i = 0; i < sites.count() && !sites.external(); i++) {
                cmFarad[request.cell(p, i)] =
                        1e-9 * request.populations().get(p).cmNanofarad(i);
                if (sites.placed(i)) {
                    cellOfDenmem[sites.hicann(i) * NeuronTopology.DENMEMS + sites.denmem(i)] = request.cell(p, i);
                }
            }
        }
        for (int p = 0; p < mapping.synapses().size(); p++) {
            collect(request.projections().get(p), mapping.synapses().get(p));
        }
        requested.sort(request.cells());
        reported.sort(request.cells());
    }

    private void requireSameShape() {
        same("populations", mapping.cells().size(), request.populations().size());
        same("projections", mapping.synapses().size(), request.projections().size());
        for (int p = 0; p < mapping.cells().size(); p++) {
            same(
                    "cells of population %d".formatted(p),
                    mapping.cells().get(p).count(),
                    request.populations().get(p).size());
        }
        for (int p = 0; p < mapping.synapses().size(); p++) {
            same(
                    "synapses of projection %d".formatted(p),
                    mapping.synapses().get(p).count(),
                    request.projections().get(p).count());
        }
    }

    private static void same(String what, int mapped, int asked) {
        if (mapped != asked) {
            throw new IllegalArgumentException(
                    "the mapping has %d %s, the network asks for %d".formatted(mapped, what, asked));
        }
    }

    private void collect(Request.Synapses projection, SynapseSites sites) {
        for (int s = 0; s < projection.count(); s++) {
            int source = request.cell(projection.sourcePopulation(), projection.source(s));
            int target = request.cell(projection.targetPopulation(), projection.target(s));
            requested.add(source, target, projection.inhibitory(), 0);
            if (sites.realised(s)) {
                reported.add(source, target, projection.inhibitory(), sites.weight(s));
            }
        }
    }

    /// Compares the mapping's own bits.
    public VerifyReport verify() {
        return verify(mapping.configuration());
    }

    /// Compares other bits, as if they were the mapping's.
    public VerifyReport verify(WaferConfiguration configuration) {
        Findings findings = new Findings(maxExamples);
        Extraction extraction = Extractor.extract(mapping, configuration);
        Senders senders = new Senders(request, mapping.cells(), cellOfDenmem, configuration, extraction);
        senders.collect(findings);
        Ends extracted = new Ends();
        for (int hicann : configuration.usedHicanns()) {
            for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
                int sender = Extraction.sender(hicann, d);
                if (extraction.lands(sender)) {
                    extract(extraction, senders, sender, extracted, findings);
                }
            }
        }
        extracted.sort(request.cells());
        new Comparison(request, requested, reported, extracted, findings).run();
        return findings.report(requested.size(), reported.size());
    }

    private void extract(Extraction extraction, Senders senders, int sender, Ends extracted, Findings findings) {
        extraction.visit(
                sender, senders.addresses(sender), (address, hicann, row, column, right, code, step, chips) -> {
                    int denmem = NeuronTopology.denmemOfSynapse(row, column);
                    int target = target(extraction, hicann, denmem);
                    for (int e = senders.first(sender, address); e >= 0; e = senders.next(e)) {
                        int source = senders.cell(e);
                        if (source == Senders.NO_CELL || target == Senders.NO_CELL) {
                            findings.wrong++;
                            findings.example(
                                    () -> "address %d of HICANN %d, DNC merger %d (%s) hits HICANN %d, denmem %d (%s)"
                                            .formatted(
                                                    address,
                                                    sender / MergerTopology.DNC_MERGERS,
                                                    sender % MergerTopology.DNC_MERGERS,
                                                    source == Senders.NO_CELL ? "no neuron" : request.name(source),
                                                    hicann,
                                                    denmem,
                                                    target == Senders.NO_CELL ? "no neuron" : request.name(target)));
                        } else {
                            extracted.add(source, target, right, weight(extraction, hicann, denmem, target, step));
                        }
                    }
                });
        extraction.visit(sender, 1, (zero, hicann, row, column, right, code, step, chips) -> {
            int denmem = NeuronTopology.denmemOfSynapse(row, column);
            int target = target(extraction, hicann, denmem);
            if (target != Senders.NO_CELL) {
                findings.background++;
                findings.example(
                        () -> "background events of HICANN %d, DNC merger %d hit %s on HICANN %d, row %d, column %d"
                                .formatted(
                                        sender / MergerTopology.DNC_MERGERS,
                                        sender % MergerTopology.DNC_MERGERS,
                                        request.name(target),
                                        hicann,
                                        row,
                                        column));
            }
        });
    }

    private int target(Extraction extraction, int hicann, int denmem) {
        int lead = extraction.circuits(hicann).lead(denmem);
        return lead < 0 ? Senders.NO_CELL : cellOfDenmem[hicann * NeuronTopology.DENMEMS + lead];
    }

    /// Biological weight in uS: hardware conductances are `speedup * C_hw / C_bio` times biological ones.
    private float weight(Extraction extraction, int hicann, int denmem, int target, double stepNs) {
        double farad = extraction.circuits(hicann).capacitanceFarad(denmem);
        return (float) (stepNs * 1e-3 / (mapping.speedup() * farad / cmFarad[target]));
    }
}
