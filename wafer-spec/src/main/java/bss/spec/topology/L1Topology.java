package bss.spec.topology;

import bss.spec.coord.CrossbarSwitchOnHicann;
import bss.spec.coord.Direction;
import bss.spec.coord.HLineOnHicann;
import bss.spec.coord.HRepeaterOnHicann;
import bss.spec.coord.HicannOnWafer;
import bss.spec.coord.SynapseDriverOnHicann;
import bss.spec.coord.SynapseSwitchOnHicann;
import bss.spec.coord.VLineOnHicann;
import bss.spec.coord.VRepeaterOnHicann;

/// The L1 lines of a wafer, the repeaters and switches that join them, and the synapse drivers they end in.
///
/// A line is one segment on one chip. On a chip the numbers 0 to 63 are HLines and 64 to 319 VLines; on the
/// wafer line `320 * hicann + number`. Segments of neighbouring chips are joined by repeaters, HLines and VLines
/// of a chip by crossbar switches; synapse switches lead from a VLine into a driver of the same chip or of the
/// neighbour on that side. A driver has the number of its row of switches, 0 to 223.
///
/// Sources: halco:include/halco/hicann/v2/l1.h (shifts), halco:src/halco/hicann/v2/l1.cpp (repeaters, switches),
/// halco:src/halco/hicann/v2/synapse.cpp (drivers), halbe:hal/HICANN/SynapseDriver.h (chains).
public final class L1Topology {

    /// Horizontal lines of a chip.
    public static final int HLINES = HLineOnHicann.COUNT;

    /// Vertical lines of a chip.
    public static final int VLINES = VLineOnHicann.COUNT;

    /// Lines of a chip, HLines first.
    public static final int LINES = HLINES + VLINES;

    /// Lines of all chips of a wafer.
    public static final int LINES_ON_WAFER = HicannOnWafer.COUNT * LINES;

    /// Synapse drivers of a chip, and switch rows of each side.
    public static final int DRIVERS = SynapseDriverOnHicann.COUNT;

    private static final int VLINES_PER_ROW = 16;
    private static final int ROWS_PER_VLINE = 28;
    private static final int H_SHIFT = 2;
    private static final int V_SHIFT = 2;
    private static final int V_HALF = VLINES / 2;

    private L1Topology() {}

    // ---- lines on the wafer

    /// Line `lineOnHicann` (0 to 319) of a chip as a line of the wafer.
    public static int line(int hicann, int lineOnHicann) {
        return LINES * hicann + lineOnHicann;
    }

    /// HLine `hline` of a chip as a line of the wafer.
    public static int hline(int hicann, int hline) {
        return LINES * hicann + hline;
    }

    /// VLine `vline` of a chip as a line of the wafer.
    public static int vline(int hicann, int vline) {
        return LINES * hicann + HLINES + vline;
    }

    /// The chip of a line of the wafer.
    public static int hicannOfLine(int line) {
        return line / LINES;
    }

    /// The number of a line of the wafer on its chip, 0 to 319.
    public static int lineOnHicann(int line) {
        return line % LINES;
    }

    /// Whether line 0 to 319 of a chip is an HLine.
    public static boolean isHLine(int lineOnHicann) {
        return lineOnHicann < HLINES;
    }

    // ---- shifts at the chip borders

    /// The HLine that goes on from `hline` in the chip to the east.
    public static int hEast(int hline) {
        return (hline + H_SHIFT) % HLINES;
    }

    /// The HLine that goes on from `hline` in the chip to the west.
    public static int hWest(int hline) {
        return (hline + HLINES - H_SHIFT) % HLINES;
    }

    /// The VLine that goes on from `vline` in the chip to the north: +2 left, -2 right, cyclic in its half.
    public static int vNorth(int vline) {
        return vline < V_HALF ? vShift(vline, V_SHIFT) : vShift(vline, -V_SHIFT);
    }

    /// The VLine that goes on from `vline` in the chip to the south: -2 left, +2 right, cyclic in its half.
    public static int vSouth(int vline) {
        return vline < V_HALF ? vShift(vline, -V_SHIFT) : vShift(vline, V_SHIFT);
    }

    private static int vShift(int vline, int shift) {
        return vline / V_HALF * V_HALF + (vline + V_HALF + shift) % V_HALF;
    }

    /// The line of the wafer that goes on from `line` across the border of its chip in this direction, or -1 if
    /// there is no chip, or if the line runs along that border.
    public static int across(int line, Direction direction) {
        int number = line % LINES;
        if (isHLine(number) != direction.isHorizontal()) {
            return -1;
        }
        int next = WaferTopology.neighbour(line / LINES, direction);
        if (next < 0) {
            return -1;
        }
        return switch (direction) {
            case EAST -> hline(next, hEast(number));
            case WEST -> hline(next, hWest(number));
            case NORTH -> vline(next, vNorth(number - HLINES));
            case SOUTH -> vline(next, vSouth(number - HLINES));
        };
    }

    // ---- repeaters: each line has one on its own chip, at one border; the other border's is on the neighbour

    /// The border of the repeater of an HLine: 0 left (even lines), 1 right (odd lines).
    public static int hRepeaterSide(int hline) {
        return HRepeaterOnHicann.sideOf(hline);
    }

    /// Whether the repeater of a VLine is at the top border, else at the bottom.
    public static boolean vRepeaterIsTop(int vline) {
        return VRepeaterOnHicann.isTop(vline);
    }

    /// The direction in which the repeater of an HLine leads off the chip.
    public static Direction hRepeaterDirection(int hline) {
        return hRepeaterSide(hline) == 0 ? Direction.WEST : Direction.EAST;
    }

    /// The direction in which the repeater of a VLine leads off the chip.
    public static Direction vRepeaterDirection(int vline) {
        return vRepeaterIsTop(vline) ? Direction.NORTH : Direction.SOUTH;
    }

    /// The repeater block of the repeater of an HLine.
    public static int hRepeaterBlock(int hline) {
        return HRepeaterOnHicann.of(hline).block().index();
    }

    /// The repeater block of the repeater of a VLine.
    public static int vRepeaterBlock(int vline) {
        return VRepeaterOnHicann.of(vline).block().index();
    }

    /// The chip behind the repeater of an HLine, or -1 at the rim of the wafer.
    public static int farHicann(int hicann, int hline) {
        return WaferTopology.neighbour(hicann, hRepeaterDirection(hline));
    }

    /// The HLine behind the repeater of an HLine, numbered on that chip.
    public static int farLine(int hline) {
        return hRepeaterSide(hline) == 0 ? hWest(hline) : hEast(hline);
    }

    /// The chip behind the repeater of a VLine, or -1 at the rim of the wafer.
    public static int vFarHicann(int hicann, int vline) {
        return WaferTopology.neighbour(hicann, vRepeaterDirection(vline));
    }

    /// The VLine behind the repeater of a VLine, numbered on that chip.
    public static int vFarLine(int vline) {
        return vRepeaterIsTop(vline) ? vNorth(vline) : vSouth(vline);
    }

    /// The line of the wafer that the own repeater of HLine `hline` joins to it in this direction; -1 if the
    /// repeater is at the other border or there is no chip.
    public static int hRepeaterLink(int hicann, int hline, Direction direction) {
        return direction == hRepeaterDirection(hline) ? across(hline(hicann, hline), direction) : -1;
    }

    /// The line of the wafer that the own repeater of VLine `vline` joins to it in this direction; -1 if the
    /// repeater is at the other border or there is no chip.
    public static int vRepeaterLink(int hicann, int vline, Direction direction) {
        return direction == vRepeaterDirection(vline) ? across(vline(hicann, vline), direction) : -1;
    }

    // ---- crossbar switches

    /// Whether an HLine and a VLine meet in a crossbar switch.
    public static boolean crossbarExists(int hline, int vline) {
        return CrossbarSwitchOnHicann.exists(hline, vline);
    }

    /// The crossbar switch, 0 to 511, of an HLine and a VLine, or -1.
    public static int crossbarIndex(int hline, int vline) {
        return crossbarExists(hline, vline) ? CrossbarSwitchOnHicann.index(hline, vline) : -1;
    }

    /// The HLine of a crossbar switch.
    public static int crossbarHLine(int crossbarSwitch) {
        return CrossbarSwitchOnHicann.hlineOf(crossbarSwitch);
    }

    /// The VLine of a crossbar switch.
    public static int crossbarVLine(int crossbarSwitch) {
        return CrossbarSwitchOnHicann.vlineOf(crossbarSwitch);
    }

    /// The 8 VLines that an HLine meets in crossbar switches, ascending; a new array.
    public static int[] vlinesOf(int hline) {
        int[] vlines = new int[8];
        for (int position = 0; position < vlines.length; position++) {
            vlines[position] = crossbarVLine(vlines.length * hline + position);
        }
        return vlines;
    }

    /// The 2 HLines that a VLine meets in crossbar switches, ascending; a new array.
    public static int[] hlinesOf(int vline) {
        int upper = 2 * (vline < V_HALF ? 31 - vline % 32 : vline % 32);
        return new int[] {upper, upper + 1};
    }

    // ---- synapse switches

    /// Whether a VLine and a switch row meet in a synapse switch.
    public static boolean synapseSwitchExists(int vline, int row) {
        return SynapseSwitchOnHicann.exists(vline, row);
    }

    /// The synapse switch, 0 to 7167, of a VLine and a row, or -1.
    public static int synapseSwitchIndex(int vline, int row) {
        return synapseSwitchExists(vline, row) ? SynapseSwitchOnHicann.index(vline, row) : -1;
    }

    /// The VLine of a synapse switch.
    public static int synapseSwitchVLine(int synapseSwitch) {
        return SynapseSwitchOnHicann.vlineOf(synapseSwitch);
    }

    /// The row of a synapse switch.
    public static int synapseSwitchRow(int synapseSwitch) {
        return SynapseSwitchOnHicann.rowOf(synapseSwitch);
    }

    /// The 28 rows that a VLine meets in synapse switches, ascending; a new array.
    public static int[] rowsOf(int vline) {
        int[] rows = new int[ROWS_PER_VLINE];
        int n = 0;
        for (int row = 0; row < DRIVERS; row++) {
            if (synapseSwitchExists(vline, row)) {
                rows[n++] = row;
            }
        }
        return rows;
    }

    /// The 16 VLines of one side (0 left, 1 right) that a row meets in synapse switches, ascending; a new array.
    public static int[] vlinesOfRow(int side, int row) {
        int[] vlines = new int[VLINES_PER_ROW];
        for (int position = 0; position < VLINES_PER_ROW; position++) {
            vlines[position] = synapseSwitchVLine((side * DRIVERS + row) * VLINES_PER_ROW + position);
        }
        return vlines;
    }

    /// Whether the switch of this line and row leads to the chip's own driver `row`, else to the neighbour's: own
    /// drivers stand at the side of the line.
    public static boolean switchIsLocal(int vline, int row) {
        return driverSide(row) == vline / V_HALF;
    }

    /// The chip whose driver `row` the switch of this line and row on `hicann` leads to: the chip itself, its
    /// western neighbour (line left of the array) or its eastern neighbour (right); -1 if there is no such
    /// neighbour.
    public static int synapseSwitchTargetHicann(int hicann, int vline, int row) {
        if (switchIsLocal(vline, row)) {
            return hicann;
        }
        return WaferTopology.neighbour(hicann, vline < V_HALF ? Direction.WEST : Direction.EAST);
    }

    /// The row of synapse switches that a switch lies in, `224 * side + row`.
    public static int synapseSwitchRowIndex(int synapseSwitch) {
        return synapseSwitch / VLINES_PER_ROW;
    }

    // ---- synapse drivers

    /// The side of a driver: 0 left, 1 right.
    public static int driverSide(int driver) {
        return SynapseDriverOnHicann.sideOf(driver);
    }

    /// The half of a driver: 0 top, 1 bottom.
    public static int driverHalf(int driver) {
        return SynapseDriverOnHicann.halfOf(driver);
    }

    /// The quadrant of a driver, `2 * half + side`; also the floating-gate block of its shared parameters.
    public static int driverQuadrant(int driver) {
        return 2 * driverHalf(driver) + driverSide(driver);
    }

    /// The place of a driver in its quadrant, 0 (topmost) to 55.
    public static int driverIndexOnQuadrant(int driver) {
        return SynapseDriverOnHicann.indexOnQuadrantOf(driver);
    }

    /// The next driver of the quadrant away from the middle of the chip, which a driver's `connect_neighbor`
    /// joins to it: two rows up in the top half, down in the bottom half; -1 at the end of the quadrant.
    public static int outerNeighbour(int driver) {
        return chainNeighbour(driver, driverHalf(driver) == 0 ? driver - 2 : driver + 2);
    }

    /// The next driver of the quadrant towards the middle of the chip; -1 at the end of the quadrant.
    public static int innerNeighbour(int driver) {
        return chainNeighbour(driver, driverHalf(driver) == 0 ? driver + 2 : driver - 2);
    }

    private static int chainNeighbour(int driver, int next) {
        return next >= 0 && next < DRIVERS && driverHalf(next) == driverHalf(driver) ? next : -1;
    }

    /// The one sending repeater of the same chip that reaches a driver through crossbar and synapse switches of
    /// the chip: `7 - (y / 2) % 8` in the top half, `(y / 2) % 8` in the bottom half.
    public static int sendingRepeaterOfDriver(int driver) {
        int group = driver / 2 % 8;
        return driverHalf(driver) == 0 ? 7 - group : group;
    }
}
