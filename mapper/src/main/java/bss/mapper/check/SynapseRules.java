package bss.mapper.check;

import bss.mapper.network.Plasticity;
import bss.mapper.verify.Request;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.NeuronTopology;
import java.util.BitSet;

/// Synapse circuits: each listens to the source that the mapping puts there, and no other one listens at all.
final class SynapseRules {

    private static final int ROWS = 448;
    private static final int HALF = ROWS / 2;

    private final Mapping mapping;
    private final Request request;
    private final Occupancy occupancy;
    private final Violations violations;
    private final BitSet used = new BitSet();

    SynapseRules(Mapping mapping, Request request, Occupancy occupancy, Violations violations) {
        this.mapping = mapping;
        this.request = request;
        this.occupancy = occupancy;
        this.violations = violations;
    }

    void check() {
        if (mapping.synapses().size() != request.projections().size()) {
            violations.add(
                    Rule.LOST_LIST,
                    () -> "mapping",
                    mapping.synapses().size() + " projections",
                    request.projections().size() + " projections");
            return;
        }
        for (int p = 0; p < mapping.synapses().size(); p++) {
            projection(mapping.synapses().get(p), request.projections().get(p));
        }
        for (int hicann : mapping.configuration().usedHicanns()) {
            unused(hicann, mapping.configuration().hicann(hicann).orElseThrow());
        }
    }

    private void projection(SynapseSites sites, Request.Synapses asked) {
        if (sites.count() != asked.count()) {
            violations.add(
                    Rule.LOST_LIST,
                    () -> "projection '%s'".formatted(asked.label()),
                    sites.count() + " synapses",
                    asked.count() + " synapses, realised or lost");
            return;
        }
        for (int s = 0; s < sites.count(); s++) {
            if (sites.realised(s)) {
                site(sites, asked, s);
            } else if (sites.lossIndex(s) >= mapping.losses().size()) {
                int synapse = s;
                violations.add(
                        Rule.LOST_LIST,
                        () -> "reason of synapse %d of projection '%s'".formatted(synapse, asked.label()),
                        sites.lossIndex(s),
                        "below %d, one of the mapping's"
                                .formatted(mapping.losses().size()));
            }
        }
    }

    private void site(SynapseSites sites, Request.Synapses asked, int s) {
        int hicann = sites.hicann(s);
        int row = sites.row(s);
        int column = sites.column(s);
        if (hicann >= WaferConfiguration.HICANNS
                || mapping.configuration().hicann(hicann).isEmpty()) {
            violations.add(
                    Rule.SYNAPSE_SITE,
                    () -> "HICANN %d of synapse %d of projection '%s'".formatted(hicann, s, asked.label()),
                    "in reset",
                    "configured");
            return;
        }
        if (used.get(sites.site(s))) {
            violations.add(Rule.SITE_ONCE, () -> place(hicann, row, column), "used twice", "used once");
        }
        used.set(sites.site(s));
        HicannConfiguration chip = mapping.configuration().hicann(hicann).orElseThrow();
        SynapseRowConfig config = chip.synapseRow(row);
        CellSites sources = mapping.cells().get(asked.sourcePopulation());
        int listens = (config.decoder(column) << 4) | chip.decoder(row, column);
        int address = sources.address(asked.source(s));
        if (listens != address) {
            violations.add(
                    Rule.SYNAPSE_SITE,
                    () -> "address that %s listens to".formatted(place(hicann, row, column)),
                    listens,
                    "%d, that of %s"
                            .formatted(address, request.name(request.cell(asked.sourcePopulation(), asked.source(s)))));
        }
        int fed = occupancy.neuron(hicann, NeuronTopology.denmemOfSynapse(row, column));
        int target = request.cell(asked.targetPopulation(), asked.target(s));
        if (fed != target) {
            violations.add(
                    Rule.SYNAPSE_SITE,
                    () -> "neuron that %s feeds".formatted(place(hicann, row, column)),
                    fed == Occupancy.FREE ? "none" : request.name(fed),
                    request.name(target));
        }
        if (config.synInLeft() == asked.inhibitory()
                || config.synInRight() != asked.inhibitory()
                || config.gmaxDivisor() == 0) {
            violations.add(
                    Rule.ROW_SIDE,
                    () -> "row %d of HICANN %d".formatted(row, hicann),
                    config,
                    "%s input alone, divisor 1 to 30".formatted(asked.inhibitory() ? "right" : "left"));
        }
        plasticity(hicann, chip, row, asked);
    }

    private void plasticity(int hicann, HicannConfiguration chip, int row, Request.Synapses asked) {
        SynapseDriverConfig driver = chip.synapseDriver(row / 2);
        boolean right = switch (asked.plasticity()) {
            case Plasticity.TsodyksMarkram rule ->
                driver.stpEnable() && (driver.stpDepression() || rule.tauFacilMs() > 0);
            case Plasticity.Static _, Plasticity.Stdp _ -> !driver.stpEnable();
        };
        if (!right) {
            violations.add(
                    Rule.STP_CLASS,
                    () -> "driver %d of HICANN %d".formatted(row / 2, hicann),
                    driver,
                    "short-term plasticity as a synapse of projection '%s' asks for, %s"
                            .formatted(asked.label(), asked.plasticity().name()));
        }
        StdpConfig controller = chip.stdp(row / HALF);
        boolean rewritten =
                controller.automatic() && row % HALF >= controller.firstRow() && row % HALF <= controller.lastRow();
        if (rewritten && !(asked.plasticity() instanceof Plasticity.Stdp)) {
            violations.add(
                    Rule.STDP_ROWS,
                    () -> "row %d of HICANN %d, which the STDP controller rewrites".formatted(row, hicann),
                    "a synapse of projection '%s', %s"
                            .formatted(asked.label(), asked.plasticity().name()),
                    "synapses with STDP alone");
        }
    }

    private void unused(int hicann, HicannConfiguration chip) {
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < NeuronTopology.COLUMNS; column++) {
                int site = hicann * SynapseSites.PER_HICANN + row * NeuronTopology.COLUMNS + column;
                if (chip.decoder(row, column) != HicannConfiguration.DECODER_OFF && !used.get(site)) {
                    int r = row;
                    int c = column;
                    violations.add(
                            Rule.UNUSED_DECODER,
                            () -> "decoder of unused %s".formatted(place(hicann, r, c)),
                            chip.decoder(row, column),
                            HicannConfiguration.DECODER_OFF);
                }
            }
        }
    }

    private static String place(int hicann, int row, int column) {
        return "synapse in row %d, column %d of HICANN %d".formatted(row, column, hicann);
    }
}
