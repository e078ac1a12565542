package bss.mapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Routing.Landing;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class L1PlanesTest {

    private static final int WAFER_LINES = 384 * 320;
    private static final WireModel WIRES = new WireModel(WaferResources.ALL);

    @Test
    void aPlaneHoldsTwoHLinesAndFourVLinesOfEachSideOfEveryChip() {
        int[][] count = new int[3][384 * 32];
        for (int line = 0; line < WAFER_LINES; line++) {
            int kind = WireModel.horizontal(line) ? 0 : line % 320 - 64 < 128 ? 1 : 2;
            count[kind][line / 320 * 32 + L1Planes.of(line)]++;
        }
        assertTrue(Arrays.stream(count[0]).allMatch(n -> n == 2), "HLines");
        assertTrue(Arrays.stream(count[1]).allMatch(n -> n == 4), "left VLines");
        assertTrue(Arrays.stream(count[2]).allMatch(n -> n == 4), "right VLines");
    }

    @Test
    void halfTheHLineMinusXMinusTwiceYIsTheSameAllOverAPlane() {
        int[] of = new int[32];
        Arrays.fill(of, -1);
        for (int line = 0; line < WAFER_LINES; line++) {
            int plane = L1Planes.of(line);
            if (WireModel.horizontal(line)) {
                int x = WaferTopology.x(line / 320);
                int y = WaferTopology.y(line / 320);
                int value = Math.floorMod(line % 320 / 2 - x - 2 * y, 32);
                assertTrue(of[plane] == -1 || of[plane] == value, "line " + line);
                of[plane] = value;
            }
        }
        assertEquals(32, Arrays.stream(of).distinct().count());
    }

    @Test
    void noSwitchAndNoRepeaterJoinsTwoPlanes() {
        for (int line = 0; line < WAFER_LINES; line++) {
            List<Integer> neighbours = new ArrayList<>(WIRES.crossings(line));
            assertEquals(WireModel.horizontal(line) ? 8 : 2, neighbours.size(), "line " + line);
            neighbours.add(WIRES.along(line, 0));
            neighbours.add(WIRES.along(line, 1));
            for (int next : neighbours) {
                assertTrue(next == WireModel.NONE || L1Planes.of(next) == L1Planes.of(line), line + " and " + next);
            }
        }
    }

    @Test
    void theVLinesOfAPlaneAreListedLeftOnesFirst() {
        for (int plane = 0; plane < 32; plane++) {
            for (int hicann = 0; hicann < 384; hicann++) {
                Set<Integer> lines = new TreeSet<>();
                for (int i = 0; i < L1Planes.VLINES; i++) {
                    int line = L1Planes.vline(plane, hicann, i);
                    assertTrue(lines.add(line));
                    assertEquals(hicann, line / 320);
                    assertEquals(plane, L1Planes.of(line));
                    assertEquals(i < 4, line % 320 - 64 < 128, "plane " + plane + ", HICANN " + hicann);
                }
            }
        }
    }

    @Test
    void aVLineFeedsFourteenDriversOfItsChipAndFourteenOfTheNeighbourAllOfOneGroup() {
        int chip = WaferTopology.hicann(18, 8);
        for (int v = 0; v < 256; v++) {
            int neighbour = WaferTopology.hicann(v < 128 ? 17 : 19, 8);
            for (int target : new int[] {chip, neighbour}) {
                List<Integer> model = WIRES.drivers(320 * chip + 64 + v, target);
                String where = "VLine " + v + " for HICANN " + target;
                assertEquals(14, model.size(), where);
                assertEquals(model, reach(target, chip, v, Defects.NONE), where);
                assertEquals(14, LandingReach.usable(target, chip, v, Defects.NONE), where);
                int group =
                        16 * target + 8 * LandingReach.side(target == chip, v) + LandingReach.group(target == chip, v);
                assertEquals(
                        Set.of(group),
                        new TreeSet<>(model.stream()
                                .map(y -> WireModel.group(target, y))
                                .toList()),
                        where);
            }
        }
    }

    @Test
    void defectDriversAndSynapseSwitchesAreOutOfReach() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int chip = WaferTopology.hicann(18, 8);
            Defects.Builder builder = Defects.builder();
            for (int i = 0; i < 2000; i++) {
                builder.mark(DefectClass.SYNAPSE_SWITCH, chip, random.nextInt(7168));
                builder.mark(DefectClass.SYNAPSE_DRIVER, chip + random.nextInt(3) - 1, random.nextInt(224));
            }
            Defects defects = builder.build();
            WireModel wires = new WireModel(WaferResources.of(defects));
            for (int v = 0; v < 256; v++) {
                for (int target : new int[] {chip, WaferTopology.hicann(v < 128 ? 17 : 19, 8)}) {
                    List<Integer> model = wires.drivers(320 * chip + 64 + v, target);
                    String where = "seed " + seed + ", VLine " + v + " for HICANN " + target;
                    assertEquals(model.size(), LandingReach.usable(target, chip, v, defects), where);
                    List<Integer> reach = new ArrayList<>(reach(target, chip, v, defects));
                    reach.removeIf(y -> !defects.driverUsable(target, y));
                    assertEquals(model, reach, where);
                }
            }
        }
    }

    private static List<Integer> reach(int target, int hicann, int vline, Defects defects) {
        return Arrays.stream(LandingReach.of(new Landing(target, hicann, vline, 1), defects))
                .boxed()
                .toList();
    }
}
