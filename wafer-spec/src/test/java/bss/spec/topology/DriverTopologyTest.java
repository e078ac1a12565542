package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.coord.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Synapse switches and drivers: where a vertical line can end.
class DriverTopologyTest {

    /// Line, half (0 top), number among its rows there, row: the table of halco:test/hicann/v2/L1.cpp. Bottom rows are
    /// numbered from the top as well.
    private static final int[][] ROW_TABLE = {
        {13, 0, 0, 6},
        {13, 0, 5, 39},
        {13, 0, 9, 71},
        {13, 0, 13, 103},
        {83, 0, 0, 8},
        {13, 1, 0, 120},
        {13, 1, 7, 169},
        {13, 1, 10, 200},
        {13, 1, 13, 217},
        {141, 0, 0, 8},
        {141, 0, 7, 57},
        {141, 0, 10, 88},
        {141, 0, 13, 105},
        {217, 0, 0, 2},
        {217, 0, 1, 3},
        {141, 1, 0, 118},
        {141, 1, 7, 167},
        {141, 1, 10, 198},
        {141, 1, 13, 215},
    };

    /// The rows of a line by another road than the formula: left lines in the top half hold two rows of every 16, the
    /// bottom half is the mirror image, right lines are left lines counted from the other end.
    private static Set<Integer> rowsOf(int vline) {
        int v = vline < 128 ? vline : 255 - vline;
        Set<Integer> rows = new TreeSet<>();
        for (int k = 0; k < 7; k++) {
            for (int r = 0; r < 2; r++) {
                int top = 2 * (v % 32 / 4) + 16 * k + r;
                rows.add(top);
                rows.add(223 - top);
            }
        }
        return rows;
    }

    @Test
    void rowsOfSomeLinesAreThoseOfTheTable() {
        for (int[] entry : ROW_TABLE) {
            assertEquals(entry[3], L1Topology.rowsOf(entry[0])[14 * entry[1] + entry[2]], "VLine " + entry[0]);
        }
    }

    @Test
    void thereAre7168SwitchesAnd28OnEachLine() {
        int switches = 0;
        Set<Integer> indices = new TreeSet<>();
        for (int v = 0; v < 256; v++) {
            Set<Integer> rows = rowsOf(v);
            assertEquals(28, rows.size());
            assertArrayEquals(rows.stream().mapToInt(y -> y).toArray(), L1Topology.rowsOf(v));
            for (int y = 0; y < 224; y++) {
                boolean exists = rows.contains(y);
                assertEquals(exists, L1Topology.synapseSwitchExists(v, y), "VLine " + v + " row " + y);
                int index = L1Topology.synapseSwitchIndex(v, y);
                if (exists) {
                    switches++;
                    indices.add(index);
                    assertEquals(v, L1Topology.synapseSwitchVLine(index));
                    assertEquals(y, L1Topology.synapseSwitchRow(index));
                } else {
                    assertEquals(-1, index);
                }
            }
        }
        assertEquals(7168, switches);
        assertEquals(7168, indices.size());
        assertEquals(7167, ((TreeSet<Integer>) indices).last());
    }

    @Test
    void eachRowMeetsSixteenLinesOfEitherSide() {
        for (int side = 0; side < 2; side++) {
            for (int y = 0; y < 224; y++) {
                List<Integer> lines = new ArrayList<>();
                for (int v = 128 * side; v < 128 * side + 128; v++) {
                    if (rowsOf(v).contains(y)) {
                        lines.add(v);
                    }
                }
                assertEquals(16, lines.size());
                assertArrayEquals(lines.stream().mapToInt(v -> v).toArray(), L1Topology.vlinesOfRow(side, y));
            }
        }
    }

    @Test
    void switchesLeadToTheOwnOrTheFacingDriver() {
        for (int v = 0; v < 256; v++) {
            boolean left = v < 128;
            int local = 0;
            for (int y : rowsOf(v)) {
                // left top odd, right top even, left bottom even, right bottom odd rows are local
                boolean own = (left == (y < 112)) == (y % 2 == 1);
                assertEquals(own, L1Topology.switchIsLocal(v, y), "VLine " + v + " row " + y);
                local += own ? 1 : 0;
                for (int h = 0; h < 384; h++) {
                    int x = WaferTopology.x(h) + (left ? -1 : 1);
                    int target = own ? h : WaferTopology.hicann(x, WaferTopology.y(h));
                    assertEquals(target, L1Topology.synapseSwitchTargetHicann(h, v, y));
                }
                // the driver at the other end stands at the side from which the wire comes
                int side = own == left ? 0 : 1;
                assertEquals(side, L1Topology.driverSide(y));
            }
            assertEquals(14, local);
        }
    }

    @Test
    void driverGroupsAreEightPerSideWithFourteenDriversAndSixteenLinesFromEitherChip() {
        for (int side : new int[] {0, 1}) {
            Map<List<Integer>, List<Integer>> groups = new HashMap<>();
            for (int y = 0; y < 224; y++) {
                if (L1Topology.driverSide(y) != side) {
                    continue;
                }
                List<Integer> lines = new ArrayList<>();
                for (int v = 0; v < 256; v++) {
                    if (L1Topology.synapseSwitchExists(v, y)) {
                        // local lines run at the driver's side, the neighbour's at the side that faces it
                        assertEquals(v / 128 == side, L1Topology.switchIsLocal(v, y));
                        lines.add(v);
                    }
                }
                assertEquals(16, lines.stream().filter(v -> v / 128 == side).count());
                assertEquals(16, lines.stream().filter(v -> v / 128 != side).count());
                groups.computeIfAbsent(lines, key -> new ArrayList<>()).add(y);
            }
            assertEquals(8, groups.size());
            for (List<Integer> drivers : groups.values()) {
                assertEquals(14, drivers.size());
                assertEquals(7, drivers.stream().filter(y -> y < 112).count());
                for (int i = 1; i < 14; i++) {
                    if (i != 7) {
                        assertEquals(
                                8,
                                L1Topology.driverIndexOnQuadrant(drivers.get(i))
                                        - L1Topology.driverIndexOnQuadrant(drivers.get(i - 1)));
                    }
                }
            }
        }
    }

    @Test
    void eachDriverIsReachedByExactlyOneSendingRepeaterOfItsChip() {
        Map<Integer, Set<Integer>> senders = new TreeMap<>();
        for (int s = 0; s < 8; s++) {
            for (int v : L1Topology.vlinesOf(8 * s + 6)) {
                for (int y : rowsOf(v)) {
                    if (L1Topology.switchIsLocal(v, y)) {
                        senders.computeIfAbsent(y, key -> new TreeSet<>()).add(s);
                    }
                }
            }
        }
        assertEquals(224, senders.size());
        senders.forEach((y, reaching) -> assertEquals(Set.of(L1Topology.sendingRepeaterOfDriver(y)), reaching));
    }

    @Test
    void chainsRunOutwardsThroughTheWholeQuadrantAndNoFurther() {
        int[] ends = {1, 0, 222, 223};
        for (int quadrant = 0; quadrant < 4; quadrant++) {
            Set<Integer> chain = new TreeSet<>();
            int driver = innermost(quadrant);
            int last = driver;
            while (driver >= 0) {
                assertTrue(chain.add(driver));
                assertEquals(quadrant, L1Topology.driverQuadrant(driver));
                assertEquals(chain.size() == 1 ? -1 : last, L1Topology.innerNeighbour(driver));
                last = driver;
                driver = L1Topology.outerNeighbour(driver);
            }
            assertEquals(56, chain.size());
            assertEquals(ends[quadrant], last);
        }
        assertEquals(98, L1Topology.outerNeighbour(100));
        assertEquals(152, L1Topology.outerNeighbour(150));
    }

    private static int innermost(int quadrant) {
        return new int[] {111, 110, 112, 113}[quadrant];
    }

    @Test
    void aSwitchAndItsFacingSwitchLeadToTheSameDriver() {
        // a row closed at the right of a chip and at the left of its eastern neighbour drives one input from two lines
        int west = WaferTopology.hicann(17, 8);
        int east = WaferTopology.neighbour(west, Direction.EAST);
        for (int y = 0; y < 224; y++) {
            int right = L1Topology.vlinesOfRow(1, y)[0];
            int left = L1Topology.vlinesOfRow(0, y)[0];
            assertEquals(
                    L1Topology.synapseSwitchTargetHicann(west, right, y),
                    L1Topology.synapseSwitchTargetHicann(east, left, y));
        }
    }
}
