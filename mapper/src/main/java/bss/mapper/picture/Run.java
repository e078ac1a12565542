package bss.mapper.picture;

import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;

/// A straight piece of a bus: segments of one L1 wire on neighbouring chips of a row or column.
///
/// A wire changes its line number at each border, but not its place in space. Its track is that place: the number
/// that the line would have on the wafer's first column or row.
///
/// @param horizontal along HLines, else along VLines
/// @param across row of the chips for a horizontal run, column for a vertical one
/// @param track 0 to 63 from the top; for a vertical run 0 to 127 in the left half and 128 to 255 in the right
/// @param from first column or row
/// @param to last column or row
public record Run(boolean horizontal, int across, int track, int from, int to) {

    private static final int HALF = L1Topology.VLINES / 2;

    /// One segment (`L1Topology.line`) alone.
    static Run of(int line) {
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        int x = WaferTopology.x(hicann);
        int y = WaferTopology.y(hicann);
        return L1Topology.isHLine(number)
                ? new Run(true, y, hTrack(number, x), x, x)
                : new Run(false, x, vTrack(number - L1Topology.HLINES, y), y, y);
    }

    /// The track of an HLine on a chip of column `x`: eastwards the number grows by 2.
    static int hTrack(int hline, int x) {
        return Math.floorMod(hline - 2 * x, L1Topology.HLINES);
    }

    /// The track of a VLine on a chip of row `y`: southwards the number falls by 2 in the left half, grows in the
    /// right.
    static int vTrack(int vline, int y) {
        return vline < HALF ? Math.floorMod(vline + 2 * y, HALF) : HALF + Math.floorMod(vline - HALF - 2 * y, HALF);
    }

    /// Whether `next` continues this run.
    boolean continuesIn(Run next) {
        return horizontal == next.horizontal && across == next.across && track == next.track && to + 1 == next.from;
    }

    Run joined(Run next) {
        return new Run(horizontal, across, track, from, next.to);
    }
}
