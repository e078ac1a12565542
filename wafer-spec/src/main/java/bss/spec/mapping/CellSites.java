package bss.spec.mapping;

import java.util.Arrays;

/// Where the cells of a population are, in columns by cell index. Immutable.
///
/// A neuron is a rectangle of full columns: `size` / 2 columns by two rows from denmem (x, 0), which is also the one
/// that fires. An external source enters at a Gbit link.
public final class CellSites {

    /// Marks a cell that found no place.
    public static final int NOWHERE = -1;

    private final String label;
    private final boolean external;
    private final int[] hicann;
    private final int[] denmem;
    private final int[] size;
    private final int[] dncMerger;
    private final int[] address;

    /// @param label of the population
    /// @param external sources that are played in, not neurons
    /// @param hicann chip, or NOWHERE
    /// @param denmem firing denmem (x of the leftmost column, top row), NOWHERE for external sources
    /// @param size denmems, 0 for external sources
    /// @param dncMerger DNC merger that sends the cell's events, also the Gbit link of an external source;
    ///     NOWHERE if its events are not sent
    /// @param address L1 address, NOWHERE if its events are not sent
    public CellSites(
            String label, boolean external, int[] hicann, int[] denmem, int[] size, int[] dncMerger, int[] address) {
        int n = hicann.length;
        if (denmem.length != n || size.length != n || dncMerger.length != n || address.length != n) {
            throw new IllegalArgumentException("columns of population '%s' differ in length".formatted(label));
        }
        this.label = label;
        this.external = external;
        this.hicann = hicann.clone();
        this.denmem = denmem.clone();
        this.size = size.clone();
        this.dncMerger = dncMerger.clone();
        this.address = address.clone();
    }

    public String label() {
        return label;
    }

    public boolean external() {
        return external;
    }

    public int count() {
        return hicann.length;
    }

    public boolean placed(int cell) {
        return hicann[cell] != NOWHERE;
    }

    /// Whether the cell's events are sent onto a bus (or to the host).
    public boolean sends(int cell) {
        return address[cell] != NOWHERE;
    }

    public int hicann(int cell) {
        return hicann[cell];
    }

    public int denmem(int cell) {
        return denmem[cell];
    }

    public int size(int cell) {
        return size[cell];
    }

    public int dncMerger(int cell) {
        return dncMerger[cell];
    }

    public int address(int cell) {
        return address[cell];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CellSites o
                && label.equals(o.label)
                && external == o.external
                && Arrays.equals(hicann, o.hicann)
                && Arrays.equals(denmem, o.denmem)
                && Arrays.equals(size, o.size)
                && Arrays.equals(dncMerger, o.dncMerger)
                && Arrays.equals(address, o.address);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(hicann);
    }
}
