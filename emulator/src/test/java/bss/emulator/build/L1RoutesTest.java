package bss.emulator.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Routes over random switches and repeaters, against the tracer of [LineTracer], which knows only the rules.
class L1RoutesTest {

    /// A corner of the wafer with a missing chip, so that lines end: (8..10, 1..3); (8, 1) does not exist.
    private static final int X0 = 10;

    private static final int Y0 = 1;
    private static final int SIZE = 3;

    @Test
    void randomBitsReachWhatARecursiveTracerFinds() {
        int reached = 0;
        int conflicts = 0;
        int farthest = 0;
        for (int seed = 0; seed < 60; seed++) {
            WaferConfiguration wafer = random(new Random(seed), 10 + 4 * seed);
            L1Routes routes = new L1Routes(wafer);
            LineTracer tracer = new LineTracer(wafer);
            for (int h : wafer.usedHicanns()) {
                for (int d = 0; d < 8; d++) {
                    Set<String> expected = tracer.reach(h, d);
                    Set<String> actual = new TreeSet<>();
                    for (Destination to : routes.destinations(h, d)) {
                        farthest = Math.max(farthest, to.chips());
                        for (int y : to.drivers()) {
                            actual.add(to.hicann() + "/" + y);
                        }
                    }
                    assertEquals(expected, actual, "seed " + seed + ", HICANN " + h + ", DNC merger " + d);
                    assertEquals(
                            tracer.carried(h, d), routes.carried(h, d), "seed " + seed + " HICANN " + h + " D" + d);
                    reached += actual.size();
                    conflicts += routes.sends(h, d) && !routes.carried(h, d) ? 1 : 0;
                }
            }
        }
        assertTrue(reached > 100, "only " + reached + " drivers reached");
        assertTrue(conflicts > 5, "only " + conflicts + " conflicts");
        assertTrue(farthest >= 3, "only " + farthest + " chips crossed");
    }

    /// Random bits, most of them next to a line that is already in use.
    private static WaferConfiguration random(Random random, int bits) {
        Map<Integer, HicannConfigurationBuilder> chips = new TreeMap<>();
        for (int x = X0; x < X0 + SIZE; x++) {
            for (int y = Y0; y < Y0 + SIZE; y++) {
                int h = WaferTopology.hicann(x, y);
                if (h >= 0 && random.nextInt(8) != 0) {
                    chips.put(h, new HicannConfigurationBuilder());
                }
            }
        }
        List<Integer> all = new ArrayList<>(chips.keySet());
        // lines in use, as HICANN * 320 + line
        List<Integer> lines = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            int h = all.get(random.nextInt(all.size()));
            int hline = 8 * random.nextInt(8) + 6;
            set(chips, h, Component.HORIZONTAL_REPEATER, hline, 2 | random.nextInt(4) << 3);
            lines.add(h * 320 + hline);
        }
        for (int k = 0; k < bits; k++) {
            boolean wild = random.nextInt(10) == 0;
            int line = lines.get(random.nextInt(lines.size()));
            int h = wild ? all.get(random.nextInt(all.size())) : line / 320;
            int number = wild ? random.nextInt(320) : line % 320;
            int other = extend(random, chips, h, number);
            if (other >= 0 && chips.containsKey(other / 320)) {
                lines.add(other);
            }
        }
        for (HicannConfigurationBuilder chip : chips.values()) {
            for (int y = 0; y < 224; y++) {
                int word = random.nextInt(2) | (random.nextInt(3) == 0 ? 0 : 2);
                chip.set(Component.SYNAPSE_DRIVER, y, word | (random.nextInt(16) == 0 ? 4 : 0));
            }
        }
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (var entry : chips.entrySet()) {
            wafer = wafer.with(entry.getKey(), entry.getValue().build());
        }
        return wafer;
    }

    /// Sets a switch or repeater at a line and returns the line behind it, or -1.
    private static int extend(Random random, Map<Integer, HicannConfigurationBuilder> chips, int h, int number) {
        int kind = random.nextInt(6);
        if (kind == 0) {
            int s = number < 64
                    ? 8 * number + random.nextInt(8)
                    : LineTracer.crossbarSwitches(number - 64).get(random.nextInt(2));
            set(chips, h, Component.CROSSBAR_SWITCH, s, 1);
            return number < 64 ? h * 320 + 64 + LineTracer.crossbarVLine(s) : h * 320 + s / 8;
        }
        if (kind <= 3 && number >= 64) {
            List<Integer> switches = LineTracer.synapseSwitches(number - 64);
            set(chips, h, Component.SYNAPSE_SWITCH, switches.get(random.nextInt(switches.size())), 1);
            return -1;
        }
        // a repeater, at either end
        boolean own = random.nextBoolean();
        LineTracer.End end = own ? LineTracer.ownEnd(h, number) : LineTracer.otherEnd(h, number);
        if (end.far() < 0) {
            return -1;
        }
        int at = own ? h * 320 + number : end.far();
        if (!chips.containsKey(at / 320)) {
            return -1;
        }
        Component component = at % 320 < 64 ? Component.HORIZONTAL_REPEATER : Component.VERTICAL_REPEATER;
        HicannConfigurationBuilder chip = chips.get(at / 320);
        int index = at % 320 < 64 ? at % 320 : at % 320 - 64;
        if (chip == null || (chip.word(component, index) != 0 && random.nextInt(20) != 0)) {
            return -1;
        }
        int modes = random.nextInt(16);
        int mode = modes < 11 ? 1 : modes < 13 ? 3 : modes - 11;
        set(
                chips,
                at / 320,
                component,
                index,
                mode | (random.nextInt(12) == 0 ? random.nextInt(4) << 3 : end.westOrNorth() ? 1 << 3 : 2 << 3));
        return end.far();
    }

    private static void set(
            Map<Integer, HicannConfigurationBuilder> chips, int h, Component component, int index, int word) {
        HicannConfigurationBuilder chip = chips.get(h);
        if (chip != null) {
            chip.set(component, index, word);
        }
    }

    @Test
    void aWaferInResetSendsNothing() {
        WaferConfiguration wafer = WaferConfiguration.empty().with(200, HicannConfiguration.RESET);
        L1Routes routes = new L1Routes(wafer);
        for (int d = 0; d < 8; d++) {
            assertEquals(List.of(), routes.destinations(200, d));
            assertTrue(!routes.sends(200, d) && !routes.carried(200, d));
        }
    }
}
