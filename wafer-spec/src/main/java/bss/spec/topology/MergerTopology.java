package bss.spec.topology;

import bss.spec.coord.DncMergerOnHicann;
import bss.spec.coord.HRepeaterOnHicann;
import bss.spec.coord.MergerOnHicann;
import bss.spec.coord.NeuronBlockOnHicann;
import bss.spec.coord.SendingRepeaterOnHicann;

/// The merger tree of a chip: eight neuron blocks and eight background generators in, eight DNC mergers out.
///
/// Mergers are numbered 0 to 14: M0_0..M0_7, M1_0..M1_3, M2_0, M2_1, M3. Each has a left and a right input. Outputs fan
/// out: a merger feeds the next level and, where it is tapped, one DNC merger.
///
/// Sources: halco:include/halco/hicann/v2/merger0onhicann.h to merger3onhicann.h (tree),
/// marocco:marocco/placement/MergerTreeGraph.cpp (taps), halco:src/halco/hicann/v2/l1.cpp (sending repeaters).
public final class MergerTopology {

    public static final int MERGERS = MergerOnHicann.COUNT;
    public static final int DNC_MERGERS = DncMergerOnHicann.COUNT;
    public static final int NEURON_BLOCKS = NeuronBlockOnHicann.COUNT;

    /// The merger at the root of the tree.
    public static final int M3 = 14;

    private static final int[] LEVEL =
            MergerOnHicann.all().stream().mapToInt(MergerOnHicann::level).toArray();
    private static final int[] POSITION =
            MergerOnHicann.all().stream().mapToInt(MergerOnHicann::position).toArray();

    /// M0_0, M1_0, M0_2, M3, M0_4, M2_1, M1_3, M0_7.
    private static final int[] TAP = {0, 8, 2, M3, 4, 13, 11, 7};

    private MergerTopology() {}

    /// Level of a merger, 0 (next to the neurons) to 3.
    public static int level(int merger) {
        return LEVEL[merger];
    }

    /// Position of a merger on its level.
    public static int position(int merger) {
        return POSITION[merger];
    }

    /// The merger at a position of a level.
    public static int merger(int level, int position) {
        return MergerOnHicann.index(level, position);
    }

    /// The merger whose output enters the left input, or -1 on level 0, where background generator `i` enters M0_i.
    public static int leftMerger(int merger) {
        return inputMerger(merger, 0);
    }

    /// The merger whose output enters the right input, or -1 on level 0, where neuron block `i` enters M0_i.
    public static int rightMerger(int merger) {
        return inputMerger(merger, 1);
    }

    private static int inputMerger(int merger, int side) {
        int level = level(merger);
        return level == 0 ? -1 : merger(level - 1, 2 * position(merger) + side);
    }

    /// The background generator at the left input of a merger, or -1 above level 0.
    public static int leftBackgroundGenerator(int merger) {
        return level(merger) == 0 ? merger : -1;
    }

    /// The neuron block at the right input of a merger, or -1 above level 0.
    public static int rightNeuronBlock(int merger) {
        return level(merger) == 0 ? merger : -1;
    }

    /// The merger of the next level that a merger feeds, or -1 for M3.
    public static int next(int merger) {
        int level = level(merger);
        return level == 3 ? -1 : merger(level + 1, position(merger) / 2);
    }

    /// Whether a merger feeds the left input of [#next(int)]; M3 feeds none.
    public static boolean isLeftInputOfNext(int merger) {
        return merger != M3 && position(merger) % 2 == 0;
    }

    /// The merger whose output enters the right input of a DNC merger.
    public static int dncTap(int dncMerger) {
        return TAP[dncMerger];
    }

    /// The DNC merger that taps a merger, or -1.
    public static int dncOfTap(int merger) {
        for (int dncMerger = 0; dncMerger < DNC_MERGERS; dncMerger++) {
            if (TAP[dncMerger] == merger) {
                return dncMerger;
            }
        }
        return -1;
    }

    /// The neuron blocks (and background generators) below a merger as a bit set: bit `i` for block `i`.
    public static int blocksBelow(int merger) {
        int level = level(merger);
        int width = 1 << level;
        return ((1 << width) - 1) << (width * position(merger));
    }

    /// The neuron blocks (and background generators) that some setting of the tree brings to a DNC merger, as a bit
    /// set.
    public static int blocksReaching(int dncMerger) {
        return blocksBelow(TAP[dncMerger]);
    }

    /// Whether some setting of the tree brings the events of a neuron block to a DNC merger.
    public static boolean canReach(int neuronBlock, int dncMerger) {
        return (blocksReaching(dncMerger) >> neuronBlock & 1) != 0;
    }

    /// The sending repeater that a DNC merger feeds, `7 - d`.
    public static int sendingRepeaterOfDnc(int dncMerger) {
        return DncMergerOnHicann.of(dncMerger).sendingRepeater().index();
    }

    /// The DNC merger that feeds a sending repeater, `7 - s`.
    public static int dncOfSendingRepeater(int sendingRepeater) {
        return SendingRepeaterOnHicann.of(sendingRepeater).dncMerger().index();
    }

    /// The HLine a sending repeater sits on, `8 * s + 6`.
    public static int hlineOfSendingRepeater(int sendingRepeater) {
        return SendingRepeaterOnHicann.of(sendingRepeater).hline().index();
    }

    /// The HLine that the events of a DNC merger enter, `62 - 8 * d`.
    public static int hlineOfDnc(int dncMerger) {
        return hlineOfSendingRepeater(sendingRepeaterOfDnc(dncMerger));
    }

    /// The sending repeater on an HLine, or -1 where the repeater only forwards.
    public static int sendingRepeaterOfHLine(int hline) {
        return HRepeaterOnHicann.of(hline)
                .sendingRepeater()
                .map(SendingRepeaterOnHicann::index)
                .orElse(-1);
    }
}
