package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The L1 wires of the chips in use, from the formulas of halco (l1.h, l1.cpp) written down once more.
///
/// A line is `320 * chip + number`, HLines first. `along(line, 0)` leads west or north, `along(line, 1)` east or
/// south.
final class WireModel {

    static final int NONE = -1;
    static final int LINES = 320;
    static final int HLINES = 64;

    private static final Map<Integer, Integer> CHIP_AT = IntStream.range(0, 384)
            .boxed()
            .collect(Collectors.toMap(h -> place(WaferTopology.x(h), WaferTopology.y(h)), h -> h));

    private final WaferResources wafer;
    private final Defects defects;

    WireModel(WaferResources wafer) {
        this.wafer = wafer;
        defects = wafer.defects();
    }

    static boolean horizontal(int line) {
        return line % LINES < HLINES;
    }

    /// What never changes on the way of a bus over repeaters and switches.
    static int plane(int line) {
        int x = WaferTopology.x(line / LINES);
        int y = WaferTopology.y(line / LINES);
        int v = line % LINES - HLINES;
        int half = horizontal(line) ? line % LINES / 2 : v < 128 ? 31 - v % 32 : v % 32;
        return Math.floorMod(half - x - 2 * y, 32);
    }

    boolean usable(int line) {
        int chip = line / LINES;
        return wafer.present(chip)
                && (horizontal(line)
                        ? !defects.has(DefectClass.HLINE, chip, line % LINES)
                        : !defects.has(DefectClass.VLINE, chip, line % LINES - HLINES));
    }

    /// Whether a sending repeater can put events on a line, which is the HLine of a DNC merger.
    boolean sends(int line) {
        return usable(line)
                && wafer.spikes(line / LINES)
                && !defects.has(DefectClass.HREPEATER, line / LINES, line % LINES);
    }

    int along(int line, int end) {
        return horizontal(line) ? horizontally(line, end) : vertically(line, end);
    }

    private int horizontally(int line, int end) {
        int number = line % LINES;
        int next = at(line, end == 0 ? -1 : 1, 0, Math.floorMod(number + (end == 0 ? -2 : 2), HLINES));
        // even lines have their repeater on the left border, odd ones on the right
        int own = number % 2 == end ? line : next;
        return joined(line, next, DefectClass.HREPEATER, own, 0);
    }

    private int vertically(int line, int end) {
        int v = line % LINES - HLINES;
        boolean left = v < 128;
        int shift = left == (end == 0) ? 2 : -2;
        int next = at(line, 0, end == 0 ? -1 : 1, HLINES + v / 128 * 128 + Math.floorMod(v % 128 + shift, 128));
        // odd lines on the left and even ones on the right have their repeater at the top
        boolean top = left == (v % 2 == 1);
        return joined(line, next, DefectClass.VREPEATER, top == (end == 0) ? line : next, HLINES);
    }

    private static int at(int line, int dx, int dy, int number) {
        int place = place(WaferTopology.x(line / LINES) + dx, WaferTopology.y(line / LINES) + dy);
        return CHIP_AT.containsKey(place) ? CHIP_AT.get(place) * LINES + number : NONE;
    }

    private static int place(int x, int y) {
        return 100 * y + x;
    }

    private int joined(int line, int next, DefectClass kind, int repeater, int first) {
        return next != NONE
                        && usable(line)
                        && usable(next)
                        && !defects.has(kind, repeater / LINES, repeater % LINES - first)
                ? next
                : NONE;
    }

    /// The lines that a line meets in a usable crossbar switch.
    List<Integer> crossings(int line) {
        List<Integer> all = new ArrayList<>();
        int first = line / LINES * LINES;
        for (int other = horizontal(line) ? HLINES : 0; other < (horizontal(line) ? LINES : HLINES); other++) {
            int h = horizontal(line) ? line % LINES : other;
            int v = (horizontal(line) ? other : line % LINES) - HLINES;
            boolean meet = v < 128 ? v % 32 == 31 - h / 2 : v % 32 == h / 2;
            if (meet
                    && usable(line)
                    && usable(first + other)
                    && !defects.has(DefectClass.CROSSBAR_SWITCH, line / LINES, 8 * h + v / 32)) {
                all.add(first + other);
            }
        }
        return all;
    }

    /// All lines that anything joins to a line, however many switches that takes.
    Set<Integer> connected(int line) {
        Set<Integer> known = new HashSet<>(Set.of(line));
        Deque<Integer> open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            int from = open.remove();
            List<Integer> next = new ArrayList<>(crossings(from));
            next.add(along(from, 0));
            next.add(along(from, 1));
            next.removeIf(to -> to == NONE || !known.add(to));
            open.addAll(next);
        }
        return known;
    }

    /// The usable drivers of a chip that a VLine feeds: of its own chip, or of the neighbour on its side.
    List<Integer> drivers(int line, int target) {
        int chip = line / LINES;
        int v = line % LINES - HLINES;
        int away = WaferTopology.x(target) - WaferTopology.x(chip);
        if (horizontal(line)
                || !usable(line)
                || WaferTopology.y(target) != WaferTopology.y(chip)
                || (away != 0 && away != (v < 128 ? -1 : 1))) {
            return List.of();
        }
        List<Integer> drivers = new ArrayList<>();
        for (int y = 0; y < 224; y++) {
            int mirrored = v < 128 ? v : 255 - v;
            int row = y < 112 ? y : 223 - y;
            boolean meet = row % 16 / 2 == mirrored % 32 / 4;
            boolean ownRow = (y % 2 == 1) == ((v < 128) == (y < 112));
            if (meet
                    && ownRow == (away == 0)
                    && defects.driverUsable(target, y)
                    && !defects.has(DefectClass.SYNAPSE_SWITCH, chip, synapseSwitch(v, y))) {
                drivers.add(y);
            }
        }
        return drivers;
    }

    /// The number of a switch counts the lines of its row that have one.
    private static int synapseSwitch(int v, int y) {
        return ((v < 128 ? 0 : 1) * 224 + y) * 16 + v % 128 / 32 * 4 + v % 4;
    }

    /// The number of a group of 14 drivers, as prices have it: `chip * 16 + side * 8 + group`.
    static int group(int target, int driver) {
        int side = (driver % 2 == 1) == (driver < 112) ? 0 : 1;
        return target * 16 + side * 8 + (driver < 112 ? driver / 2 % 8 : (223 - driver) / 2 % 8);
    }

    /// Usable drivers of a group.
    int groupSize(int group) {
        return (int) IntStream.range(0, 224)
                .filter(y -> group(group / 16, y) == group)
                .filter(y -> defects.driverUsable(group / 16, y))
                .count();
    }
}
