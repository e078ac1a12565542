package bss.mapper.drivers;

import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.DriverAllocation.Refused;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.Arrivals;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.Defects;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives every landing of a bus a run of synapse drivers on the side of the chip where its line can reach them.
///
/// Each side of each chip is a problem of its own: [DriverShare] says how many, [SideAllocation] which ones, landings
/// with more synapses first. A line closes one synapse switch; a driver is the primary of one landing, so that its
/// switch row is closed at most once over the two chips that face each other.
///
/// Source of the order: marocco:marocco/routing/Fieres.cpp, SynapseRouting.cpp.
public final class DriverAllocator {

    /// Drivers of a quadrant: no run is longer.
    public static final int MAX_CHAIN_LENGTH = 56;

    private final Arrivals arrivals;
    private final Buses buses;
    private final Defects defects;
    private final int chainLength;
    private final int[] needed;
    private final Set<Integer> usedLines = new HashSet<>();
    private final List<Chain> chains = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    private DriverAllocator(Arrivals arrivals, Buses buses, Defects defects, int chainLength, int[] needed) {
        this.arrivals = arrivals;
        this.buses = buses;
        this.defects = defects;
        this.chainLength = chainLength;
        this.needed = needed;
    }

    /// The allocation for all landings by which synapses arrive; the others need no drivers and get none.
    ///
    /// @param chainLength most drivers of a run, 1 to 56
    public static DriverAllocation allocate(
            SynapseTable table, Placement placement, Buses buses, Arrivals arrivals, Defects defects, int chainLength) {
        if (chainLength < 1 || chainLength > MAX_CHAIN_LENGTH) {
            throw new IllegalArgumentException(
                    "chain length is %d, must be 1 to %d".formatted(chainLength, MAX_CHAIN_LENGTH));
        }
        LandingDemand demand = new LandingDemand(table, placement, buses, arrivals);
        int[] needed = new int[arrivals.landings()];
        for (int l = 0; l < needed.length; l++) {
            needed[l] = arrivals.count(l) == 0 ? 0 : demand.count(l).drivers();
        }
        DriverAllocator allocator = new DriverAllocator(arrivals, buses, defects, chainLength, needed);
        int from = 0;
        while (from < needed.length) {
            int to = from + 1;
            int chip = arrivals.landing(from).target();
            while (to < needed.length && arrivals.landing(to).target() == chip) {
                to++;
            }
            allocator.chip(chip, from, to);
            from = to;
        }
        return new DriverAllocation(allocator.chains, allocator.refused);
    }

    private void chip(int chip, int from, int to) {
        List<Chain> here = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            List<Integer> landings = new ArrayList<>();
            for (int l = from; l < to; l++) {
                if (needed[l] > 0 && side(arrivals.landing(l)) == side && lineIsFree(l)) {
                    landings.add(l);
                }
            }
            if (!landings.isEmpty()) {
                landings.sort(Comparator.comparingInt(
                        (Integer l) -> arrivals.landing(l).vline()));
                side(chip, side, landings, here);
            }
        }
        here.sort(Comparator.comparingInt(Chain::bus));
        chains.addAll(here);
    }

    /// The side of the target chip at which the drivers stand that a landing's line reaches.
    static int side(Routing.Landing landing) {
        int ofLine = landing.vline() / 128;
        return landing.hicann() == landing.target() ? ofLine : 1 - ofLine;
    }

    private boolean lineIsFree(int l) {
        Routing.Landing landing = arrivals.landing(l);
        if (usedLines.add(landing.hicann() * 256 + landing.vline())) {
            return true;
        }
        refuse(
                l,
                LossCause.SYNAPSE_DRIVER,
                "VLine %d of HICANN %d has its one synapse switch in use".formatted(landing.vline(), landing.hicann()));
        return false;
    }

    private void side(int chip, int side, List<Integer> landings, List<Chain> here) {
        SideAllocation drivers = new SideAllocation(side);
        for (int d = 0; d < L1Topology.DRIVERS; d++) {
            if (L1Topology.driverSide(d) == side && !defects.driverUsable(chip, d)) {
                drivers.exclude(d);
            }
        }
        int[] need = landings.stream().mapToInt(l -> needed[l]).toArray();
        long[] synapses = landings.stream().mapToLong(arrivals::count).toArray();
        DriverShare.Result share = DriverShare.of(need, synapses, drivers.usable(), chainLength);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < need.length; i++) {
            if (share.granted().get(i) > 0) {
                order.add(i);
            }
        }
        Comparator<Integer> mostFirst = Comparator.<Integer>comparingLong(i -> -synapses[i]);
        order.sort(mostFirst);
        List<Integer> last = new ArrayList<>(share.last());
        last.sort(mostFirst.thenComparingInt(i -> i));
        order.addAll(last);
        for (int i : order) {
            int l = landings.get(i);
            int wish = share.granted().get(i) > 0 ? share.granted().get(i) : Math.min(need[i], chainLength);
            int[] reachable = reachable(arrivals.landing(l));
            SideAllocation.Run run = drivers.add(l, reachable, wish);
            if (run == null) {
                refuse(l, drivers, reachable, side);
            } else {
                here.add(chain(l, drivers, run));
            }
        }
    }

    /// The drivers that the line of a landing reaches on the target chip, switches that are defect left out.
    private int[] reachable(Routing.Landing landing) {
        return Arrays.stream(L1Topology.rowsOf(landing.vline()))
                .filter(row -> L1Topology.synapseSwitchTargetHicann(landing.hicann(), landing.vline(), row)
                        == landing.target())
                .filter(row -> defects.synapseSwitchUsable(
                        landing.hicann(), L1Topology.synapseSwitchIndex(landing.vline(), row)))
                .toArray();
    }

    private Chain chain(int l, SideAllocation drivers, SideAllocation.Run run) {
        List<Integer> all = new ArrayList<>();
        for (int position = run.from(); position < run.to(); position++) {
            all.add(drivers.driver(run.half(), position));
        }
        return new Chain(
                arrivals.bus(l), arrivals.landing(l), drivers.driver(run.half(), run.primary()), all, needed[l]);
    }

    private void refuse(int l, SideAllocation drivers, int[] reachable, int side) {
        boolean defect = Arrays.stream(reachable).noneMatch(drivers::usable);
        int target = arrivals.landing(l).target();
        refuse(
                l,
                defect ? LossCause.DEFECT : LossCause.SYNAPSE_DRIVER,
                "drivers of %s on HICANN %d %s: none of the %d within reach is %s (%d wanted, %d free out of reach)"
                        .formatted(
                                buses.name(arrivals.bus(l)),
                                target,
                                side == 0 ? "left" : "right",
                                reachable.length,
                                defect ? "without defect" : "free",
                                needed[l],
                                drivers.free()));
    }

    private void refuse(int l, LossCause cause, String resource) {
        refused.add(new Refused(arrivals.bus(l), arrivals.landing(l), new Loss(cause, resource)));
    }
}
