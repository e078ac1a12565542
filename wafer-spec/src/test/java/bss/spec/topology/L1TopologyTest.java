package bss.spec.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.coord.Direction;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Lines, shifts, repeaters and crossbar against the unit-test tables of halco and against counting.
class L1TopologyTest {

    @Test
    void numbersOfLinesOnTheWaferGoBothWays() {
        assertEquals(320, L1Topology.LINES);
        assertEquals(122_880, L1Topology.LINES_ON_WAFER);
        int line = 0;
        for (int h = 0; h < 384; h++) {
            for (int l = 0; l < 320; l++) {
                assertEquals(line, l < 64 ? L1Topology.hline(h, l) : L1Topology.vline(h, l - 64));
                assertEquals(line, L1Topology.line(h, l));
                assertEquals(h, L1Topology.hicannOfLine(line));
                assertEquals(l, L1Topology.lineOnHicann(line));
                assertEquals(l < 64, L1Topology.isHLine(l));
                line++;
            }
        }
        assertEquals(L1Topology.LINES_ON_WAFER, line);
    }

    @Test
    void linesShiftAtTheBordersAsInTheTablesOfHalco() {
        int[][] westwards = {{0, 62}, {1, 63}, {2, 0}, {3, 1}, {4, 2}, {5, 3}, {62, 60}, {63, 61}};
        for (int[] pair : westwards) {
            assertEquals(pair[1], L1Topology.hWest(pair[0]));
            assertEquals(pair[0], L1Topology.hEast(pair[1]));
        }
        int[][] downwards = {
            {0, 126},
            {1, 127},
            {2, 0},
            {3, 1},
            {4, 2},
            {126, 124},
            {127, 125},
            {128, 130},
            {129, 131},
            {130, 132},
            {251, 253},
            {252, 254},
            {253, 255},
            {254, 128},
            {255, 129}
        };
        for (int[] pair : downwards) {
            assertEquals(pair[1], L1Topology.vSouth(pair[0]));
            assertEquals(pair[0], L1Topology.vNorth(pair[1]));
        }
    }

    @Test
    void shiftsKeepParityAndHalfAndComeBack() {
        Set<Integer> east = new HashSet<>();
        for (int h = 0; h < 64; h++) {
            assertEquals(h, L1Topology.hWest(L1Topology.hEast(h)));
            assertEquals(h % 2, L1Topology.hEast(h) % 2);
            east.add(L1Topology.hEast(h));
        }
        assertEquals(64, east.size());
        Set<Integer> south = new HashSet<>();
        for (int v = 0; v < 256; v++) {
            assertEquals(v, L1Topology.vNorth(L1Topology.vSouth(v)));
            assertEquals(v % 2, L1Topology.vSouth(v) % 2);
            assertEquals(v / 128, L1Topology.vSouth(v) / 128);
            south.add(L1Topology.vSouth(v));
        }
        assertEquals(256, south.size());
    }

    @Test
    void goingAcrossABorderAndBackEndsOnTheSameLine() {
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            boolean horizontal = line % 320 < 64;
            for (Direction direction : Direction.all()) {
                int next = L1Topology.across(line, direction);
                int neighbour = WaferTopology.neighbour(line / 320, direction);
                boolean leads = neighbour >= 0 && horizontal == direction.isHorizontal();
                assertEquals(leads, next >= 0);
                if (leads) {
                    assertEquals(neighbour, next / 320);
                    assertEquals(horizontal, next % 320 < 64);
                    assertEquals(line, L1Topology.across(next, direction.opposite()));
                }
            }
        }
    }

    @Test
    void repeatersSitAtTheBorderOfTheirParity() {
        int[] perBlock = new int[6];
        for (int h = 0; h < 64; h++) {
            assertEquals(h % 2, L1Topology.hRepeaterSide(h));
            perBlock[L1Topology.hRepeaterBlock(h)]++;
        }
        for (int v = 0; v < 256; v++) {
            boolean odd = v % 2 == 1;
            assertEquals(v < 128 ? odd : !odd, L1Topology.vRepeaterIsTop(v));
            perBlock[L1Topology.vRepeaterBlock(v)]++;
        }
        assertArrayEquals(new int[] {64, 64, 32, 32, 64, 64}, perBlock);
    }

    /// Every wire over every border is joined by one repeater, of one of the two chips; together with the crossbar this
    /// gives the known size of the routing graph.
    @Test
    void eachBorderCrossingHasExactlyOneRepeater() {
        Set<Long> joints = new HashSet<>();
        int horizontal = 0;
        int vertical = 0;
        for (int h = 0; h < 384; h++) {
            for (int l = 0; l < 320; l++) {
                int line = 320 * h + l;
                int joined = 0;
                for (Direction direction : Direction.all()) {
                    int link = l < 64
                            ? L1Topology.hRepeaterLink(h, l, direction)
                            : L1Topology.vRepeaterLink(h, l - 64, direction);
                    if (link < 0) {
                        continue;
                    }
                    joined++;
                    assertEquals(L1Topology.across(line, direction), link);
                    assertTrue(
                            joints.add((long) Math.min(line, link) << 32 | Math.max(line, link)),
                            "two repeaters between lines " + line + " and " + link);
                    int farHicann = l < 64 ? L1Topology.farHicann(h, l) : L1Topology.vFarHicann(h, l - 64);
                    int farLine = l < 64 ? L1Topology.farLine(l) : 64 + L1Topology.vFarLine(l - 64);
                    assertEquals(link, 320 * farHicann + farLine);
                }
                int far = l < 64 ? L1Topology.farHicann(h, l) : L1Topology.vFarHicann(h, l - 64);
                assertEquals(far < 0 ? 0 : 1, joined);
                horizontal += l < 64 ? joined : 0;
                vertical += l < 64 ? 0 : joined;
            }
        }
        assertEquals(368 * 64, horizontal);
        assertEquals(348 * 256, vertical);
        assertEquals(23_552, horizontal);
        assertEquals(89_088, vertical);
        int crossbar = 384 * crossings();
        assertEquals(196_608, crossbar);
        assertEquals(309_248, joints.size() + crossbar);
    }

    private static int crossings() {
        int crossings = 0;
        for (int h = 0; h < 64; h++) {
            for (int v = 0; v < 256; v++) {
                crossings += L1Topology.crossbarExists(h, v) ? 1 : 0;
            }
        }
        return crossings;
    }

    @Test
    void crossbarSwitchesStandOnTwoDiagonalsPerGroupOf32Lines() {
        int switches = 0;
        for (int h = 0; h < 64; h++) {
            for (int v = 0; v < 256; v++) {
                // the first of the two HLines of a VLine: falling to the left, rising to the right
                int upper = v < 128 ? 62 - 2 * (v % 32) : 2 * (v % 32);
                boolean exists = h == upper || h == upper + 1;
                assertEquals(exists, L1Topology.crossbarExists(h, v), "HLine " + h + " VLine " + v);
                int index = L1Topology.crossbarIndex(h, v);
                assertEquals(exists ? switches : -1, index);
                if (exists) {
                    assertEquals(h, L1Topology.crossbarHLine(index));
                    assertEquals(v, L1Topology.crossbarVLine(index));
                    switches++;
                }
            }
        }
        assertEquals(512, switches);
    }

    @Test
    void eachHLineMeetsEightVLinesAndEachVLineTwoHLines() {
        assertArrayEquals(new int[] {10, 42, 74, 106, 149, 181, 213, 245}, L1Topology.vlinesOf(42));
        assertArrayEquals(new int[] {42, 43}, L1Topology.hlinesOf(42));
        assertArrayEquals(new int[] {6, 7}, L1Topology.hlinesOf(131));
        for (int h = 0; h < 64; h++) {
            Set<Integer> meets = new TreeSet<>();
            for (int v = 0; v < 256; v++) {
                if (L1Topology.crossbarExists(h, v)) {
                    meets.add(v);
                }
            }
            assertEquals(8, meets.size());
            assertArrayEquals(meets.stream().mapToInt(v -> v).toArray(), L1Topology.vlinesOf(h));
        }
        for (int v = 0; v < 256; v++) {
            Set<Integer> meets = new TreeSet<>();
            for (int h = 0; h < 64; h++) {
                if (L1Topology.crossbarExists(h, v)) {
                    meets.add(h);
                }
            }
            assertArrayEquals(meets.stream().mapToInt(h -> h).toArray(), L1Topology.hlinesOf(v));
        }
    }
}
