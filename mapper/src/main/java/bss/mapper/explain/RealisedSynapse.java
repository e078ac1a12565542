package bss.mapper.explain;

import bss.mapper.extract.Circuits;
import bss.mapper.extract.DriverRuns;
import bss.mapper.extract.Extraction;
import bss.mapper.extract.L1Nets;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.coord.GbitLinkOnHicann;
import bss.spec.coord.L1Address;
import bss.spec.coord.NeuronOnHicann;
import bss.spec.coord.SynapseDriverOnHicann;
import bss.spec.coord.SynapseOnHicann;
import bss.spec.coord.SynapseRowOnHicann;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseStrengths;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The way of one realised synapse, from the firing denmem or Gbit link to the denmem it feeds.
///
/// Sources of the meaning of the bits: ess:systemsim/syndriver.cpp (decoding), calibtic:src/HMF/SynapseCalibration.cpp
/// (weight), brainscales1-demos:cortical_microcircuit.rst (delay).
final class RealisedSynapse {

    private static final double FIXED_DELAY_MS = 64e-6;
    private static final double DELAY_PER_CHIP_MS = 4e-6;
    /// Reports hold floats, worked out from rounded ones; one V_gmax code is a hundred times larger.
    private static final double TOLERANCE = 1e-5;

    private final Mapping mapping;
    private final Extraction bits;
    private final CellSites sourceSites;
    private final int source;
    private final CellSites targetSites;
    private final int target;
    private final Receptor receptor;
    private final Plasticity plasticity;
    private final SynapseSites sites;
    private final int synapse;
    private final double cmFarad;
    private final int hicann;
    private final int row;
    private final int column;
    private final HicannConfiguration chip;

    RealisedSynapse(
            Mapping mapping,
            Extraction bits,
            SynapseName name,
            Projection projection,
            SynapseSites sites,
            int synapse,
            double cmFarad) {
        this.mapping = mapping;
        this.bits = bits;
        this.sourceSites = mapping.cells().get(name.sourcePopulation());
        this.source = name.source();
        this.targetSites = mapping.cells().get(name.targetPopulation());
        this.target = name.target();
        this.receptor = projection.receptor();
        this.plasticity = projection.synapse().plasticity();
        this.sites = sites;
        this.synapse = synapse;
        this.cmFarad = cmFarad;
        hicann = sites.hicann(synapse);
        row = sites.row(synapse);
        column = sites.column(synapse);
        chip = chip(hicann);
    }

    private HicannConfiguration chip(int number) {
        return mapping.configuration().hicann(number).orElse(HicannConfiguration.RESET);
    }

    void explain(double requestedWeight, double requestedDelayMs, List<String> lines) {
        int driver = row / 2;
        DriverRuns.Run run = DriverRuns.of(chip).stream()
                .filter(r -> r.drivers().contains(driver))
                .findFirst()
                .orElseThrow();
        int primary = run.inputs().size() == 1 ? run.inputs().getFirst() : -1;
        int sender = primary < 0 ? L1Nets.SILENT : bits.nets().carriedBy(L1Nets.driverNode(hicann, primary));
        int address = explainSource(lines);
        explainMergers(sender, lines);
        if (primary >= 0) {
            BusRoute.words(mapping.configuration(), bits, hicann, primary)
                    .forEach(step -> lines.add("  route: " + step));
        }
        explainDriver(run, driver, primary, sender, lines);
        SynapseRowConfig config = chip.synapseRow(row);
        double stepNs = explainRow(config, address, lines);
        explainTarget(config, lines);
        double weight = stepNs
                * 1e-3
                * cmFarad
                / (mapping.speedup() * bits.circuits(hicann).capacitanceFarad(denmem()));
        double gain = PlasticityWords.explain(chip, row, plasticity, mapping.speedup(), lines);
        explainWeight(weight, gain, requestedWeight, lines);
        if (sender != L1Nets.SILENT) {
            explainDelay(bits.nets().chipsOnRoute(hicann, primary), requestedDelayMs, lines);
        }
    }

    /// The address that the source's events have.
    private int explainSource(List<String> lines) {
        int at = sourceSites.hicann(source);
        int wanted = sourceSites.address(source);
        if (!sourceSites.placed(source) || !sourceSites.sends(source)) {
            broken(lines, "the mapping has no place from which the source sends");
            return -1;
        }
        if (sourceSites.external()) {
            lines.add("  source: external, HICANN %d, %s, %s"
                    .formatted(at, GbitLinkOnHicann.of(sourceSites.dncMerger(source)), L1Address.of(wanted)));
            return wanted;
        }
        int denmem = sourceSites.denmem(source);
        DenmemConfig config = chip(at).denmem(denmem);
        Circuits circuits = bits.circuits(at);
        lines.add("  source: HICANN %d, %s fires for %d denmems, %s"
                .formatted(at, NeuronOnHicann.of(denmem), size(circuits, denmem), L1Address.of(config.address())));
        if (circuits.lead(denmem) != denmem) {
            broken(lines, "this denmem does not fire");
        }
        if (!config.enableSpl1Output()) {
            broken(lines, "its spikes do not enter the merger tree");
        }
        if (config.address() != wanted) {
            broken(lines, "the mapping reports %s".formatted(L1Address.of(wanted)));
        }
        return config.address();
    }

    private static int size(Circuits circuits, int denmem) {
        int size = 0;
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            size += circuits.circuit(d) == circuits.circuit(denmem) ? 1 : 0;
        }
        return size;
    }

    private void explainMergers(int sender, List<String> lines) {
        if (sender == L1Nets.SILENT || !sourceSites.placed(source)) {
            return;
        }
        int at = sender / MergerTopology.DNC_MERGERS;
        int dncMerger = sender % MergerTopology.DNC_MERGERS;
        if (at != sourceSites.hicann(source)) {
            broken(lines, "the driver gets events of HICANN %d, not of the source".formatted(at));
            return;
        }
        Optional<String> way = sourceSites.external()
                ? MergerWay.ofLink(chip(at), sourceSites.dncMerger(source), dncMerger)
                : MergerWay.ofBlock(chip(at), NeuronTopology.block(sourceSites.denmem(source)), dncMerger);
        if (way.isPresent()) {
            lines.add("  mergers: " + way.get());
        } else {
            broken(
                    lines,
                    "the driver gets events of DncMergerOnHicann(%d), the source's do not reach it"
                            .formatted(dncMerger));
        }
        if (!bits.locked(sender)) {
            broken(lines, "the bus is not locked: no single regular background generator reaches its merger");
        }
    }

    private void explainDriver(DriverRuns.Run run, int driver, int primary, int sender, List<String> lines) {
        SynapseDriverConfig config = chip.synapseDriver(driver);
        if (primary < 0) {
            broken(
                    lines,
                    "%d drivers of the chain %s take events from L1, must be one"
                            .formatted(run.inputs().size(), chain(run.drivers())));
        } else {
            int from = run.drivers().indexOf(primary);
            int to = run.drivers().indexOf(driver);
            List<Integer> passed = run.drivers().subList(Math.min(from, to), Math.max(from, to) + 1);
            String hand = primary == driver
                    ? "takes the events from L1"
                    : "gets the events by the chain %s from %s"
                            .formatted(
                                    chain(from < to ? passed : passed.reversed()), SynapseDriverOnHicann.of(primary));
            lines.add("  driver: HICANN %d, %s, %s, %s"
                    .formatted(hicann, SynapseDriverOnHicann.of(driver), quadrant(driver), hand));
            if (sender == L1Nets.SILENT) {
                int drivers = bits.nets().drivers(L1Nets.driverNode(hicann, primary));
                broken(
                        lines,
                        drivers == 0
                                ? "no repeater drives the lines that lead to it"
                                : drivers == 1
                                        ? "no sender's events come to the lines that lead to it"
                                        : "several repeaters drive the lines that lead to it, must be one");
            }
        }
        if (!config.enable()) {
            broken(lines, "%s is not enabled".formatted(SynapseDriverOnHicann.of(driver)));
        }
    }

    private static String chain(List<Integer> drivers) {
        return drivers.stream().map(String::valueOf).collect(Collectors.joining(" -> "));
    }

    private static String quadrant(int driver) {
        return "%s %s"
                .formatted(
                        L1Topology.driverHalf(driver) == 0 ? "top" : "bottom",
                        L1Topology.driverSide(driver) == 0 ? "left" : "right");
    }

    /// The conductance step in nS, 0 if the row delivers nothing.
    private double explainRow(SynapseRowConfig config, int address, List<String> lines) {
        int quadrant = L1Topology.driverQuadrant(row / 2);
        SharedParameter vGmax = SharedParameter.vGmax(config.selGmax());
        int code = chip.floatingGate(quadrant, vGmax.row(quadrant), FloatingGates.SHARED_COLUMN);
        int decoder = chip.decoder(row, column);
        lines.add("  row: %s, driver decoder %d in %s columns, V_gmax%d code %d (%s nA), divisor %d + %d"
                .formatted(
                        SynapseRowOnHicann.of(row),
                        config.decoder(column),
                        column % 2 == 0 ? "even" : "odd",
                        config.selGmax(),
                        code,
                        Numbers.words(1e9 * FloatingGates.ampere(code)),
                        config.gmaxDivLeft(),
                        config.gmaxDivRight()));
        lines.add("  synapse: %s, column %d, synapse decoder %d, weight %d of 15"
                .formatted(new SynapseOnHicann(row, column), column, decoder, chip.weight(row, column)));
        if (address >= 0 && (config.decoder(column) << 4 | decoder) != address) {
            broken(
                    lines,
                    "row and synapse listen to %s, the source sends %s"
                            .formatted(L1Address.of(config.decoder(column) << 4 | decoder), L1Address.of(address)));
        }
        if (config.gmaxDivisor() == 0) {
            broken(lines, "the row's divisor is 0, must be 1 to 30");
            return 0;
        }
        int weight = chip.weight(row, column);
        return bits.strengths(hicann)
                .map(s -> measured(s, config, code, weight, lines))
                .orElseGet(() ->
                        SynapseWeightTransfer.ofCode(code, config.gmaxDivisor()).conductance(weight));
    }

    private double measured(
            SynapseStrengths strengths, SynapseRowConfig config, int code, int weight, List<String> lines) {
        int cell = 4 * L1Topology.driverQuadrant(row / 2) + config.selGmax();
        lines.add("  calibrated: row %s times the median one, V_gmax%d delivers %s nA"
                .formatted(
                        Numbers.words(strengths.factor(row)),
                        config.selGmax(),
                        Numbers.words(strengths.nanoampere(cell, code))));
        return strengths.conductance(row, cell, code, config.gmaxDivisor(), weight);
    }

    private int denmem() {
        return NeuronTopology.denmemOfSynapse(row, column);
    }

    private void explainTarget(SynapseRowConfig config, List<String> lines) {
        int denmem = denmem();
        Circuits circuits = bits.circuits(hicann);
        int lead = circuits.lead(denmem);
        boolean right = receptor == Receptor.INHIBITORY;
        String fires = lead == Circuits.NONE ? "none of them fires" : NeuronOnHicann.of(lead) + " fires";
        lines.add("  target: %s of %s, one of %d denmems, %s"
                .formatted(inputs(config), NeuronOnHicann.of(denmem), size(circuits, denmem), fires));
        if (config.synInLeft() == right || config.synInRight() != right) {
            broken(
                    lines,
                    "the row feeds %s, must feed the %s input for an %s synapse"
                            .formatted(inputs(config), right ? "right" : "left", receptor.label()));
        }
        int block = NeuronTopology.fgBlock(denmem);
        NeuronParameter conv = right ? NeuronParameter.I_CONVI : NeuronParameter.I_CONVX;
        if (chip.floatingGate(block, conv.row(block), NeuronTopology.fgColumn(denmem)) == 0) {
            broken(lines, "the input is off: its %s is 0".formatted(right ? "I_convi" : "I_convx"));
        }
        if (targetSites.hicann(target) != hicann || targetSites.denmem(target) != lead) {
            broken(lines, "this is not the target's place in the mapping");
        }
    }

    private static String inputs(SynapseRowConfig config) {
        if (config.synInLeft() && config.synInRight()) {
            return "the left and right input";
        }
        return config.synInLeft()
                ? "the left input (E_synx)"
                : config.synInRight() ? "the right input (E_syni)" : "no input";
    }

    /// @param gain what the circuit delivers at factor 1 of short-term plasticity, relative to the
    ///     network's weight
    private void explainWeight(double circuit, double gain, double requested, List<String> lines) {
        double weight = circuit / gain;
        String change =
                requested > 0 ? String.format(Locale.ROOT, " (%+.1f %%)", 100 * (weight - requested) / requested) : "";
        lines.add("  weight: %s uS realised, %s uS requested%s"
                .formatted(Numbers.words(weight), Numbers.words(requested), change));
        if (!near(circuit, sites.weight(synapse))) {
            broken(lines, "the mapping reports %s uS".formatted(Numbers.words(sites.weight(synapse))));
        }
    }

    private void explainDelay(int chips, double requestedMs, List<String> lines) {
        double delayMs = mapping.speedup() * (FIXED_DELAY_MS + DELAY_PER_CHIP_MS * chips);
        lines.add("  delay: %s ms realised (64 ns + 4 ns for each of %d chip%s, times %s), %s ms requested"
                .formatted(
                        Numbers.words(delayMs),
                        chips,
                        chips == 1 ? "" : "s",
                        Numbers.words(mapping.speedup()),
                        Numbers.words(requestedMs)));
        if (!near(delayMs, sites.delayMs(synapse))) {
            broken(lines, "the mapping reports %s ms".formatted(Numbers.words(sites.delayMs(synapse))));
        }
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
    }

    private static void broken(List<String> lines, String what) {
        lines.add("  broken: " + what);
    }
}
