package bss.spec.coord;

import java.util.List;

/// A merger of the tree that collects the events of the eight neuron blocks.
///
/// Named M0_0 to M0_7, M1_0 to M1_3, M2_0, M2_1, M3; the index counts them in this order, 0 to 14.
///
/// Source: halco:include/halco/hicann/v2/merger0onhicann.h to merger3onhicann.h.
///
/// @param level 0 (next to the neurons) to 3
/// @param position 0 to 7 on level 0, to 3 on level 1, to 1 on level 2, 0 on level 3
public record MergerOnHicann(int level, int position) implements Comparable<MergerOnHicann> {

    public static final int COUNT = 15;

    private static final int[] LEVEL_START = {0, 8, 12, 14};

    private static final List<MergerOnHicann> ALL = Places.list(COUNT, MergerOnHicann::compute);

    /// @throws IllegalArgumentException if the level has no such position
    public MergerOnHicann {
        Places.check(level, 4, "merger level");
        Places.check(position, 8 >> level, "merger on level " + level + " with position");
    }

    /// All in index order.
    public static List<MergerOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static MergerOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "merger on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return index(level, position);
    }

    /// The index of the merger at an existing position of a level.
    public static int index(int level, int position) {
        return LEVEL_START[level] + position;
    }

    /// The merger of this name, for example "M1_3".
    ///
    /// @throws IllegalArgumentException if no merger is called so
    public static MergerOnHicann of(String name) {
        for (MergerOnHicann merger : ALL) {
            if (merger.toString().equals(name)) {
                return merger;
            }
        }
        throw new IllegalArgumentException("no merger is called %s, there are M0_0 to M3".formatted(name));
    }

    @Override
    public int compareTo(MergerOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return level == 3 ? "M3" : "M" + level + "_" + position;
    }

    private static MergerOnHicann compute(int index) {
        int level = 0;
        while (level < 3 && LEVEL_START[level + 1] <= index) {
            level++;
        }
        return new MergerOnHicann(level, index - LEVEL_START[level]);
    }
}
