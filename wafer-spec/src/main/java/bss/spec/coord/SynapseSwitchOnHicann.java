package bss.spec.coord;

import java.util.List;

/// A switch that joins a vertical L1 line to the input of a synapse driver.
///
/// Each VLine has 28 (14 in either half of the array), each switch row 16. The side follows from the line. Index =
/// `(224 * side + row) * 16 + position`, positions ascending in vline.
///
/// Source: halco:src/halco/hicann/v2/l1.cpp SynapseSwitchOnHICANN::exists (halco's own enum counts row-major over both
/// sides; ours keeps a row of switches together).
///
/// @param vline vertical line, 0 to 255
/// @param row switch row, 0 (top) to 223
public record SynapseSwitchOnHicann(int vline, int row) implements Comparable<SynapseSwitchOnHicann> {

    public static final int COUNT = 7168;

    private static final int PER_ROW = 16;
    private static final int PERIOD = 32;
    private static final int GROUP = 4;
    private static final int VLINES_PER_SIDE = 128;

    private static final List<SynapseSwitchOnHicann> ALL = Places.list(COUNT, SynapseSwitchOnHicann::compute);

    /// @throws IllegalArgumentException where line and row do not meet in a switch
    public SynapseSwitchOnHicann {
        if (!exists(vline, row)) {
            throw new IllegalArgumentException("no synapse switch at VLine %d, row %d".formatted(vline, row));
        }
    }

    /// All in index order.
    public static List<SynapseSwitchOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static SynapseSwitchOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "synapse switch on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return index(vline, row);
    }

    /// The side of the array it lies on.
    public Side side() {
        return Side.of(vline / VLINES_PER_SIDE);
    }

    /// The row of switches it is part of.
    public SynapseSwitchRowOnHicann switchRow() {
        return new SynapseSwitchRowOnHicann(side(), row);
    }

    /// Whether line and row meet in a switch: with a = (v % 32) / 4 and b = (y % 16) / 2, where a = b at the top left
    /// and bottom right, where a = 7 - b at the top right and bottom left.
    public static boolean exists(int vline, int row) {
        return vline >= 0
                && vline < VLineOnHicann.COUNT
                && row >= 0
                && row < SynapseDriverOnHicann.COUNT
                && vline % PERIOD / GROUP == group(row, vline < VLINES_PER_SIDE);
    }

    /// The index of an existing switch.
    public static int index(int vline, int row) {
        int side = vline / VLINES_PER_SIDE;
        int position = vline % VLINES_PER_SIDE / PERIOD * GROUP + vline % GROUP;
        return (side * SynapseDriverOnHicann.COUNT + row) * PER_ROW + position;
    }

    /// The row of switch `index`.
    public static int rowOf(int index) {
        return index / PER_ROW % SynapseDriverOnHicann.COUNT;
    }

    /// The vertical line of switch `index`.
    public static int vlineOf(int index) {
        int side = index / (PER_ROW * SynapseDriverOnHicann.COUNT);
        int position = index % PER_ROW;
        return side * VLINES_PER_SIDE
                + position / GROUP * PERIOD
                + group(rowOf(index), side == 0) * GROUP
                + position % GROUP;
    }

    /// Which of the eight groups of four lines in each period of 32 meets this row.
    private static int group(int row, boolean left) {
        int b = row % 16 / 2;
        boolean bottom = row >= SynapseDriverOnHicann.COUNT / 2;
        return left != bottom ? b : 7 - b;
    }

    @Override
    public int compareTo(SynapseSwitchOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "SynapseSwitchOnHicann(" + vline + "," + row + ")";
    }

    private static SynapseSwitchOnHicann compute(int index) {
        return new SynapseSwitchOnHicann(vlineOf(index), rowOf(index));
    }
}
