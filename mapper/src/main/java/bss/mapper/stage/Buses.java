package bss.mapper.stage;

import java.util.Arrays;
import java.util.List;

/// The buses: each is one DNC merger of one chip, with the cells that send on it and their L1 addresses.
///
/// A cell that sends on no bus has bus NONE and the reason in `unsent`.
public final class Buses {

    public static final int NONE = -1;

    private final int[] hicann;
    private final int[] dncMerger;
    private final boolean[] external;
    private final int[] bus;
    private final int[] address;
    private final List<ChipMergers> mergers;
    private final List<Unsent> unsent;

    /// Why a cell has no bus. `cause` is EGRESS, INPUT_RATE, NEURON_UNPLACED or DEFECT.
    public record Unsent(int cell, bss.spec.mapping.Loss loss) {}

    /// @param hicann chip by bus
    /// @param dncMerger DNC merger by bus
    /// @param external by bus: fed by external sources through Gbit link = DNC merger
    /// @param bus by cell
    /// @param address L1 address by cell
    /// @param mergers one per chip that has buses or placed neurons, ascending
    public Buses(
            int[] hicann,
            int[] dncMerger,
            boolean[] external,
            int[] bus,
            int[] address,
            List<ChipMergers> mergers,
            List<Unsent> unsent) {
        this.hicann = hicann.clone();
        this.dncMerger = dncMerger.clone();
        this.external = external.clone();
        this.bus = bus.clone();
        this.address = address.clone();
        this.mergers = List.copyOf(mergers);
        this.unsent = List.copyOf(unsent);
    }

    public int count() {
        return hicann.length;
    }

    public int hicann(int bus) {
        return hicann[bus];
    }

    public int dncMerger(int bus) {
        return dncMerger[bus];
    }

    public boolean external(int bus) {
        return external[bus];
    }

    /// The bus of a cell, or NONE.
    public int bus(int cell) {
        return bus[cell];
    }

    /// L1 address of a cell, or NONE.
    public int address(int cell) {
        return address[cell];
    }

    /// The cells of every bus, ascending by cell.
    public int[][] cellsByBus() {
        int[] counts = new int[count()];
        for (int b : bus) {
            if (b != NONE) {
                counts[b]++;
            }
        }
        int[][] cells = new int[count()][];
        Arrays.setAll(cells, b -> new int[counts[b]]);
        int[] next = new int[count()];
        for (int cell = 0; cell < bus.length; cell++) {
            if (bus[cell] != NONE) {
                cells[bus[cell]][next[bus[cell]]++] = cell;
            }
        }
        return cells;
    }

    public List<ChipMergers> mergers() {
        return mergers;
    }

    public List<Unsent> unsent() {
        return unsent;
    }

    /// A bus in words, for messages.
    public String name(int bus) {
        return "bus of HICANN %d D%d".formatted(hicann[bus], dncMerger[bus]);
    }
}
