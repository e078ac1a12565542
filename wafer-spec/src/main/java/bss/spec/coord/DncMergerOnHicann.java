package bss.spec.coord;

import java.util.List;

/// The last merger before L1: left input external events of gbit link `d`, right input a tap of the merger tree.
///
/// Its output goes to sending repeater `7 - d` and, if the link looks outwards, to the FPGA.
///
/// Index = value, 0 to 7. Source: halco:src/halco/hicann/v2/l1.cpp.
///
/// @param value the number, 0 to 7
public record DncMergerOnHicann(int value) implements Comparable<DncMergerOnHicann> {

    public static final int COUNT = 8;

    private static final List<DncMergerOnHicann> ALL = Places.list(COUNT, DncMergerOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public DncMergerOnHicann {
        Places.check(value, COUNT, "DNC merger on a HICANN");
    }

    /// All 8 in index order.
    public static List<DncMergerOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static DncMergerOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "DNC merger on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The repeater it feeds, `7 - d`.
    public SendingRepeaterOnHicann sendingRepeater() {
        return SendingRepeaterOnHicann.of(COUNT - 1 - value);
    }

    /// The link it shares its number with.
    public GbitLinkOnHicann gbitLink() {
        return GbitLinkOnHicann.of(value);
    }

    @Override
    public int compareTo(DncMergerOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "DncMergerOnHicann(" + value + ")";
    }
}
