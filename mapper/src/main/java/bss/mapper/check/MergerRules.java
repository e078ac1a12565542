package bss.mapper.check;

import bss.mapper.extract.MergerPaths;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.topology.MergerTopology;

/// Merger tree, DNC mergers, links and the generators that lock the network.
final class MergerRules {

    /// Period register of the generators that lock: an event every 125 clocks
    /// (marocco:marocco/parameter/HICANNParameters.cpp).
    private static final int LOCKING_PERIOD = 124;

    private final Occupancy occupancy;
    private final Violations violations;

    MergerRules(Occupancy occupancy, Violations violations) {
        this.occupancy = occupancy;
        this.violations = violations;
    }

    void check(int hicann, HicannConfiguration chip) {
        MergerPaths paths = new MergerPaths(chip);
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            boolean sends =
                    chip.horizontalRepeater(MergerTopology.hlineOfDnc(d)).mode() == RepeaterConfig.Mode.OUTPUT;
            boolean used = occupancy.sendsNeurons(hicann, d) || occupancy.sendsExternals(hicann, d);
            if (sends) {
                locking(hicann, d, chip, paths);
                slow(hicann, d, chip.dncMerger(d));
            }
            if (!used) {
                unused(hicann, d, chip, sends);
            }
            link(hicann, d, chip, paths);
        }
        blocks(hicann, chip, paths);
    }

    private void locking(int hicann, int dncMerger, HicannConfiguration chip, MergerPaths paths) {
        int generators = 0;
        for (int g = 0; g < MergerTopology.NEURON_BLOCKS; g++) {
            BackgroundGeneratorConfig generator = chip.backgroundGenerator(g);
            if (!generator.enable() || paths.ofGenerator(g, dncMerger) == 0) {
                continue;
            }
            generators += paths.ofGenerator(g, dncMerger);
            int number = g;
            if (!generator.locks() || generator.period() != LOCKING_PERIOD) {
                violations.add(
                        Rule.LOCKING,
                        () -> "background generator %d of HICANN %d".formatted(number, hicann),
                        generator,
                        "regular, period 124, address 0");
            }
        }
        if (generators != 1) {
            violations.add(
                    Rule.LOCKING,
                    () -> place(hicann, dncMerger),
                    "reached by %d background generators".formatted(generators),
                    "reached by exactly one, it sends");
        }
    }

    private void slow(int hicann, int dncMerger, MergerConfig merger) {
        if (merger.passesRight() && (!merger.slow() || !merger.passesLeft())) {
            violations.add(
                    Rule.SLOW_MERGER, () -> place(hicann, dncMerger), merger, "slow and merging, it sends tree events");
        }
    }

    private void unused(int hicann, int dncMerger, HicannConfiguration chip, boolean sends) {
        boolean idle = !sends && chip.link(dncMerger) == LinkDirection.OFF;
        boolean leftOnly = chip.dncMerger(dncMerger).mode() == MergerConfig.Mode.LEFT_ONLY;
        // a chip without cells only hands buses on, and may keep its mergers as reset leaves them
        if (!idle || (!leftOnly && occupancy.populated(hicann))) {
            violations.add(
                    Rule.UNUSED_DNC_MERGER,
                    () -> place(hicann, dncMerger),
                    "%s, link %s, repeater %s"
                            .formatted(
                                    chip.dncMerger(dncMerger).mode(),
                                    chip.link(dncMerger),
                                    sends ? "sending" : "not sending"),
                    "LEFT_ONLY, link OFF, repeater not sending, no cell uses it");
        }
    }

    private void link(int hicann, int dncMerger, HicannConfiguration chip, MergerPaths paths) {
        boolean external = occupancy.sendsExternals(hicann, dncMerger);
        boolean neurons = occupancy.sendsNeurons(hicann, dncMerger);
        if (external && neurons) {
            violations.add(
                    Rule.INPUT_LINK,
                    () -> place(hicann, dncMerger),
                    "shared by neurons and external sources",
                    "used by either");
        } else if (external && paths.ofLink(dncMerger, dncMerger) == 0) {
            violations.add(
                    Rule.INPUT_LINK,
                    () -> place(hicann, dncMerger),
                    "link %s, %s"
                            .formatted(
                                    chip.link(dncMerger),
                                    chip.dncMerger(dncMerger).mode()),
                    "link TO_HICANN, passing its left input, for external sources");
        } else if (neurons && chip.link(dncMerger) == LinkDirection.TO_HICANN) {
            violations.add(Rule.INPUT_LINK, () -> place(hicann, dncMerger), "link TO_HICANN", "not, for neurons");
        }
    }

    private void blocks(int hicann, HicannConfiguration chip, MergerPaths paths) {
        int before = -1;
        for (int block = 0; block < MergerTopology.NEURON_BLOCKS; block++) {
            int dncMerger = occupancy.dncOfBlock(hicann, block);
            if (dncMerger == Occupancy.FREE) {
                continue;
            }
            int number = block;
            if (dncMerger < before) {
                violations.add(
                        Rule.MERGER_ORDER,
                        () -> "DNC merger of neuron block %d of HICANN %d".formatted(number, hicann),
                        dncMerger,
                        "at least %d, that of a block before".formatted(before));
            }
            before = dncMerger;
            int leaves = 0;
            for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
                boolean out = chip.link(d) == LinkDirection.TO_DNC
                        || chip.horizontalRepeater(MergerTopology.hlineOfDnc(d)).mode() == RepeaterConfig.Mode.OUTPUT;
                leaves += out ? paths.ofBlock(block, d) : 0;
            }
            if (leaves != 1 || paths.ofBlock(block, dncMerger) != 1) {
                violations.add(
                        Rule.BLOCK_SENT_TWICE,
                        () -> "neuron block %d of HICANN %d".formatted(number, hicann),
                        "sent on %d ways, on %d by DNC merger %d"
                                .formatted(leaves, paths.ofBlock(number, dncMerger), dncMerger),
                        "sent once, by DNC merger %d".formatted(dncMerger));
            }
        }
    }

    private static String place(int hicann, int dncMerger) {
        return "DNC merger %d of HICANN %d".formatted(dncMerger, hicann);
    }
}
