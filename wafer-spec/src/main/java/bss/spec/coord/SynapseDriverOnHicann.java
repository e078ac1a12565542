package bss.spec.coord;

import java.util.List;

/// A synapse driver: decodes the events of one L1 line and drives two synapse rows across all 256 columns.
///
/// Drivers stand alternately at the two sides: in the top half odd y left and even y right, in the bottom half the
/// other way; 56 in each quadrant. Index = y.
///
/// Source: halco:src/halco/hicann/v2/synapse.cpp SynapseDriverOnHICANN.
///
/// @param y row of the driver, 0 (top) to 223
public record SynapseDriverOnHicann(int y) implements Comparable<SynapseDriverOnHicann> {

    public static final int COUNT = 224;
    public static final int PER_QUADRANT = 56;

    private static final List<SynapseDriverOnHicann> ALL = Places.list(COUNT, SynapseDriverOnHicann::compute);

    /// @throws IllegalArgumentException outside 0 to 223
    public SynapseDriverOnHicann {
        Places.check(y, COUNT, "synapse driver on a HICANN");
    }

    /// All in index order.
    public static List<SynapseDriverOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static SynapseDriverOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "synapse driver on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return y;
    }

    /// The side of driver `y`: 0 left, 1 right.
    public static int sideOf(int y) {
        return (y + 1 + halfOf(y)) % 2;
    }

    /// The half of driver `y`: 0 top, 1 bottom.
    public static int halfOf(int y) {
        return y / (COUNT / 2);
    }

    /// The place of driver `y` in its quadrant, 0 (topmost) to 55.
    public static int indexOnQuadrantOf(int y) {
        return y / 2 % PER_QUADRANT;
    }

    /// The side of the array it stands at.
    public Side side() {
        return Side.of(sideOf(y));
    }

    /// The half of the array it drives.
    public Half half() {
        return Half.of(halfOf(y));
    }

    /// Its place in its quadrant, 0 (topmost) to 55.
    public int indexOnQuadrant() {
        return indexOnQuadrantOf(y);
    }

    /// The floating gates with its shared parameters (V_gmax, short-term plasticity): those of its quadrant.
    public FgBlockOnHicann fgBlock() {
        return new FgBlockOnHicann(sideOf(y), halfOf(y));
    }

    /// Its upper (`r` = 0) or lower (`r` = 1) synapse row.
    public SynapseRowOnHicann row(int r) {
        return SynapseRowOnHicann.of(2 * y + Places.check(r, 2, "synapse row of a driver"));
    }

    @Override
    public int compareTo(SynapseDriverOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "SynapseDriverOnHicann(" + y + ")";
    }

    private static SynapseDriverOnHicann compute(int index) {
        return new SynapseDriverOnHicann(index);
    }
}
