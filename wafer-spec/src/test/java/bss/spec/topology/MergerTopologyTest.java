package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.spec.coord.MergerOnHicann;
import org.junit.jupiter.api.Test;

/// The merger tree, by sending every block's events through it.
class MergerTopologyTest {

    private static final char LEFT = 'L';
    private static final char RIGHT = 'R';
    private static final char MERGE = 'M';

    /// The blocks at the output of a merger when mergers 8 to 14 (M1, M2, M3) have these modes and level 0 merges.
    private static int blocksAt(int merger, String modes) {
        if (MergerTopology.level(merger) == 0) {
            return 1 << MergerTopology.rightNeuronBlock(merger);
        }
        int left = blocksAt(MergerTopology.leftMerger(merger), modes);
        int right = blocksAt(MergerTopology.rightMerger(merger), modes);
        return switch (modes.charAt(merger - 8)) {
            case LEFT -> left;
            case RIGHT -> right;
            case MERGE -> left | right;
            default -> throw new IllegalArgumentException(modes);
        };
    }

    private static int blocksAtDnc(int dncMerger, String modes) {
        return blocksAt(MergerTopology.dncTap(dncMerger), modes);
    }

    @Test
    void resetStateBringsEachBlockToItsOwnOutput() {
        for (int d = 0; d < 8; d++) {
            assertEquals(1 << d, blocksAtDnc(d, "RRRLRLL"));
        }
    }

    @Test
    void presetsBringTwoFourOrEightBlocksToOneOutput() {
        String two = "MMMMRLL";
        assertEquals(0b0000_0011, blocksAtDnc(1, two));
        assertEquals(0b0000_1100, blocksAtDnc(3, two));
        assertEquals(0b0011_0000, blocksAtDnc(5, two));
        assertEquals(0b1100_0000, blocksAtDnc(6, two));
        String four = "MMMMMML";
        assertEquals(0b0000_1111, blocksAtDnc(3, four));
        assertEquals(0b1111_0000, blocksAtDnc(5, four));
        assertEquals(0b1111_1111, blocksAtDnc(3, "MMMMMMM"));
    }

    @Test
    void blocksReachAnOutputIfAndOnlyIfSomeSettingBringsThemThere() {
        int[] reached = new int[8];
        char[] choice = {LEFT, RIGHT, MERGE};
        for (int code = 0; code < 2187; code++) {
            StringBuilder modes = new StringBuilder();
            for (int rest = code, i = 0; i < 7; i++, rest /= 3) {
                modes.append(choice[rest % 3]);
            }
            for (int d = 0; d < 8; d++) {
                reached[d] |= blocksAtDnc(d, modes.toString());
            }
        }
        assertArrayEquals(new int[] {0x01, 0x03, 0x04, 0xff, 0x10, 0xf0, 0xc0, 0x80}, reached);
        for (int d = 0; d < 8; d++) {
            assertEquals(reached[d], MergerTopology.blocksReaching(d));
            for (int block = 0; block < 8; block++) {
                assertEquals((reached[d] >> block & 1) == 1, MergerTopology.canReach(block, d));
            }
        }
    }

    @Test
    void outputsTapTheseMergers() {
        String[] taps = {"M0_0", "M1_0", "M0_2", "M3", "M0_4", "M2_1", "M1_3", "M0_7"};
        int tapped = 0;
        for (int d = 0; d < 8; d++) {
            assertEquals(taps[d], MergerOnHicann.of(MergerTopology.dncTap(d)).toString());
            assertEquals(d, MergerTopology.dncOfTap(MergerTopology.dncTap(d)));
        }
        for (int m = 0; m < 15; m++) {
            tapped += MergerTopology.dncOfTap(m) >= 0 ? 1 : 0;
        }
        assertEquals(8, tapped);
    }

    @Test
    void theTreeIsConnectedLeftToRight() {
        for (MergerOnHicann merger : MergerOnHicann.all()) {
            int m = merger.index();
            assertEquals(merger.level(), MergerTopology.level(m));
            assertEquals(merger.position(), MergerTopology.position(m));
            assertEquals(m, MergerTopology.merger(merger.level(), merger.position()));
            assertEquals(merger.level() == 0 ? merger.position() : -1, MergerTopology.leftBackgroundGenerator(m));
            assertEquals(merger.level() == 0 ? merger.position() : -1, MergerTopology.rightNeuronBlock(m));
            int next = MergerTopology.next(m);
            assertEquals(merger.level() == 3, next < 0);
            if (next >= 0) {
                boolean left = MergerTopology.isLeftInputOfNext(m);
                assertEquals(m, left ? MergerTopology.leftMerger(next) : MergerTopology.rightMerger(next));
            }
        }
        String[][] inputs = {
            {"M1_0", "M0_0", "M0_1"},
            {"M1_1", "M0_2", "M0_3"},
            {"M1_2", "M0_4", "M0_5"},
            {"M1_3", "M0_6", "M0_7"},
            {"M2_0", "M1_0", "M1_1"},
            {"M2_1", "M1_2", "M1_3"},
            {"M3", "M2_0", "M2_1"},
        };
        for (String[] row : inputs) {
            int merger = MergerOnHicann.of(row[0]).index();
            assertEquals(MergerOnHicann.of(row[1]).index(), MergerTopology.leftMerger(merger));
            assertEquals(MergerOnHicann.of(row[2]).index(), MergerTopology.rightMerger(merger));
        }
    }

    @Test
    void outputsEnterL1OnEveryEighthLineFromBelow() {
        int[] lines = {62, 54, 46, 38, 30, 22, 14, 6};
        int senders = 0;
        for (int d = 0; d < 8; d++) {
            assertEquals(lines[d], MergerTopology.hlineOfDnc(d));
            int sender = MergerTopology.sendingRepeaterOfDnc(d);
            assertEquals(7 - d, sender);
            assertEquals(d, MergerTopology.dncOfSendingRepeater(sender));
            assertEquals(lines[d], MergerTopology.hlineOfSendingRepeater(sender));
            assertEquals(sender, MergerTopology.sendingRepeaterOfHLine(lines[d]));
        }
        for (int h = 0; h < 64; h++) {
            senders += MergerTopology.sendingRepeaterOfHLine(h) >= 0 ? 1 : 0;
        }
        assertEquals(8, senders);
    }
}
