package bss.spec.coord;

import java.util.List;

/// A row of 256 synapses; each driver has two: row = `2 * driver + r`, r = 0 the upper.
///
/// Rows 0 to 223 are the top array and feed the top denmems, 224 to 447 the bottom array. Index = value.
///
/// Source: halco:include/halco/hicann/v2/synapse.h SynapseRowOnHICANN.
///
/// @param value 0 (top) to 447
public record SynapseRowOnHicann(int value) implements Comparable<SynapseRowOnHicann> {

    public static final int COUNT = 448;

    private static final List<SynapseRowOnHicann> ALL = Places.list(COUNT, SynapseRowOnHicann::compute);

    /// @throws IllegalArgumentException outside 0 to 447
    public SynapseRowOnHicann {
        Places.check(value, COUNT, "synapse row on a HICANN");
    }

    /// All in index order.
    public static List<SynapseRowOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static SynapseRowOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "synapse row on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The driver of this row.
    public SynapseDriverOnHicann driver() {
        return SynapseDriverOnHicann.of(value / 2);
    }

    /// 0 for the upper row of its driver, 1 for the lower.
    public int rowOnDriver() {
        return value % 2;
    }

    /// The half of the array it lies in.
    public Half half() {
        return Half.of(value / (COUNT / 2));
    }

    @Override
    public int compareTo(SynapseRowOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "SynapseRowOnHicann(" + value + ")";
    }

    private static SynapseRowOnHicann compute(int index) {
        return new SynapseRowOnHicann(index);
    }
}
