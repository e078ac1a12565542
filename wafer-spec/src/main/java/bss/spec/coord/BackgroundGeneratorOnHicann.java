package bss.spec.coord;

import java.util.List;

/// A source of regular or random events on the chip; regular ones with address 0 keep repeaters and drivers locked.
///
/// Generator `g` feeds the left input of merger M0_g.
///
/// Index = value, 0 to 7. Source: halco:include/halco/hicann/v2/merger0onhicann.h.
///
/// @param value the number, 0 to 7
public record BackgroundGeneratorOnHicann(int value) implements Comparable<BackgroundGeneratorOnHicann> {

    public static final int COUNT = 8;

    private static final List<BackgroundGeneratorOnHicann> ALL = Places.list(COUNT, BackgroundGeneratorOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public BackgroundGeneratorOnHicann {
        Places.check(value, COUNT, "background generator on a HICANN");
    }

    /// All 8 in index order.
    public static List<BackgroundGeneratorOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static BackgroundGeneratorOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "background generator on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The merger it feeds.
    public MergerOnHicann merger() {
        return new MergerOnHicann(0, value);
    }

    @Override
    public int compareTo(BackgroundGeneratorOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "BackgroundGeneratorOnHicann(" + value + ")";
    }
}
