package bss.mapper.landing;

import bss.mapper.drivers.LandingDemand.Projections;
import bss.mapper.problem.WaferResources;
import bss.mapper.rows.AssignedRow;
import bss.mapper.rows.RowAssignment;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.LossList;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.DefectClass;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.SynapseSites;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Sets the rows of the granted drivers and gives each synapse a circuit in them.
///
/// The rows of an arrival are those of all its chains; they are set in the order of what they add ([HalfRows]),
/// defect rows left out. Of a neuron and kind the synapses take the circuits in turn, defect ones passed over.
///
/// Why a synapse is lost here: as many as a neuron's inputs exceed its circuits NEURON_SIZE; as many as circuits
/// were passed over DEFECT; else SYNAPSE_DRIVER if the arrival has fewer drivers than would realise everything,
/// and SYNAPSE_ROW if it has enough of them.
public final class RowStage {

    private static final int COLUMNS = 256;

    private final SynapseTable table;
    private final Placement placement;
    private final Buses buses;
    private final Routing routing;
    private final WaferResources wafer;
    private final Wiring wiring;
    private final LossList losses = new LossList();
    private final int[] site;
    private final int[] excess;
    private final List<AssignedRow> rows = new ArrayList<>();
    private final Map<Integer, Loss> unreached = new HashMap<>();
    private final Map<Integer, Loss> refused = new HashMap<>();
    private final Map<Integer, Loss> unsent = new HashMap<>();

    private RowStage(
            SynapseTable table,
            Placement placement,
            Buses buses,
            Routing routing,
            DriverAllocation allocation,
            WaferResources wafer,
            Wiring wiring) {
        this.table = table;
        this.placement = placement;
        this.buses = buses;
        this.routing = routing;
        this.wafer = wafer;
        this.wiring = wiring;
        site = new int[table.size()];
        excess = table.inDegrees(placement.cells());
        for (int cell = 0; cell < excess.length; cell++) {
            excess[cell] = Math.max(0, excess[cell] - 224 * placement.size(cell));
        }
        routing.unreached().forEach(u -> unreached.put(u.bus() * 384 + u.target(), u.loss()));
        allocation
                .refused()
                .forEach(r -> refused.putIfAbsent(r.bus() * 384 + r.landing().target(), r.loss()));
        buses.unsent().forEach(u -> unsent.put(u.cell(), u.loss()));
    }

    /// Assigns all synapses.
    public static RowAssignment run(
            ChipSynapses synapses,
            Placement placement,
            Buses buses,
            Routing routing,
            DriverAllocation allocation,
            WaferResources wafer) {
        RowStage stage =
                new RowStage(synapses.table(), placement, buses, routing, allocation, wafer, synapses.wiring());
        stage.notArriving();
        Map<Integer, List<Chain>> chains = new HashMap<>();
        for (Chain chain : allocation.chains()) {
            chains.computeIfAbsent(chain.landing().target(), _ -> new ArrayList<>())
                    .add(chain);
        }
        for (int h = 0; h < synapses.chips(); h++) {
            if (synapses.count(h) > 0) {
                stage.chip(synapses, h, chains.getOrDefault(h, List.of()));
            }
        }
        return new RowAssignment(stage.rows, stage.site, stage.losses.list());
    }

    /// Reasons of the synapses whose source or target takes no part.
    private void notArriving() {
        for (int s = 0; s < table.size(); s++) {
            int source = table.source(s);
            int target = table.target(s);
            if (!placement.placed(target)) {
                site[s] = lost(new Loss(
                        LossCause.NEURON_UNPLACED, "denmems for neurons of size %d".formatted(placement.size(target))));
            } else if (buses.bus(source) == Buses.NONE) {
                site[s] = lost(unsent.getOrDefault(source, new Loss(LossCause.EGRESS, "the source sends on no bus")));
            }
        }
    }

    private int lost(Loss loss) {
        return -1 - losses.indexOf(loss);
    }

    private void chip(ChipSynapses synapses, int h, List<Chain> chains) {
        ChipDemand demand = ChipDemand.of(synapses, h);
        ArrivalRows[] of = new ArrivalRows[demand.arrivals()];
        for (int a = 0; a < of.length; a++) {
            int arrival = a;
            List<Chain> own = chains.stream()
                    .filter(c -> c.bus() == demand.bus(arrival) && c.stp() == demand.stp(arrival))
                    .toList();
            of[a] = arrivalRows(demand, a, h, own);
        }
        Projections projections = new Projections(table);
        for (int place = synapses.first(h); place < synapses.first(h + 1); place++) {
            int s = synapses.synapse(place);
            int p = projections.of(s);
            int source = table.source(s);
            int target = table.target(s);
            int a = demand.arrival(buses.bus(source), table.stp(p));
            int kind = ChipDemand.kind(table.side(p), wiring.msb(source));
            int circuit = of[a].next(kind, demand.local(target), placement.column(target), placement.size(target) / 2);
            site[s] = circuit >= 0
                    ? h * SynapseSites.PER_HICANN + circuit
                    : lost(reason(demand, of[a], h, a, target, kind));
        }
    }

    private ArrivalRows arrivalRows(ChipDemand demand, int a, int h, List<Chain> chains) {
        List<Integer> usable = new ArrayList<>();
        for (Chain chain : chains) {
            for (int driver : chain.drivers()) {
                for (int r = 2 * driver; r <= 2 * driver + 1; r++) {
                    if (!wafer.defects().has(DefectClass.SYNAPSE_ROW, h, r)) {
                        usable.add(r);
                    }
                }
            }
        }
        List<HalfRows.Row> plan = HalfRows.of(demand, a, usable.size());
        for (int i = 0; i < plan.size(); i++) {
            HalfRows.Row row = plan.get(i);
            rows.add(new AssignedRow(
                    h,
                    usable.get(i),
                    demand.bus(a),
                    row.side(),
                    Math.max(0, row.evenMsb()),
                    Math.max(0, row.oddMsb()),
                    demand.stp(a)));
        }
        return new ArrivalRows(plan, usable, chains, demand.neurons(), h);
    }

    private Loss reason(ChipDemand demand, ArrivalRows arrival, int h, int a, int target, int kind) {
        int key = demand.bus(a) * 384 + h;
        if (excess[target] > 0) {
            excess[target]--;
            return new Loss(
                    LossCause.NEURON_SIZE,
                    "synapse circuits of a neuron of %d denmems on HICANN %d: %d in all"
                            .formatted(placement.size(target), h, 224 * placement.size(target)));
        }
        String bus = buses.name(demand.bus(a));
        if (arrival.takeSkipped(kind, demand.local(target))) {
            return new Loss(LossCause.DEFECT, "defect synapses in the rows of %s on HICANN %d".formatted(bus, h));
        }
        if (arrival.chains.isEmpty()) {
            Loss loss = unreached.get(key);
            if (loss == null) {
                loss = refused.get(key);
            }
            return loss != null
                    ? loss
                    : new Loss(LossCause.SYNAPSE_DRIVER, "drivers of %s on HICANN %d: none".formatted(bus, h));
        }
        int drivers = arrival.drivers();
        int wanted = arrival.chains.getFirst().wanted();
        if (drivers < wanted) {
            int landings = arrival.landings(routing);
            return new Loss(
                    LossCause.SYNAPSE_DRIVER,
                    "drivers of %s on HICANN %d: %d of %d wanted, from %d landing%s"
                            .formatted(bus, h, drivers, wanted, landings, landings == 1 ? "" : "s"));
        }
        return new Loss(LossCause.SYNAPSE_ROW, "half rows of %s on HICANN %d: %d drivers".formatted(bus, h, drivers));
    }

    /// The rows of one arrival and how far they are filled.
    private final class ArrivalRows {
        private final List<HalfRows.Row> plan;
        private final List<Integer> row;
        private final List<Chain> chains;
        private final int hicann;
        private final int neurons;
        private final int[] cursor;
        private final int[] skipped;

        ArrivalRows(List<HalfRows.Row> plan, List<Integer> row, List<Chain> chains, int neurons, int hicann) {
            this.plan = plan;
            this.row = row;
            this.chains = chains;
            this.hicann = hicann;
            this.neurons = neurons;
            cursor = new int[ChipDemand.KINDS * neurons];
            skipped = new int[plan.isEmpty() ? 0 : cursor.length];
        }

        int drivers() {
            return chains.stream().mapToInt(c -> c.drivers().size()).sum();
        }

        int landings(Routing from) {
            int bus = chains.getFirst().bus();
            return (int) from.routes().get(bus).landings().stream()
                    .filter(l -> l.target() == hicann)
                    .count();
        }

        boolean takeSkipped(int kind, int neuron) {
            int at = kind * neurons + neuron;
            if (skipped.length == 0 || skipped[at] == 0) {
                return false;
            }
            skipped[at]--;
            return true;
        }

        /// The next circuit of a neuron for a kind, row * 256 + column, or -1. The cursor counts circuits
        /// through rows, even columns before odd ones.
        int next(int kind, int neuron, int first, int width) {
            int at = kind * neurons + neuron;
            while (true) {
                int circuit = circuit(kind, first, width, cursor[at]);
                if (circuit < 0) {
                    return -1;
                }
                cursor[at]++;
                if (wafer.defects().synapseUsable(hicann, circuit / COLUMNS, circuit % COLUMNS)) {
                    return circuit;
                }
                skipped[at]++;
            }
        }

        private int circuit(int kind, int first, int width, int k) {
            int left = k;
            int side = kind / 4;
            int msb = kind % 4;
            for (int i = 0; i < plan.size(); i++) {
                HalfRows.Row here = plan.get(i);
                if (here.side() != side) {
                    continue;
                }
                for (int parity = 0; parity < 2; parity++) {
                    if ((parity == 0 ? here.evenMsb() : here.oddMsb()) != msb) {
                        continue;
                    }
                    int even = Wiring.evenColumns(first, width);
                    int columns = parity == 0 ? even : width - even;
                    if (left < columns) {
                        return row.get(i) * COLUMNS + first + (first % 2 == parity ? 0 : 1) + 2 * left;
                    }
                    left -= columns;
                }
            }
            return -1;
        }
    }
}
