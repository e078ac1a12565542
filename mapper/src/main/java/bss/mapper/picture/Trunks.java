package bss.mapper.picture;

import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;

/// Lines in use of each chip as bars: one for its horizontal lines, one for either half of its vertical ones,
/// all of the same width per line.
final class Trunks {

    private static final double WIDEST_HORIZONTAL = 8;
    private static final double WIDEST_VERTICAL = 3.4;
    private static final int HALF = L1Topology.VLINES / 2;

    // horizontal, left and right vertical lines in use, by chip
    private final int[][] used = new int[3][HicannOnWafer.COUNT];
    private final double perLine;

    Trunks(WaferView view) {
        for (Bus bus : view.buses()) {
            for (Run run : bus.runs()) {
                int kind = run.horizontal() ? 0 : run.track() < HALF ? 1 : 2;
                for (int along = run.from(); along <= run.to(); along++) {
                    int hicann = run.horizontal()
                            ? WaferTopology.hicann(along, run.across())
                            : WaferTopology.hicann(run.across(), along);
                    used[kind][hicann]++;
                }
            }
        }
        perLine = Math.min(
                WIDEST_HORIZONTAL / Math.max(1, most(0)), WIDEST_VERTICAL / Math.max(1, Math.max(most(1), most(2))));
    }

    private int most(int kind) {
        return Arrays.stream(used[kind]).max().orElse(0);
    }

    /// The most lines of a bar.
    int most() {
        return Math.max(most(0), Math.max(most(1), most(2)));
    }

    /// Width of a bar.
    double width(int lines) {
        return perLine * lines;
    }

    void draw(Xml xml) {
        xml.begin("g", "fill", Palette.TRUNK, "pointer-events", "none");
        for (int hicann = 0; hicann < HicannOnWafer.COUNT; hicann++) {
            double x = Geometry.x(hicann);
            double y = Geometry.y(hicann);
            double h = width(used[0][hicann]);
            bar(xml, x, y + (Geometry.CHIP_HEIGHT - h) / 2, Geometry.CHIP_WIDTH, h);
            for (int half = 0; half < 2; half++) {
                double w = width(used[1 + half][hicann]);
                bar(xml, x + (0.25 + 0.5 * half) * Geometry.CHIP_WIDTH - w / 2, y, w, Geometry.CHIP_HEIGHT);
            }
        }
        xml.end();
    }

    private static void bar(Xml xml, double x, double y, double width, double height) {
        if (width > 0 && height > 0) {
            xml.empty("rect", "x", x, "y", y, "width", width, "height", height);
        }
    }
}
