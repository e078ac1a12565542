package bss.spec.coord;

import java.util.List;

/// A reticle of the wafer: 4 x 2 HICANNs with one FPGA. Called DNC after the chip that once stood between the two.
///
/// Rows hold 3, 5, 7, 9, 9, 7, 5, 3 reticles, centred; [#index()] counts them row by row from 0 to 47. Table:
/// halco:src/halco/hicann/v2/lookup_tables.cpp DNCOnWaferGrid.
///
/// @param x column, 0 (west) to 8 (east)
/// @param y row, 0 (north) to 7 (south)
public record DncOnWafer(int x, int y) implements Comparable<DncOnWafer> {

    public static final int COUNT = 48;
    public static final int COLUMNS = 9;
    public static final int ROWS = 8;

    private static final int[] ROW_START = rowStarts();
    private static final List<DncOnWafer> ALL = Places.list(COUNT, DncOnWafer::compute);

    /// @throws IllegalArgumentException where the wafer has none
    public DncOnWafer {
        if (!exists(x, y)) {
            throw new IllegalArgumentException("no reticle at x=%d, y=%d on the wafer".formatted(x, y));
        }
    }

    /// All in index order.
    public static List<DncOnWafer> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static DncOnWafer of(int index) {
        return ALL.get(Places.check(index, COUNT, "reticle on the wafer"));
    }

    /// Position in [#all()].
    public int index() {
        return ROW_START[y] + x - inset(y);
    }

    /// The chip at a place of this reticle.
    public HicannOnWafer hicann(HicannOnDnc place) {
        return HicannOnWafer.of(this, place);
    }

    /// The FPGA that serves it.
    public FpgaOnWafer fpga() {
        return FpgaOnWafer.of(this);
    }

    /// Whether there is one at this place.
    public static boolean exists(int x, int y) {
        return y >= 0 && y < ROWS && x >= inset(y) && x < COLUMNS - inset(y);
    }

    /// Unoccupied columns on either side of row `y`.
    private static int inset(int y) {
        return Math.max(Math.max(3 - y, y - 4), 0);
    }

    private static int[] rowStarts() {
        int[] starts = new int[ROWS];
        for (int y = 1; y < ROWS; y++) {
            starts[y] = starts[y - 1] + COLUMNS - 2 * inset(y - 1);
        }
        return starts;
    }

    @Override
    public int compareTo(DncOnWafer other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "DncOnWafer(" + x + "," + y + ")";
    }

    private static DncOnWafer compute(int index) {
        int y = 0;
        while (y + 1 < ROWS && ROW_START[y + 1] <= index) {
            y++;
        }
        return new DncOnWafer(index - ROW_START[y] + inset(y), y);
    }
}
