package bss.spec.coord;

import java.util.List;

/// A horizontal L1 line of one chip: a serial bus of 6-bit addresses across the whole chip, 0 the topmost.
///
/// It goes on in the chip to the east as line `(h + 2) % 64`, to the west as `(h - 2) % 64`; parity never changes.
///
/// Index = value, 0 to 63. Source: halco:include/halco/hicann/v2/l1.h.
///
/// @param value the number, 0 to 63
public record HLineOnHicann(int value) implements Comparable<HLineOnHicann> {

    public static final int COUNT = 64;

    private static final List<HLineOnHicann> ALL = Places.list(COUNT, HLineOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 63
    public HLineOnHicann {
        Places.check(value, COUNT, "HLine on a HICANN");
    }

    /// All 64 in index order.
    public static List<HLineOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 63.
    public static HLineOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "HLine on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The repeater of this chip on this line.
    public HRepeaterOnHicann repeater() {
        return HRepeaterOnHicann.of(value);
    }

    @Override
    public int compareTo(HLineOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "HLineOnHicann(" + value + ")";
    }
}
