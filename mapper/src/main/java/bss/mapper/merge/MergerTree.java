package bss.mapper.merge;

import bss.mapper.stage.ChipMergers;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The merger tree of one chip while its outputs are given away: which mergers belong to which DNC merger.
///
/// DNC merger `d` always carries the events of background generator `d`, on the way that block `d` has to it
/// alone; the ways of the eight do not meet. So a DNC merger in use sees one generator as long as no two DNC
/// mergers share a merger of the tree, and that is what this class keeps.
public final class MergerTree {

    /// What a DNC merger is used for.
    public enum Use {
        UNUSED,
        OUTPUT,
        INPUT
    }

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;
    private static final int FREE = -1;

    private final int hicann;
    private final Defects defects;
    private final Use[] use = new Use[MergerTopology.DNC_MERGERS];
    private final int[] owner = new int[MergerTopology.MERGERS];
    private final boolean[] left = new boolean[MergerTopology.MERGERS];
    private final boolean[] right = new boolean[MergerTopology.MERGERS];

    MergerTree(int hicann, Defects defects) {
        this.hicann = hicann;
        this.defects = defects;
        Arrays.fill(use, Use.UNUSED);
        Arrays.fill(owner, FREE);
    }

    /// The tree of a chip with nothing in use yet.
    public static MergerTree of(int hicann, Defects defects) {
        return new MergerTree(hicann, defects);
    }

    /// The same tree, to try something out.
    public MergerTree copy() {
        MergerTree copy = new MergerTree(hicann, defects);
        System.arraycopy(use, 0, copy.use, 0, use.length);
        System.arraycopy(owner, 0, copy.owner, 0, owner.length);
        System.arraycopy(left, 0, copy.left, 0, left.length);
        System.arraycopy(right, 0, copy.right, 0, right.length);
        return copy;
    }

    /// Whether all these blocks, and a DNC merger's own one, have free ways to it.
    public boolean reachesAll(int blocks, int dncMerger) {
        int all = blocks | 1 << dncMerger;
        for (int block = 0; block < BLOCKS; block++) {
            if ((all >> block & 1) != 0 && !reaches(block, dncMerger)) {
                return false;
            }
        }
        return true;
    }

    public Use use(int dncMerger) {
        return use[dncMerger];
    }

    /// Whether nothing is sent over this tree.
    boolean isUnused() {
        return Arrays.stream(use).allMatch(u -> u == Use.UNUSED);
    }

    /// Whether a block has a way to a DNC merger over mergers that are free and not defect, and the DNC merger's
    /// generator is there to lock what listens to it.
    boolean reaches(int block, int dncMerger) {
        if (use[dncMerger] != Use.UNUSED
                || defects.has(DefectClass.DNC_MERGER, hicann, dncMerger)
                || !defects.generatorUsable(hicann, dncMerger)
                || !MergerTopology.canReach(block, dncMerger)) {
            return false;
        }
        for (int merger : way(block, dncMerger)) {
            if (owner[merger] != FREE || defects.has(DefectClass.MERGER, hicann, merger)) {
                return false;
            }
        }
        return true;
    }

    /// Gives a DNC merger to the neurons of blocks, bit `i` for block `i`, all of which must reach it.
    public void output(int dncMerger, int blocks) {
        claim(dncMerger, blocks | 1 << dncMerger);
        use[dncMerger] = Use.OUTPUT;
    }

    /// Whether a DNC merger can take external events: its generator reaches it, and it can send onto its HLine.
    public boolean canTakeInput(int dncMerger) {
        return reaches(dncMerger, dncMerger) && canSend(dncMerger);
    }

    /// Whether the sending repeater of a DNC merger and its HLine are free of defects.
    public boolean canSend(int dncMerger) {
        int hline = MergerTopology.hlineOfDnc(dncMerger);
        return !defects.has(DefectClass.HLINE, hicann, hline) && !defects.has(DefectClass.HREPEATER, hicann, hline);
    }

    /// Gives a DNC merger to external events.
    public void input(int dncMerger) {
        claim(dncMerger, 1 << dncMerger);
        use[dncMerger] = Use.INPUT;
    }

    private void claim(int dncMerger, int blocks) {
        for (int block = 0; block < BLOCKS; block++) {
            if ((blocks >> block & 1) != 0 && !reaches(block, dncMerger)) {
                throw new IllegalArgumentException(
                        "block %d of HICANN %d has no free way to DNC merger %d".formatted(block, hicann, dncMerger));
            }
        }
        for (int block = 0; block < BLOCKS; block++) {
            if ((blocks >> block & 1) != 0) {
                int[] way = way(block, dncMerger);
                for (int i = 0; i < way.length; i++) {
                    owner[way[i]] = dncMerger;
                    if (i > 0) {
                        boolean[] side = MergerTopology.isLeftInputOfNext(way[i - 1]) ? left : right;
                        side[way[i]] = true;
                    }
                }
            }
        }
    }

    /// The mergers between a block and a DNC merger that it can reach, from level 0 on.
    private static int[] way(int block, int dncMerger) {
        int tap = MergerTopology.dncTap(dncMerger);
        int[] way = new int[MergerTopology.level(tap) + 1];
        int merger = MergerTopology.merger(0, block);
        for (int i = 0; i < way.length; i++) {
            way[i] = merger;
            merger = MergerTopology.next(merger);
        }
        return way;
    }

    /// The settings. What is not used stays as after reset, but unused DNC mergers are closed to the tree.
    ///
    /// A DNC merger that sends is set to merge and slow, which the sending repeater needs to get events at least
    /// two clocks apart. Source: marocco:marocco/placement/InputPlacement.cpp configureGbitLinks.
    ChipMergers settings() {
        List<MergerConfig> tree = new ArrayList<>();
        for (int merger = 0; merger < MergerTopology.MERGERS; merger++) {
            tree.add(
                    owner[merger] == FREE
                            ? HicannConfiguration.RESET.merger(merger)
                            : new MergerConfig(mode(merger), false));
        }
        List<MergerConfig> dnc = new ArrayList<>();
        List<LinkDirection> links = new ArrayList<>();
        List<Boolean> generators = new ArrayList<>();
        for (Use u : use) {
            boolean used = u != Use.UNUSED;
            dnc.add(new MergerConfig(used ? MergerConfig.Mode.MERGE : MergerConfig.Mode.LEFT_ONLY, used));
            links.add(
                    switch (u) {
                        case UNUSED -> LinkDirection.OFF;
                        case OUTPUT -> LinkDirection.TO_DNC;
                        case INPUT -> LinkDirection.TO_HICANN;
                    });
            generators.add(used);
        }
        return new ChipMergers(hicann, tree, dnc, links, generators);
    }

    private MergerConfig.Mode mode(int merger) {
        if (MergerTopology.level(merger) == 0) {
            return use[owner[merger]] == Use.INPUT ? MergerConfig.Mode.LEFT_ONLY : MergerConfig.Mode.MERGE;
        }
        if (left[merger] && right[merger]) {
            return MergerConfig.Mode.MERGE;
        }
        return left[merger] ? MergerConfig.Mode.LEFT_ONLY : MergerConfig.Mode.RIGHT_ONLY;
    }
}
