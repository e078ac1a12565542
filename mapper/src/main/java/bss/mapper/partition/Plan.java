package bss.mapper.partition;

import bss.mapper.landing.AddressGroups;
import bss.mapper.landing.Wiring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A network on logical chips: sizes, who shares chips and buses. Buses are numbered chip by chip, then the
/// inputs.
public final class Plan {

    private final int[] sizes;
    private final List<ChipPlan> chips;
    private final List<List<Integer>> inputs;

    /// Makes one.
    ///
    /// @param sizes denmems by cell, 0 for external sources; not copied
    /// @param inputs external sources of each input bus
    public Plan(int[] sizes, List<ChipPlan> chips, List<List<Integer>> inputs) {
        this.sizes = sizes;
        this.chips = List.copyOf(chips);
        this.inputs = List.copyOf(inputs);
    }

    /// Denmems by cell (a copy).
    public int[] sizes() {
        return sizes.clone();
    }

    public int size(int cell) {
        return sizes[cell];
    }

    public List<ChipPlan> chips() {
        return chips;
    }

    public List<List<Integer>> inputs() {
        return inputs;
    }

    /// Whether another plan puts the same cells in the same places and on the same buses.
    boolean sameAs(Plan other) {
        return Arrays.equals(sizes, other.sizes) && chips.equals(other.chips) && inputs.equals(other.inputs);
    }

    /// The cells of every bus.
    public List<List<Integer>> buses() {
        List<List<Integer>> buses = new ArrayList<>();
        chips.forEach(chip -> buses.addAll(chip.buses()));
        buses.addAll(inputs);
        return buses;
    }

    /// Who reaches whom if nothing is defect; addresses in as few groups as hold them.
    public Wiring wiring() {
        int cells = sizes.length;
        int[] chip = new int[cells];
        int[] bus = new int[cells];
        byte[] even = new byte[cells];
        byte[] odd = new byte[cells];
        byte[] msb = new byte[cells];
        Arrays.fill(chip, Wiring.NONE);
        Arrays.fill(bus, Wiring.NONE);
        for (int c = 0; c < chips.size(); c++) {
            for (List<Integer> block : chips.get(c).blocks()) {
                int column = 0;
                for (int cell : block) {
                    int width = sizes[cell] / 2;
                    chip[cell] = c;
                    even[cell] = (byte) Wiring.evenColumns(column, width);
                    odd[cell] = (byte) (width - even[cell]);
                    column += width;
                }
            }
        }
        List<List<Integer>> buses = buses();
        for (int b = 0; b < buses.size(); b++) {
            for (int cell : buses.get(b)) {
                bus[cell] = b;
            }
            AddressGroups.deal(buses.get(b), AddressGroups.fewest(buses.get(b).size()), msb);
        }
        return new Wiring(chips.size(), chip, even, odd, buses.size(), bus, msb);
    }
}
