package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.spec.coord.Direction;
import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The L1 lines that a mapping may use and what joins them, as flat arrays by line of the wafer.
///
/// A line has up to two neighbours along its direction, over repeaters, and 8 (HLine) or 2 (VLine) crossing
/// lines on its chip, over crossbar switches. Missing chips, defect lines, repeaters and switches leave gaps.
/// The crossing lines are in a random order that depends on the chip alone: in the order of the wiring all buses
/// would take the same VLines first. (marocco shuffles them with the chip's number as seed:
/// marocco/routing/L1RoutingGraph.cpp.)
final class L1Graph {

    static final int NONE = -1;

    private static final int SWITCHES = 512;
    private static final int PER_HLINE = 8;
    private static final int PER_VLINE = 2;
    private static final int PER_CHIP = 2 * SWITCHES;
    private static final long ORDER_OF_SWITCHES = 0x1157;

    /// The rows of drivers of its own chip that a VLine meets.
    private static final int[][] OWN_ROWS = IntStream.range(0, L1Topology.VLINES)
            .mapToObj(v -> IntStream.of(L1Topology.rowsOf(v))
                    .filter(row -> L1Topology.switchIsLocal(v, row))
                    .toArray())
            .toArray(int[][]::new);

    private final int[] along = new int[2 * L1Topology.LINES_ON_WAFER];
    private final int[] across = new int[HicannOnWafer.COUNT * PER_CHIP];
    private final boolean[] usable = new boolean[L1Topology.LINES_ON_WAFER];
    private final boolean[] landing = new boolean[L1Topology.LINES_ON_WAFER];
    /// Drivers that a VLine can feed, 2 * line for the neighbour's, 2 * line + 1 for those of its own chip.
    private final byte[] primaries = new byte[2 * L1Topology.LINES_ON_WAFER];
    private final boolean[] sender = new boolean[L1Topology.LINES_ON_WAFER];

    L1Graph(WaferResources wafer) {
        Defects defects = wafer.defects();
        Arrays.fill(across, NONE);
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int n = 0; n < L1Topology.LINES; n++) {
                usable[L1Topology.line(h, n)] = wafer.present(h) && lineUsable(defects, h, n);
            }
        }
        for (int line = 0; line < usable.length; line++) {
            for (Direction direction : Direction.all()) {
                if (L1Topology.isHLine(L1Topology.lineOnHicann(line)) == direction.isHorizontal()) {
                    along[2 * line + direction.index() % 2] = neighbour(defects, line, direction);
                }
            }
        }
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            joinCrossings(defects, h);
            for (int v = 0; v < L1Topology.VLINES && wafer.present(h); v++) {
                int line = L1Topology.vline(h, v);
                primaries[2 * line + 1] = (byte) LandingReach.usable(h, h, v, defects);
                int beside = WaferTopology.neighbour(h, v < L1Topology.VLINES / 2 ? Direction.WEST : Direction.EAST);
                if (beside >= 0) {
                    primaries[2 * line] = (byte) LandingReach.usable(beside, h, v, defects);
                }
            }
            for (int v = 0; v < L1Topology.VLINES; v++) {
                landing[L1Topology.vline(h, v)] = usable[L1Topology.vline(h, v)] && canLand(defects, h, v);
            }
            for (int n = 0; n < L1Topology.HLINES; n++) {
                sender[L1Topology.hline(h, n)] =
                        usable[L1Topology.hline(h, n)] && wafer.spikes(h) && !defects.has(DefectClass.HREPEATER, h, n);
            }
        }
    }

    private static boolean lineUsable(Defects defects, int hicann, int number) {
        return L1Topology.isHLine(number)
                ? !defects.has(DefectClass.HLINE, hicann, number)
                : !defects.has(DefectClass.VLINE, hicann, number - L1Topology.HLINES);
    }

    private int neighbour(Defects defects, int line, Direction direction) {
        int next = L1Topology.across(line, direction);
        if (next == NONE || !usable[line] || !usable[next]) {
            return NONE;
        }
        int repeater = repeaterLine(line, next, direction);
        int hicann = L1Topology.hicannOfLine(repeater);
        int number = L1Topology.lineOnHicann(repeater);
        boolean defect = L1Topology.isHLine(number)
                ? defects.has(DefectClass.HREPEATER, hicann, number)
                : defects.has(DefectClass.VREPEATER, hicann, number - L1Topology.HLINES);
        return defect ? NONE : next;
    }

    /// Which of two lines that follow each other in a direction has the repeater between them on its chip.
    static int repeaterLine(int line, int next, Direction direction) {
        int number = L1Topology.lineOnHicann(line);
        Direction of = L1Topology.isHLine(number)
                ? L1Topology.hRepeaterDirection(number)
                : L1Topology.vRepeaterDirection(number - L1Topology.HLINES);
        return of == direction ? line : next;
    }

    private void joinCrossings(Defects defects, int hicann) {
        int[] order = new int[SWITCHES];
        KeyedRandom random = KeyedRandom.of(ORDER_OF_SWITCHES, hicann);
        for (int i = 0; i < SWITCHES; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int[] count = new int[L1Topology.LINES];
        for (int crossing : order) {
            int h = L1Topology.crossbarHLine(crossing);
            int v = L1Topology.crossbarVLine(crossing);
            int hline = L1Topology.hline(hicann, h);
            int vline = L1Topology.vline(hicann, v);
            if (usable[hline] && usable[vline] && !defects.has(DefectClass.CROSSBAR_SWITCH, hicann, crossing)) {
                across[crossingsBegin(hline) + count[h]++] = vline;
                across[crossingsBegin(vline) + count[L1Topology.HLINES + v]++] = hline;
            }
        }
    }

    /// Whether some driver of the VLine's own chip can be reached from it.
    private static boolean canLand(Defects defects, int hicann, int vline) {
        for (int row : OWN_ROWS[vline]) {
            if (defects.driverUsable(hicann, row)
                    && defects.synapseSwitchUsable(hicann, L1Topology.synapseSwitchIndex(vline, row))) {
                return true;
            }
        }
        return false;
    }

    /// The next line in a direction, which must be along the line; NONE if nothing leads there.
    int next(int line, Direction direction) {
        return along[2 * line + direction.index() % 2];
    }

    /// Crossing lines are `crossing(i)` for `i` from here to [#crossingsEnd], up to the first NONE.
    int crossingsBegin(int line) {
        int number = L1Topology.lineOnHicann(line);
        return PER_CHIP * L1Topology.hicannOfLine(line)
                + (L1Topology.isHLine(number)
                        ? PER_HLINE * number
                        : SWITCHES + PER_VLINE * (number - L1Topology.HLINES));
    }

    int crossingsEnd(int line) {
        return crossingsBegin(line) + (isHorizontal(line) ? PER_HLINE : PER_VLINE);
    }

    int crossing(int i) {
        return across[i];
    }

    /// How many drivers that are not defect a VLine can feed, of its own chip or of the neighbour on its side.
    int primaries(int line, boolean ownChip) {
        return primaries[2 * line + (ownChip ? 1 : 0)];
    }

    /// Whether a line exists and is not defect.
    boolean usable(int line) {
        return usable[line];
    }

    /// Whether a sending repeater on this HLine can send.
    boolean canSend(int line) {
        return sender[line];
    }

    /// Whether events on this VLine can enter a driver of its own chip.
    boolean canLand(int line) {
        return landing[line];
    }

    static boolean isHorizontal(int line) {
        return L1Topology.isHLine(L1Topology.lineOnHicann(line));
    }

    static int x(int line) {
        return WaferTopology.x(L1Topology.hicannOfLine(line));
    }

    static int y(int line) {
        return WaferTopology.y(L1Topology.hicannOfLine(line));
    }
}
