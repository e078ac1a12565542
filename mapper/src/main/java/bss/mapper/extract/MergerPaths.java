package bss.mapper.extract;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.topology.MergerTopology;

/// On how many ways the events of background generators, neuron blocks and Gbit links of a chip reach the output of
/// each DNC merger: 0, 1, or 2 where a looped partner brings them a second time.
///
/// Source: halco:include/halco/hicann/v2/merger0onhicann.h to merger3onhicann.h, halbe:hal/HICANN/DNCMergerLine.cpp.
public final class MergerPaths {

    private static final int BLOCK = 8;
    private static final int LINK = 16;

    // by DNC merger a bit set: 0..7 generators, 8..15 blocks, 16..23 links
    private final int[] direct = new int[MergerTopology.DNC_MERGERS];
    private final int[] looped = new int[MergerTopology.DNC_MERGERS];
    private final boolean[] locked = new boolean[MergerTopology.DNC_MERGERS];

    public MergerPaths(HicannConfiguration chip) {
        int[] tree = tree(chip);
        for (int d = 0; d < direct.length; d++) {
            MergerConfig merger = chip.dncMerger(d);
            if (merger.passesRight()) {
                direct[d] |= tree[MergerTopology.dncTap(d)];
            }
            if (merger.passesLeft() && chip.link(d) == LinkDirection.TO_HICANN) {
                direct[d] |= 1 << (LINK + d);
            }
        }
        for (int d = 0; d < direct.length; d++) {
            MergerConfig merger = chip.dncMerger(d);
            // both bits of a pair set: neither loops
            if (merger.passesLeft()
                    && !merger.loopback()
                    && chip.dncMerger(d ^ 1).loopback()) {
                looped[d] = direct[d ^ 1];
            }
        }
        for (int d = 0; d < direct.length; d++) {
            locked[d] = locked(chip, d);
        }
    }

    private static int[] tree(HicannConfiguration chip) {
        int[] tree = new int[MergerTopology.MERGERS];
        for (int m = 0; m < tree.length; m++) {
            boolean leaf = MergerTopology.level(m) == 0;
            int left = leaf ? 1 << m : tree[MergerTopology.leftMerger(m)];
            int right = leaf ? 1 << (BLOCK + m) : tree[MergerTopology.rightMerger(m)];
            MergerConfig merger = chip.merger(m);
            tree[m] = (merger.passesLeft() ? left : 0) | (merger.passesRight() ? right : 0);
        }
        return tree;
    }

    private boolean locked(HicannConfiguration chip, int dncMerger) {
        int enabled = 0;
        boolean locks = false;
        for (int g = 0; g < MergerTopology.NEURON_BLOCKS; g++) {
            BackgroundGeneratorConfig generator = chip.backgroundGenerator(g);
            if (generator.enable() && ofGenerator(g, dncMerger) > 0) {
                enabled++;
                locks = generator.locks();
            }
        }
        return enabled == 1 && locks;
    }

    /// Ways from a neuron block to a DNC merger's output.
    public int ofBlock(int block, int dncMerger) {
        return count(BLOCK + block, dncMerger);
    }

    /// Ways from a background generator to a DNC merger's output.
    public int ofGenerator(int generator, int dncMerger) {
        return count(generator, dncMerger);
    }

    /// Ways from the FPGA through a Gbit link to a DNC merger's output; 0 if the link does not lead into the chip.
    public int ofLink(int link, int dncMerger) {
        return count(LINK + link, dncMerger);
    }

    /// Whether exactly one enabled generator reaches the DNC merger's output and its events lock repeaters and drivers.
    public boolean locked(int dncMerger) {
        return locked[dncMerger];
    }

    private int count(int bit, int dncMerger) {
        return (direct[dncMerger] >>> bit & 1) + (looped[dncMerger] >>> bit & 1);
    }
}
