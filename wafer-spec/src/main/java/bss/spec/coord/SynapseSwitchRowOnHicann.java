package bss.spec.coord;

import java.util.List;

/// One row of synapse switches: the 16 crossings of vertical lines with the input of one synapse driver.
///
/// Half of the rows feed the driver of the same row on this chip, the others the facing driver of the neighbour on that
/// side. Index = `224 * side + row`.
///
/// Source: halco:include/halco/hicann/v2/synapse.h SynapseSwitchRowOnHICANN.
///
/// @param side left or right of the synapse array
/// @param row 0 (top) to 223
public record SynapseSwitchRowOnHicann(Side side, int row) implements Comparable<SynapseSwitchRowOnHicann> {

    public static final int COUNT = 448;
    public static final int ROWS = SynapseDriverOnHicann.COUNT;

    private static final List<SynapseSwitchRowOnHicann> ALL = Places.list(COUNT, SynapseSwitchRowOnHicann::compute);

    /// @throws IllegalArgumentException outside 0 to 223
    public SynapseSwitchRowOnHicann {
        Places.check(row, ROWS, "synapse switch row");
    }

    /// All in index order.
    public static List<SynapseSwitchRowOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static SynapseSwitchRowOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "synapse switch row on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return ROWS * side.index() + row;
    }

    @Override
    public int compareTo(SynapseSwitchRowOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "SynapseSwitchRowOnHicann(" + side + "," + row + ")";
    }

    private static SynapseSwitchRowOnHicann compute(int index) {
        return new SynapseSwitchRowOnHicann(Side.of(index / ROWS), index % ROWS);
    }
}
