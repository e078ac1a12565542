package bss.spec.coord;

import java.util.List;

/// One of the eight event channels between a HICANN and its FPGA, off or set to one direction.
///
/// Link `i` belongs to DNC merger `i`.
///
/// Index = value, 0 to 7. Source: halco:src/halco/hicann/v2/external.cpp GbitLinkOnHICANN::toDNCMergerOnHICANN.
///
/// @param value the number, 0 to 7
public record GbitLinkOnHicann(int value) implements Comparable<GbitLinkOnHicann> {

    public static final int COUNT = 8;

    private static final List<GbitLinkOnHicann> ALL = Places.list(COUNT, GbitLinkOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public GbitLinkOnHicann {
        Places.check(value, COUNT, "gbit link on a HICANN");
    }

    /// All 8 in index order.
    public static List<GbitLinkOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static GbitLinkOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "gbit link on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The merger it feeds or listens to.
    public DncMergerOnHicann dncMerger() {
        return DncMergerOnHicann.of(value);
    }

    @Override
    public int compareTo(GbitLinkOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "GbitLinkOnHicann(" + value + ")";
    }
}
