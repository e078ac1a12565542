package bss.mapper.network;

import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;
import java.util.stream.IntStream;

/// A rectangle of chips on the wafer, by columns and rows of the grid of chips, both ends included. Near the rim
/// the round wafer has only some of the chips of a rectangle, but a region has at least one.
///
/// @param xFrom first column, 0 to 35
/// @param xTo last column
/// @param yFrom first row, 0 to 15
/// @param yTo last row
public record Region(int xFrom, int xTo, int yFrom, int yTo) {

    public static final int COLUMNS = 36;
    public static final int ROWS = 16;

    /// @throws IllegalArgumentException if it is outside the grid, its bounds are reversed, or it holds no chip
    public Region {
        if (xFrom < 0 || xTo < xFrom || xTo >= COLUMNS || yFrom < 0 || yTo < yFrom || yTo >= ROWS) {
            throw new IllegalArgumentException("region is x %d to %d, y %d to %d, must ascend within 0 to %d, 0 to %d"
                    .formatted(xFrom, xTo, yFrom, yTo, COLUMNS - 1, ROWS - 1));
        }
        if (chips(xFrom, xTo, yFrom, yTo).findAny().isEmpty()) {
            throw new IllegalArgumentException(
                    "region x %d to %d, y %d to %d has no HICANN".formatted(xFrom, xTo, yFrom, yTo));
        }
    }

    /// Whether a chip lies in it.
    public boolean contains(int hicann) {
        return contains(hicann, xFrom, xTo, yFrom, yTo);
    }

    /// Its chips, ascending.
    public int[] hicanns() {
        return chips(xFrom, xTo, yFrom, yTo).toArray();
    }

    /// In words, for messages.
    public String words() {
        return "region x %d to %d, y %d to %d".formatted(xFrom, xTo, yFrom, yTo);
    }

    private static IntStream chips(int xFrom, int xTo, int yFrom, int yTo) {
        return IntStream.range(0, HicannOnWafer.COUNT).filter(h -> contains(h, xFrom, xTo, yFrom, yTo));
    }

    private static boolean contains(int hicann, int xFrom, int xTo, int yFrom, int yTo) {
        int x = WaferTopology.x(hicann);
        int y = WaferTopology.y(hicann);
        return x >= xFrom && x <= xTo && y >= yFrom && y <= yTo;
    }
}
