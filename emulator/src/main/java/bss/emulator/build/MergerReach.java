package bss.emulator.build;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.topology.MergerTopology;

/// What the modes of a chip's mergers let through: which background generators and which events from outside arrive
/// at the output of each DNC merger, and whether they lock the sending repeater behind it.
///
/// Sources: halbe, `hal/HICANN/Merger.h`, `hal/HICANN/DNCMergerLine.cpp` (loopback); marocco,
/// `marocco/placement/MergerTreeGraph.cpp`.
public final class MergerReach {

    private final int[] generators = new int[MergerTopology.DNC_MERGERS];
    private final boolean[] locked = new boolean[MergerTopology.DNC_MERGERS];

    public MergerReach(HicannConfiguration chip) {
        int[] tree = new int[MergerTopology.MERGERS];
        int enabled = 0;
        int locking = 0;
        for (int g = 0; g < MergerTopology.NEURON_BLOCKS; g++) {
            BackgroundGeneratorConfig config = chip.backgroundGenerator(g);
            enabled |= config.enable() ? 1 << g : 0;
            locking |= config.locks() ? 1 << g : 0;
        }
        for (int m = 0; m < tree.length; m++) {
            int left = MergerTopology.level(m) == 0 ? enabled & 1 << m : tree[MergerTopology.leftMerger(m)];
            int right = MergerTopology.level(m) == 0 ? 0 : tree[MergerTopology.rightMerger(m)];
            tree[m] = (chip.merger(m).passesLeft() ? left : 0) | (chip.merger(m).passesRight() ? right : 0);
        }
        for (int d = 0; d < generators.length; d++) {
            generators[d] = chip.dncMerger(d).passesRight() ? tree[MergerTopology.dncTap(d)] : 0;
        }
        for (int d = 0; d < generators.length; d++) {
            int from = loopSource(chip, d);
            if (from >= 0 && chip.dncMerger(d).passesLeft()) {
                generators[d] |= generators[from];
            }
            locked[d] = Integer.bitCount(generators[d]) == 1 && (generators[d] & locking) != 0;
        }
    }

    /// The DNC merger whose output is looped to the left input of `dncMerger`, or -1: its partner, if only the partner
    /// has `loopback` set.
    public static int loopSource(HicannConfiguration chip, int dncMerger) {
        int partner = dncMerger ^ 1;
        return chip.dncMerger(partner).loopback() && !chip.dncMerger(dncMerger).loopback() ? partner : -1;
    }

    /// Whether events from the FPGA enter the left input of a DNC merger.
    public static boolean takesExternal(HicannConfiguration chip, int dncMerger) {
        return chip.link(dncMerger) == LinkDirection.TO_HICANN;
    }

    /// The enabled generators whose events reach the output of a DNC merger, as a bit set.
    public int generators(int dncMerger) {
        return generators[dncMerger];
    }

    /// Whether the sending repeater of a DNC merger, and all that follows it, is locked: exactly one generator reaches
    /// it, and that one is regular with address 0.
    public boolean locked(int dncMerger) {
        return locked[dncMerger];
    }
}
