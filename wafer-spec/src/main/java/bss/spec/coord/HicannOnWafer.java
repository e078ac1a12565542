package bss.spec.coord;

import java.util.List;
import java.util.Optional;

/// A HICANN chip's place on the wafer, counted in chips from the north-west corner.
///
/// The wafer is round, so the 36 x 16 grid has only 384 occupied places. Reticles are 4 x 2 chips; every second row
/// therefore starts and ends four chips further out or in:
///
/// ```
/// y  0, 1              x 12..23
/// y  2, 3          x  8..27
/// y  4, 5      x  4..31
/// y  6..9  x  0..35          (and mirrored below)
/// ```
///
/// [#index()] numbers the occupied places row by row from 0 to 383. Table: halco:src/halco/hicann/v2/lookup_tables.cpp
/// HICANNOnWaferGrid.
///
/// @param x column, 0 (west) to 35 (east)
/// @param y row, 0 (north) to 15 (south)
public record HicannOnWafer(int x, int y) implements Comparable<HicannOnWafer> {

    public static final int COUNT = 384;
    public static final int COLUMNS = 36;
    public static final int ROWS = 16;

    private static final int[] ROW_START = rowStarts();
    private static final List<HicannOnWafer> ALL = Places.list(COUNT, HicannOnWafer::compute);

    /// @throws IllegalArgumentException where the wafer has none
    public HicannOnWafer {
        if (!exists(x, y)) {
            throw new IllegalArgumentException("no HICANN at x=%d, y=%d on the wafer".formatted(x, y));
        }
    }

    /// All in index order.
    public static List<HicannOnWafer> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static HicannOnWafer of(int index) {
        return ALL.get(Places.check(index, COUNT, "HICANN on the wafer"));
    }

    /// Position in [#all()].
    public int index() {
        return ROW_START[y] + x - inset(y);
    }

    /// The chip next to this one, or empty at the rim of the wafer.
    public Optional<HicannOnWafer> neighbour(Direction direction) {
        int nextX = x + direction.dx();
        int nextY = y + direction.dy();
        return exists(nextX, nextY) ? Optional.of(of(nextX, nextY)) : Optional.empty();
    }

    /// The chip at this place; throws where the wafer has none.
    public static HicannOnWafer of(int x, int y) {
        return new HicannOnWafer(x, y);
    }

    /// The chip at this place of a reticle.
    public static HicannOnWafer of(DncOnWafer dnc, HicannOnDnc place) {
        return new HicannOnWafer(4 * dnc.x() + place.x(), 2 * dnc.y() + place.y());
    }

    /// The reticle it belongs to.
    public DncOnWafer dnc() {
        return new DncOnWafer(x / 4, y / 2);
    }

    /// Its place on the reticle.
    public HicannOnDnc hicannOnDnc() {
        return new HicannOnDnc(x % 4, y % 2);
    }

    /// The FPGA that serves it.
    public FpgaOnWafer fpga() {
        return FpgaOnWafer.of(dnc());
    }

    /// Whether there is one at this place.
    public static boolean exists(int x, int y) {
        return y >= 0 && y < ROWS && x >= inset(y) && x < COLUMNS - inset(y);
    }

    /// Unoccupied columns on either side of row `y`.
    private static int inset(int y) {
        int reticleRow = y / 2;
        return 4 * Math.max(Math.max(3 - reticleRow, reticleRow - 4), 0);
    }

    private static int[] rowStarts() {
        int[] starts = new int[ROWS];
        for (int y = 1; y < ROWS; y++) {
            starts[y] = starts[y - 1] + COLUMNS - 2 * inset(y - 1);
        }
        return starts;
    }

    @Override
    public int compareTo(HicannOnWafer other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "HicannOnWafer(" + x + "," + y + ")";
    }

    private static HicannOnWafer compute(int index) {
        int y = 0;
        while (y + 1 < ROWS && ROW_START[y + 1] <= index) {
            y++;
        }
        return new HicannOnWafer(index - ROW_START[y] + inset(y), y);
    }
}
