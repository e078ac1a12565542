package bss.mapper.landing;

import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;

/// Who sends on which bus with which upper address bits, and which columns a neuron has: all that the number of
/// realised synapses depends on. Chips may be those of the wafer or logical ones that have no site yet.
public final class Wiring {

    public static final int NONE = -1;

    private final int[] chip;
    private final byte[] even;
    private final byte[] odd;
    private final int[] bus;
    private final byte[] msb;
    private final int chips;
    private final int buses;

    /// The columns are not copied and must not change while this is used.
    ///
    /// @param chips how many
    /// @param chip by cell, NONE for cells that are no target
    /// @param even by cell: columns of the array with an even number
    /// @param odd by cell: columns with an odd number
    /// @param buses how many
    /// @param bus by cell, NONE for cells that do not send
    /// @param msb by cell: upper two bits of its L1 address
    public Wiring(int chips, int[] chip, byte[] even, byte[] odd, int buses, int[] bus, byte[] msb) {
        this.chips = chips;
        this.chip = chip;
        this.even = even;
        this.odd = odd;
        this.buses = buses;
        this.bus = bus;
        this.msb = msb;
    }

    /// The wiring of a finished placement.
    public static Wiring of(Placement placement, Buses buses) {
        int[] bus = new int[placement.cells()];
        byte[] msb = new byte[placement.cells()];
        for (int cell = 0; cell < bus.length; cell++) {
            bus[cell] = buses.bus(cell);
            msb[cell] = (byte) (bus[cell] == Buses.NONE ? 0 : buses.address(cell) >> 4);
        }
        return of(placement, buses.count(), bus, msb);
    }

    /// The wiring of placed neurons with buses that are not final.
    public static Wiring of(Placement placement, int buses, int[] bus, byte[] msb) {
        int cells = placement.cells();
        int[] chip = new int[cells];
        byte[] even = new byte[cells];
        byte[] odd = new byte[cells];
        for (int cell = 0; cell < cells; cell++) {
            chip[cell] = placement.placed(cell) ? placement.hicann(cell) : NONE;
            if (placement.placed(cell)) {
                int width = placement.size(cell) / 2;
                even[cell] = (byte) evenColumns(placement.column(cell), width);
                odd[cell] = (byte) (width - even[cell]);
            }
        }
        return new Wiring(384, chip, even, odd, buses, bus, msb);
    }

    /// Even ones among `width` columns from `first` on.
    public static int evenColumns(int first, int width) {
        return (width + 1 - first % 2) / 2;
    }

    public int chips() {
        return chips;
    }

    public int buses() {
        return buses;
    }

    public int cells() {
        return chip.length;
    }

    public int chip(int cell) {
        return chip[cell];
    }

    public int even(int cell) {
        return even[cell];
    }

    public int odd(int cell) {
        return odd[cell];
    }

    public int bus(int cell) {
        return bus[cell];
    }

    public int msb(int cell) {
        return msb[cell];
    }
}
