package bss.spec.coord;

import java.util.List;

/// One of the four blocks of floating gates, the analog parameter memory of a chip: 24 rows of 129 cells.
///
/// Index = `2 * y + x`. Cell column 0 holds the shared parameters, columns 1 to 128 one denmem each.
///
/// Source: halco:include/halco/hicann/v2/fg.h.
///
/// @param x 0 (left) or 1 (right)
/// @param y 0 (top) or 1 (bottom)
public record FgBlockOnHicann(int x, int y) implements Comparable<FgBlockOnHicann> {

    public static final int COUNT = 4;

    private static final List<FgBlockOnHicann> ALL = Places.list(COUNT, FgBlockOnHicann::compute);

    /// @throws IllegalArgumentException outside 2 x 2
    public FgBlockOnHicann {
        Places.check(x, 2, "floating-gate block column");
        Places.check(y, 2, "floating-gate block row");
    }

    /// All in index order.
    public static List<FgBlockOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static FgBlockOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "floating-gate block on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return 2 * y + x;
    }

    @Override
    public int compareTo(FgBlockOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "FgBlockOnHicann(" + x + "," + y + ")";
    }

    private static FgBlockOnHicann compute(int index) {
        return new FgBlockOnHicann(index % 2, index / 2);
    }
}
