package bss.mapper.landing;

import bss.mapper.drivers.LandingDemand.Projections;
import bss.mapper.drivers.RowDemand;
import bss.mapper.synapses.SynapseTable;
import java.util.Arrays;

/// What arrives at one chip: how many synapses of each kind each arrival has for each neuron.
///
/// Arrivals are numbered by bus, then class of plasticity; neurons by cell. A kind is (side, upper address
/// bits), `side * 4 + msb`.
public final class ChipDemand {

    public static final int KINDS = 2 * RowDemand.MSB;

    private final int chip;
    private final int[] bus;
    private final byte[] stp;
    private final int[] neuron;
    private final byte[] even;
    private final byte[] odd;
    private final int[] counts;
    private final int[] total;
    private final boolean uniform;

    private final int classes;

    private ChipDemand(int chip, int[] keys, int[] neuron, Wiring wiring, int classes) {
        this.chip = chip;
        this.classes = classes;
        this.neuron = neuron;
        bus = new int[keys.length];
        stp = new byte[keys.length];
        for (int a = 0; a < keys.length; a++) {
            bus[a] = keys[a] / classes;
            stp[a] = (byte) (keys[a] % classes);
        }
        even = new byte[neuron.length];
        odd = new byte[neuron.length];
        boolean same = true;
        for (int n = 0; n < neuron.length; n++) {
            even[n] = (byte) wiring.even(neuron[n]);
            odd[n] = (byte) wiring.odd(neuron[n]);
            same &= even[n] == odd[n];
        }
        uniform = same;
        counts = new int[keys.length * KINDS * neuron.length];
        total = new int[keys.length];
    }

    /// Counts the synapses of a chip.
    public static ChipDemand of(ChipSynapses all, int chip) {
        return of(all, chip, all.table().classes().count());
    }

    /// The same as if all synapses of a bus could share drivers.
    static ChipDemand merged(ChipSynapses all, int chip) {
        return of(all, chip, 1);
    }

    /// @param classes that are told apart: all or one
    private static ChipDemand of(ChipSynapses all, int chip, int classes) {
        SynapseTable table = all.table();
        Wiring wiring = all.wiring();
        int from = all.first(chip);
        int to = all.first(chip + 1);
        boolean[] sends = new boolean[wiring.buses() * classes];
        boolean[] hit = new boolean[wiring.cells()];
        Projections projections = new Projections(table);
        for (int place = from; place < to; place++) {
            int s = all.synapse(place);
            sends[key(table, wiring, s, projections.of(s), classes)] = true;
            hit[table.target(s)] = true;
        }
        ChipDemand demand = new ChipDemand(chip, indices(sends), indices(hit), wiring, classes);
        int[] arrivalOf = inverse(indices(sends), sends.length);
        int[] localOf = inverse(demand.neuron, hit.length);
        projections = new Projections(table);
        for (int place = from; place < to; place++) {
            int s = all.synapse(place);
            int p = projections.of(s);
            int a = arrivalOf[key(table, wiring, s, p, classes)];
            int kind = kind(table.side(p), wiring.msb(table.source(s)));
            demand.counts[(a * KINDS + kind) * demand.neuron.length + localOf[table.target(s)]]++;
            demand.total[a]++;
        }
        return demand;
    }

    private static int key(SynapseTable table, Wiring wiring, int synapse, int projection, int classes) {
        return wiring.bus(table.source(synapse)) * classes + (classes == 1 ? 0 : table.stp(projection));
    }

    /// The number of a kind.
    static int kind(int side, int msb) {
        return side * RowDemand.MSB + msb;
    }

    private static int[] indices(boolean[] set) {
        int n = 0;
        for (boolean b : set) {
            n += b ? 1 : 0;
        }
        int[] indices = new int[n];
        n = 0;
        for (int i = 0; i < set.length; i++) {
            if (set[i]) {
                indices[n++] = i;
            }
        }
        return indices;
    }

    private static int[] inverse(int[] indices, int length) {
        int[] inverse = new int[length];
        for (int i = 0; i < indices.length; i++) {
            inverse[indices[i]] = i;
        }
        return inverse;
    }

    public int chip() {
        return chip;
    }

    public int arrivals() {
        return bus.length;
    }

    public int bus(int arrival) {
        return bus[arrival];
    }

    public int stp(int arrival) {
        return stp[arrival];
    }

    /// Classes of plasticity, that of none included.
    public int classes() {
        return classes;
    }

    /// The arrival of a bus, or -1 - its place.
    public int arrival(int ofBus, int ofStp) {
        int low = 0;
        int high = bus.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (bus[middle] == ofBus && stp[middle] == ofStp) {
                return middle;
            } else if (bus[middle] < ofBus || (bus[middle] == ofBus && stp[middle] < ofStp)) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    public int neurons() {
        return neuron.length;
    }

    /// The cell of a neuron.
    public int cell(int local) {
        return neuron[local];
    }

    /// The neuron of a cell that is a target here.
    int local(int cell) {
        return Arrays.binarySearch(neuron, cell);
    }

    int even(int local) {
        return even[local];
    }

    int odd(int local) {
        return odd[local];
    }

    /// Whether every neuron has as many even as odd columns.
    public boolean uniform() {
        return uniform;
    }

    /// Synapses of an arrival.
    public int total(int arrival) {
        return total[arrival];
    }

    /// Synapses of an arrival and kind by neuron (a copy).
    int[] counts(int arrival, int kind) {
        int from = (arrival * KINDS + kind) * neuron.length;
        return Arrays.copyOfRange(counts, from, from + neuron.length);
    }
}
