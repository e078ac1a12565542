package bss.mapper.rows;

import bss.mapper.drivers.LandingDemand;
import bss.mapper.drivers.RowDemand;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.Placement;
import bss.mapper.synapses.Arrivals;
import bss.mapper.synapses.LossList;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.Defects;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives each synapse a circuit within the drivers of its landing: the first free one whose row has the right side and
/// upper address bits, in a column of the target neuron.
///
/// Columns belong to one neuron and half rows to one property, so the synapses of one neuron and kind simply count
/// through theirs: even columns first, row by row, then odd ones; defect circuits are passed over.
///
/// Why a synapse of a neuron is lost here: as many as its inputs exceed its circuits NEURON_SIZE; as many as circuits
/// were passed over DEFECT; the others SYNAPSE_DRIVER if the landing got fewer drivers than it needs, else SYNAPSE_ROW.
///
/// Source of the rule: marocco:marocco/routing/SynapseManager.cpp, SynapseRouting.cpp.
public final class SynapseAssigner {

    private static final int CIRCUITS_OF_DENMEM = 224;

    private final SynapseTable table;
    private final Placement placement;
    private final Buses buses;
    private final Arrivals arrivals;
    private final Defects defects;
    private final int chainLength;
    private final LandingDemand demand;
    private final LossList losses;
    private final int[] site;
    private final int[] excess;
    private final List<AssignedRow> rows = new ArrayList<>();

    private SynapseAssigner(
            SynapseTable table,
            Placement placement,
            Buses buses,
            Arrivals arrivals,
            DriverAllocation allocation,
            Defects defects,
            int chainLength) {
        this.table = table;
        this.placement = placement;
        this.buses = buses;
        this.arrivals = arrivals;
        this.defects = defects;
        this.chainLength = chainLength;
        demand = new LandingDemand(table, placement, buses, arrivals);
        losses = arrivals.losses();
        site = arrivals.lost();
        excess = excess(allocation);
    }

    /// Assigns all synapses.
    ///
    /// @param chainLength the limit that the allocation obeyed, for messages
    public static RowAssignment assign(
            SynapseTable table,
            Placement placement,
            Buses buses,
            Arrivals arrivals,
            DriverAllocation allocation,
            Defects defects,
            int chainLength) {
        SynapseAssigner assigner =
                new SynapseAssigner(table, placement, buses, arrivals, allocation, defects, chainLength);
        assigner.all(allocation);
        return new RowAssignment(assigner.rows, assigner.site, assigner.losses.list());
    }

    /// By cell: how many more synapses arrive, over landings that have drivers, than it has circuits.
    private int[] excess(DriverAllocation allocation) {
        Set<Integer> refused = new HashSet<>();
        allocation
                .refused()
                .forEach(r -> refused.add(r.bus() * 384 + r.landing().target()));
        int[] result = new int[placement.cells()];
        for (int l = 0; l < arrivals.landings(); l++) {
            boolean counts = !refused.contains(
                    arrivals.bus(l) * 384 + arrivals.landing(l).target());
            for (int place = arrivals.first(l); counts && place < arrivals.first(l + 1); place++) {
                result[table.target(arrivals.synapse(place))]++;
            }
        }
        for (int cell = 0; cell < result.length; cell++) {
            result[cell] = Math.max(0, result[cell] - CIRCUITS_OF_DENMEM * placement.size(cell));
        }
        return result;
    }

    private void all(DriverAllocation allocation) {
        int nextChain = 0;
        int nextRefused = 0;
        List<DriverAllocation.Refused> refused = new ArrayList<>(allocation.refused());
        refused.sort(Comparator.<DriverAllocation.Refused>comparingInt(
                        r -> r.landing().target())
                .thenComparingInt(DriverAllocation.Refused::bus));
        for (int l = 0; l < arrivals.landings(); l++) {
            if (nextChain < allocation.chains().size()
                    && allocation.chains().get(nextChain).landing().equals(arrivals.landing(l))
                    && allocation.chains().get(nextChain).bus() == arrivals.bus(l)) {
                landing(l, allocation.chains().get(nextChain++));
            } else if (nextRefused < refused.size()
                    && refused.get(nextRefused).landing().equals(arrivals.landing(l))
                    && refused.get(nextRefused).bus() == arrivals.bus(l)) {
                int reason = -1 - losses.indexOf(refused.get(nextRefused++).loss());
                for (int place = arrivals.first(l); place < arrivals.first(l + 1); place++) {
                    site[arrivals.synapse(place)] = reason;
                }
            } else if (arrivals.count(l) > 0) {
                throw new IllegalArgumentException("landing of %s on HICANN %d is neither granted nor refused"
                        .formatted(
                                buses.name(arrivals.bus(l)), arrivals.landing(l).target()));
            }
        }
    }

    private void landing(int l, Chain chain) {
        int hicann = chain.landing().target();
        RowDemand needs = demand.count(l);
        RowSplit split = new RowSplit(needs, chain.drivers());
        settle(hicann, chain, split);
        int[] cursor = new int[demand.kinds() * demand.neurons()];
        int[] skipped = new int[cursor.length];
        LandingDemand.Projections projections = new LandingDemand.Projections(table);
        for (int place = arrivals.first(l); place < arrivals.first(l + 1); place++) {
            int synapse = arrivals.synapse(place);
            int target = table.target(synapse);
            int local = demand.local(target);
            int kind = demand.kind(synapse, projections.of(synapse));
            int at = demand.kinds() * local + kind;
            int circuit = circuit(split, kind, local, target, cursor[at]++);
            while (circuit >= 0 && !defects.synapseUsable(hicann, circuit / 256, circuit % 256)) {
                skipped[at]++;
                circuit = circuit(split, kind, local, target, cursor[at]++);
            }
            if (circuit >= 0) {
                site[synapse] = hicann * SynapseSites.PER_HICANN + circuit;
            } else {
                site[synapse] = -1 - losses.indexOf(lost(chain, target, skipped, at));
            }
        }
    }

    /// Circuit number `k` of a neuron for synapses of a kind, row * 256 + column, or -1.
    private int circuit(RowSplit split, int kind, int local, int target, int k) {
        int stpAndSide = kind / RowDemand.MSB;
        int first = placement.column(target);
        int left = k;
        for (int parity = 0; parity < 2; parity++) {
            int[] of = split.rowsOf[(stpAndSide * 2 + parity) * RowDemand.MSB + kind % RowDemand.MSB];
            int columns = demand.columns(local, parity);
            if (left < of.length * columns) {
                int column = first + (first % 2 == parity ? 0 : 1) + 2 * (left % columns);
                return of[left / columns] * 256 + column;
            }
            left -= of.length * columns;
        }
        return -1;
    }

    private Loss lost(Chain chain, int target, int[] skipped, int at) {
        int hicann = chain.landing().target();
        if (excess[target] > 0) {
            excess[target]--;
            return new Loss(
                    LossCause.NEURON_SIZE,
                    "synapse circuits of a neuron of %d denmems on HICANN %d: %d in all"
                            .formatted(placement.size(target), hicann, CIRCUITS_OF_DENMEM * placement.size(target)));
        }
        if (skipped[at] > 0) {
            skipped[at]--;
            return new Loss(
                    LossCause.DEFECT,
                    "defect synapses in the rows of %s on HICANN %d".formatted(buses.name(chain.bus()), hicann));
        }
        String side = L1Topology.driverSide(chain.primary()) == 0 ? "left" : "right";
        if (chain.drivers().size() < chain.wanted()) {
            return new Loss(
                    LossCause.SYNAPSE_DRIVER,
                    "drivers of %s on HICANN %d %s: %d of %d wanted%s"
                            .formatted(
                                    buses.name(chain.bus()),
                                    hicann,
                                    side,
                                    chain.drivers().size(),
                                    chain.wanted(),
                                    chain.drivers().size() == chainLength
                                            ? " (chain length %d)".formatted(chainLength)
                                            : ""));
        }
        return new Loss(
                LossCause.SYNAPSE_ROW,
                "half rows of %s on HICANN %d %s: %d drivers"
                        .formatted(
                                buses.name(chain.bus()),
                                hicann,
                                side,
                                chain.drivers().size()));
    }

    /// The settings of the rows of a chain.
    private void settle(int hicann, Chain chain, RowSplit split) {
        int n = chain.drivers().size();
        int[] side = new int[2 * n];
        int[] stp = new int[2 * n];
        int[] decoder = new int[4 * n];
        Arrays.fill(side, -1);
        for (int property = 0; property < split.rowsOf.length; property++) {
            int parity = property / RowDemand.MSB % 2;
            for (int row : split.rowsOf[property]) {
                int k = 2 * chain.drivers().indexOf(row / 2) + row % 2;
                side[k] = property / (2 * RowDemand.MSB) % 2;
                stp[k] = property / (4 * RowDemand.MSB);
                decoder[2 * k + parity] = property % RowDemand.MSB;
            }
        }
        for (int k = 0; k < 2 * n; k++) {
            if (side[k] >= 0) {
                int row = 2 * chain.drivers().get(k / 2) + k % 2;
                rows.add(
                        new AssignedRow(hicann, row, chain.bus(), side[k], decoder[2 * k], decoder[2 * k + 1], stp[k]));
            }
        }
    }
}
