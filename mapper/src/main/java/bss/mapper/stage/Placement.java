package bss.mapper.stage;

/// Where each neuron lies: columns by cell. A neuron of size s is the rectangle of s / 2 columns by two rows from
/// `column` on, inside one neuron block.
public final class Placement {

    public static final int NOWHERE = -1;

    private final int[] hicann;
    private final int[] column;
    private final int[] size;

    /// @param hicann chip 0 to 383, or NOWHERE for a neuron without place and for external sources
    /// @param column leftmost column, 0 to 255
    /// @param size denmems, even, 2 to 64
    public Placement(int[] hicann, int[] column, int[] size) {
        this.hicann = hicann.clone();
        this.column = column.clone();
        this.size = size.clone();
    }

    public int cells() {
        return hicann.length;
    }

    public boolean placed(int cell) {
        return hicann[cell] != NOWHERE;
    }

    public int hicann(int cell) {
        return hicann[cell];
    }

    public int column(int cell) {
        return column[cell];
    }

    public int size(int cell) {
        return size[cell];
    }
}
