package bss.spec.coord;

import java.util.List;

/// One synapse: a 4-bit weight and a 4-bit decoder at the crossing of a driver's row and a denmem's column.
///
/// Index = `256 * row + column`.
///
/// Source: halco:include/halco/hicann/v2/synapse.h SynapseOnHICANN.
///
/// @param row 0 (top) to 447
/// @param column 0 (left) to 255
public record SynapseOnHicann(int row, int column) implements Comparable<SynapseOnHicann> {

    public static final int COUNT = 114688;
    public static final int COLUMNS = 256;

    private static final List<SynapseOnHicann> ALL = Places.view(COUNT, SynapseOnHicann::compute);

    /// @throws IllegalArgumentException outside 448 x 256
    public SynapseOnHicann {
        Places.check(row, SynapseRowOnHicann.COUNT, "synapse row on a HICANN");
        Places.check(column, COLUMNS, "synapse column on a HICANN");
    }

    /// All in index order.
    public static List<SynapseOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static SynapseOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "synapse on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return COLUMNS * row + column;
    }

    /// The row it lies in.
    public SynapseRowOnHicann synapseRow() {
        return SynapseRowOnHicann.of(row);
    }

    /// The driver whose events reach it.
    public SynapseDriverOnHicann driver() {
        return SynapseDriverOnHicann.of(row / 2);
    }

    /// The denmem it feeds: the same column, the row of its half.
    public NeuronOnHicann neuron() {
        return new NeuronOnHicann(column, row / (SynapseRowOnHicann.COUNT / 2));
    }

    @Override
    public int compareTo(SynapseOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "SynapseOnHicann(" + row + "," + column + ")";
    }

    private static SynapseOnHicann compute(int index) {
        return new SynapseOnHicann(index / COLUMNS, index % COLUMNS);
    }
}
