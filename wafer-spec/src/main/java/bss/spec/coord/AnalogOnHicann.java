package bss.spec.coord;

import java.util.List;

/// One of the two analog outputs of a chip, which carry membrane voltages to the ADC boards.
///
/// The eight chips of a reticle share the two lines of the reticle.
///
/// Index = value, 0 to 1. Source: halco:include/halco/hicann/v2/external.h.
///
/// @param value the number, 0 to 1
public record AnalogOnHicann(int value) implements Comparable<AnalogOnHicann> {

    public static final int COUNT = 2;

    private static final List<AnalogOnHicann> ALL = Places.list(COUNT, AnalogOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 1
    public AnalogOnHicann {
        Places.check(value, COUNT, "analog output on a HICANN");
    }

    /// All 2 in index order.
    public static List<AnalogOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 1.
    public static AnalogOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "analog output on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    @Override
    public int compareTo(AnalogOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "AnalogOnHicann(" + value + ")";
    }
}
