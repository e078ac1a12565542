package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A few chips of a wafer, next to each other, with defects; nothing else may be used.
///
/// @param chips ascending
record RandomWindow(List<Integer> chips, WaferResources wafer) {

    private static final List<DefectClass> LINES =
            List.of(DefectClass.HLINE, DefectClass.VLINE, DefectClass.HREPEATER, DefectClass.VREPEATER);

    /// A window of so many columns and rows somewhere on the wafer.
    ///
    /// @param lines share of the lines and of the repeaters that is defect
    /// @param switches share of the crossbar and of the synapse switches
    /// @param drivers share of the drivers
    static RandomWindow of(Random random, int width, int height, double lines, double switches, double drivers) {
        int[] corners = IntStream.range(0, 384)
                .filter(h -> chip(WaferTopology.x(h) + width - 1, WaferTopology.y(h)) >= 0
                        && chip(WaferTopology.x(h), WaferTopology.y(h) + height - 1) >= 0
                        && chip(WaferTopology.x(h) + width - 1, WaferTopology.y(h) + height - 1) >= 0)
                .toArray();
        int corner = corners[random.nextInt(corners.length)];
        List<Integer> chips = IntStream.range(0, 384)
                .filter(h -> within(WaferTopology.x(h) - WaferTopology.x(corner), width)
                        && within(WaferTopology.y(h) - WaferTopology.y(corner), height))
                .boxed()
                .toList();
        Defects.Builder defects = Defects.builder();
        BitSet allowed = new BitSet();
        for (int chip : chips) {
            allowed.set(chip);
            for (DefectClass kind : LINES) {
                mark(random, defects, kind, chip, lines);
            }
            mark(random, defects, DefectClass.CROSSBAR_SWITCH, chip, switches);
            mark(random, defects, DefectClass.SYNAPSE_SWITCH, chip, switches);
            mark(random, defects, DefectClass.SYNAPSE_DRIVER, chip, drivers);
        }
        return new RandomWindow(chips, WaferResources.of(defects.build(), allowed));
    }

    private static int chip(int x, int y) {
        return IntStream.range(0, 384)
                .filter(h -> WaferTopology.x(h) == x && WaferTopology.y(h) == y)
                .findAny()
                .orElse(-1);
    }

    private static boolean within(int offset, int size) {
        return offset >= 0 && offset < size;
    }

    private static void mark(Random random, Defects.Builder defects, DefectClass kind, int chip, double share) {
        for (int i = 0; share > 0 && i < kind.perChip(); i++) {
            if (random.nextDouble() < share) {
                defects.mark(kind, chip, i);
            }
        }
    }
}
