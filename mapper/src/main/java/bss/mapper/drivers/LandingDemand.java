package bss.mapper.drivers;

import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.synapses.Arrivals;
import bss.mapper.synapses.SynapseTable;
import java.util.Arrays;

/// The neurons that one landing serves, their columns and how many synapses of each kind arrive at each.
///
/// Reused from landing to landing; not for several threads.
public final class LandingDemand {

    private final SynapseTable table;
    private final Placement placement;
    private final Buses buses;
    private final Arrivals arrivals;
    private final int[] localOfCell;
    private final int kinds;

    private int neurons;
    private int[] cell = new int[0];
    private int[] columns = new int[0];
    private int[] counts = new int[0];

    public LandingDemand(SynapseTable table, Placement placement, Buses buses, Arrivals arrivals) {
        this.table = table;
        this.placement = placement;
        this.buses = buses;
        this.arrivals = arrivals;
        kinds = RowDemand.kinds(table.classes().count());
        localOfCell = new int[placement.cells()];
        Arrays.fill(localOfCell, -1);
    }

    /// Counts a landing anew and returns what it needs.
    public RowDemand count(int landing) {
        for (int n = 0; n < neurons; n++) {
            localOfCell[cell[n]] = -1;
        }
        neurons = 0;
        Arrays.fill(counts, 0);
        int from = arrivals.first(landing);
        int to = arrivals.first(landing + 1);
        Projections projection = new Projections(table);
        for (int place = from; place < to; place++) {
            int synapse = arrivals.synapse(place);
            int local = local(table.target(synapse)); // first: it may replace the arrays
            counts[kinds * local + kind(synapse, projection.of(synapse))]++;
        }
        return RowDemand.of(
                Arrays.copyOf(columns, 2 * neurons),
                Arrays.copyOf(counts, kinds * neurons),
                table.classes().count());
    }

    /// The kind of a synapse of a projection, see [RowDemand#kind].
    public int kind(int synapse, int projection) {
        return RowDemand.kind(table.stp(projection), table.side(projection), buses.address(table.source(synapse)) >> 4);
    }

    /// The number of a target neuron within the landing, in the order of first arrival.
    public int local(int target) {
        int n = localOfCell[target];
        if (n < 0) {
            n = neurons++;
            localOfCell[target] = n;
            if (neurons > cell.length) {
                int capacity = Math.max(64, 2 * cell.length);
                cell = Arrays.copyOf(cell, capacity);
                columns = Arrays.copyOf(columns, 2 * capacity);
                counts = Arrays.copyOf(counts, kinds * capacity);
            }
            cell[n] = target;
            int width = placement.size(target) / 2;
            int x = placement.column(target);
            columns[2 * n] = (width + 1 - x % 2) / 2;
            columns[2 * n + 1] = width - columns[2 * n];
        }
        return n;
    }

    /// Kinds of synapses, see [RowDemand#kinds].
    public int kinds() {
        return kinds;
    }

    public int neurons() {
        return neurons;
    }

    /// How many columns of a parity a neuron of the landing has.
    public int columns(int local, int parity) {
        return columns[2 * local + parity];
    }

    /// The projection of synapses that are asked for in ascending order of projections.
    public static final class Projections {

        private final SynapseTable table;
        private int projection;

        public Projections(SynapseTable table) {
            this.table = table;
        }

        public int of(int synapse) {
            while (synapse >= table.first(projection + 1)) {
                projection++;
            }
            return projection;
        }
    }
}
