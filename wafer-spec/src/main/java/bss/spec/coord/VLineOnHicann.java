package bss.spec.coord;

import java.util.List;

/// A vertical L1 line of one chip: 0 to 127 left of the synapse array, 128 to 255 right of it.
///
/// In the chip to the north it goes on shifted by +2 (left) or -2 (right), cyclic in its half of 128; to the south the
/// other way.
///
/// Index = value, 0 to 255. Source: halco:include/halco/hicann/v2/l1.h.
///
/// @param value the number, 0 to 255
public record VLineOnHicann(int value) implements Comparable<VLineOnHicann> {

    public static final int COUNT = 256;

    private static final List<VLineOnHicann> ALL = Places.list(COUNT, VLineOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 255
    public VLineOnHicann {
        Places.check(value, COUNT, "VLine on a HICANN");
    }

    /// All 256 in index order.
    public static List<VLineOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 255.
    public static VLineOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "VLine on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The side of the synapse array it runs on.
    public Side side() {
        return Side.of(value / (COUNT / 2));
    }

    /// The repeater of this chip on this line.
    public VRepeaterOnHicann repeater() {
        return VRepeaterOnHicann.of(value);
    }

    @Override
    public int compareTo(VLineOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "VLineOnHicann(" + value + ")";
    }
}
