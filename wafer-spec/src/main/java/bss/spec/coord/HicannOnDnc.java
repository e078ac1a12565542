package bss.spec.coord;

import java.util.List;

/// A HICANN's place on its reticle of 4 x 2 chips; index = `4 * y + x`.
///
/// Source: halco:src/halco/hicann/v2/hicann.cpp toHICANNOnDNC.
///
/// @param x column, 0 to 3
/// @param y row, 0 or 1
public record HicannOnDnc(int x, int y) implements Comparable<HicannOnDnc> {

    public static final int COUNT = 8;

    private static final List<HicannOnDnc> ALL = Places.list(COUNT, HicannOnDnc::compute);

    /// @throws IllegalArgumentException outside 4 x 2
    public HicannOnDnc {
        Places.check(x, 4, "column on a reticle");
        Places.check(y, 2, "row on a reticle");
    }

    /// All in index order.
    public static List<HicannOnDnc> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static HicannOnDnc of(int index) {
        return ALL.get(Places.check(index, COUNT, "HICANN on a reticle"));
    }

    /// Position in [#all()].
    public int index() {
        return 4 * y + x;
    }

    /// The link that joins it to the FPGA, `2 * x + y`.
    public HighspeedLinkOnDnc highspeedLink() {
        return HighspeedLinkOnDnc.of(2 * x + y);
    }

    @Override
    public int compareTo(HicannOnDnc other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "HicannOnDnc(" + x + "," + y + ")";
    }

    private static HicannOnDnc compute(int index) {
        return new HicannOnDnc(index % 4, index / 4);
    }
}
