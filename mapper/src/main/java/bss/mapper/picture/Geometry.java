package bss.mapper.picture;

import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;

/// Where things are in a picture. A chip is 5 mm by 10 mm, twice as high as wide: so the wafer comes out round.
final class Geometry {

    static final double WIDTH = 1240;
    static final double HEIGHT = 860;
    static final double CHIP_WIDTH = 20;
    static final double CHIP_HEIGHT = 40;
    /// The wafer's 200 mm.
    static final double WAFER_RADIUS = 400;
    static final double CENTRE_X = 425;
    static final double CENTRE_Y = 430;
    /// Left and right end of the column with title and legends.
    static final double PANEL_LEFT = 872;
    static final double PANEL_RIGHT = 1204;

    private static final double LEFT = CENTRE_X - 18 * CHIP_WIDTH;
    private static final double TOP = CENTRE_Y - 8 * CHIP_HEIGHT;

    private Geometry() {}

    static double columnX(double column) {
        return LEFT + CHIP_WIDTH * column;
    }

    static double rowY(double row) {
        return TOP + CHIP_HEIGHT * row;
    }

    static double x(int hicann) {
        return columnX(WaferTopology.x(hicann));
    }

    static double y(int hicann) {
        return rowY(WaferTopology.y(hicann));
    }

    /// Height of a horizontal wire on a row of chips.
    static double trackY(int row, int track) {
        return rowY(row + (track + 0.5) / L1Topology.HLINES);
    }

    /// Place of a vertical wire on a column of chips.
    static double trackX(int column, int track) {
        return columnX(column + (track + 0.5) / L1Topology.VLINES);
    }
}
