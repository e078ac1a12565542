package bss.spec.coord;

import java.util.List;

/// One of the six blocks of repeaters round a chip; each has a DLL reset and two test ports of its own.
///
/// Index = `2 * y + x`. The middle blocks hold the horizontal repeaters of a side, 32 each; the corner blocks hold the
/// vertical ones, 64 each.
///
/// Source: halco:include/halco/hicann/v2/l1.h RepeaterBlockOnHICANN.
///
/// @param x 0 (left) or 1 (right)
/// @param y 0 (top), 1 (middle) or 2 (bottom)
public record RepeaterBlockOnHicann(int x, int y) implements Comparable<RepeaterBlockOnHicann> {

    public static final int COUNT = 6;

    private static final List<RepeaterBlockOnHicann> ALL = Places.list(COUNT, RepeaterBlockOnHicann::compute);

    /// @throws IllegalArgumentException outside 2 x 3
    public RepeaterBlockOnHicann {
        Places.check(x, 2, "repeater block column");
        Places.check(y, 3, "repeater block row");
    }

    /// All in index order.
    public static List<RepeaterBlockOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static RepeaterBlockOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "repeater block on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return 2 * y + x;
    }

    @Override
    public int compareTo(RepeaterBlockOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "RepeaterBlockOnHicann(" + x + "," + y + ")";
    }

    private static RepeaterBlockOnHicann compute(int index) {
        return new RepeaterBlockOnHicann(index % 2, index / 2);
    }
}
