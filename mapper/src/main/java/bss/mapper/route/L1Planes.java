package bss.mapper.route;

import bss.spec.coord.Direction;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// The L1 network falls into 32 planes that no switch and no repeater joins: of every chip 2 HLines and 8
/// VLines, four on each side, belong to each.
///
/// The shifts at the chip borders (2 lines) and the pattern of the crossbars go together: on the way from chip
/// to chip and from H to V and back, `hline / 2 - x - 2 y` modulo 32 never changes. So the DNC merger and the
/// chip from which a bus is sent decide which lines it can ever use, and at most 8 buses of a plane can cross a
/// row of a column.
///
/// Source: the formulas of [L1Topology] (halco:include/halco/hicann/v2/l1.h, src/halco/hicann/v2/l1.cpp).
public final class L1Planes {

    public static final int COUNT = 32;

    /// VLines of a plane on a chip.
    public static final int VLINES = 8;

    private static final byte[] PLANE = planes();
    private static final int[] VLINES_OF = vlines();

    private L1Planes() {}

    /// The plane of a line of the wafer.
    public static int of(int line) {
        return PLANE[line];
    }

    /// A VLine, as a line of the wafer, of a plane on a chip; the first four lie on the left.
    static int vline(int plane, int hicann, int number) {
        return VLINES_OF[(plane * HicannOnWafer.COUNT + hicann) * VLINES + number];
    }

    private static byte[] planes() {
        byte[] plane = new byte[L1Topology.LINES_ON_WAFER];
        Arrays.fill(plane, (byte) -1);
        int[] stack = new int[L1Topology.LINES_ON_WAFER];
        byte planes = 0;
        for (int first = 0; first < plane.length; first++) {
            if (plane[first] < 0) {
                int top = 0;
                stack[top++] = first;
                plane[first] = planes;
                while (top > 0) {
                    int line = stack[--top];
                    for (int next : neighbours(line)) {
                        if (next >= 0 && plane[next] < 0) {
                            plane[next] = planes;
                            stack[top++] = next;
                        }
                    }
                }
                planes++;
            }
        }
        return plane;
    }

    private static int[] neighbours(int line) {
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        int[] crossing = L1Topology.isHLine(number)
                ? Arrays.stream(L1Topology.vlinesOf(number))
                        .map(v -> L1Topology.vline(hicann, v))
                        .toArray()
                : Arrays.stream(L1Topology.hlinesOf(number - L1Topology.HLINES))
                        .map(h -> L1Topology.hline(hicann, h))
                        .toArray();
        int[] all = Arrays.copyOf(crossing, crossing.length + 4);
        for (Direction direction : Direction.all()) {
            all[crossing.length + direction.index()] = L1Topology.across(line, direction);
        }
        return all;
    }

    private static int[] vlines() {
        int[] lines = new int[COUNT * HicannOnWafer.COUNT * VLINES];
        int[] count = new int[COUNT * HicannOnWafer.COUNT];
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int v = 0; v < L1Topology.VLINES; v++) {
                int line = L1Topology.vline(h, v);
                int at = PLANE[line] * HicannOnWafer.COUNT + h;
                lines[at * VLINES + count[at]++] = line;
            }
        }
        return lines;
    }
}
