package bss.emulator.build;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Follows the events of every sending repeater over the L1 network of a wafer to the synapse drivers.
///
/// Nodes are the line segments of all chips, then the input nodes of all drivers. Closed switches join nodes to nets;
/// repeaters drive nets. A net with exactly one driver carries what that one sends, any other is silent. The way
/// within a net is the one with the fewest switches, which matters for the delay only.
/// Sources: ess, `systemsim/l1_behav_V2.cpp`; the meaning of every bit pattern follows docs/machine.md.
public final class L1Routes {

    private static final int DNC = MergerTopology.DNC_MERGERS;

    private final WaferConfiguration wafer;
    private final @Nullable DriverRuns[] runs = new @Nullable DriverRuns[WaferConfiguration.HICANNS];
    private final NodeGraph graph = new NodeGraph();
    /// Repeaters that forward, by number; those that leave a net are chained from `firstDrive`.
    private final Ints driveFrom = new Ints();

    private final Ints driveTo = new Ints();
    private final Ints nextDrive = new Ints();
    private final int[] firstDrive = new int[NodeGraph.NODES];
    private final int[] drivers = new int[NodeGraph.NODES];
    private final List<Destination>[] destinations;
    private final boolean[] sends = new boolean[WaferConfiguration.HICANNS * DNC];
    private final boolean[] carried = new boolean[WaferConfiguration.HICANNS * DNC];

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
    public L1Routes(WaferConfiguration wafer) {
        this.wafer = wafer;
        destinations = new List[WaferConfiguration.HICANNS * DNC];
        Arrays.fill(destinations, List.of());
        Arrays.fill(firstDrive, -1);
        for (int chip : wafer.usedHicanns()) {
            joinSwitches(chip, chip(chip));
            runs[chip] = new DriverRuns(chip(chip));
        }
        graph.complete();
        for (int chip : wafer.usedHicanns()) {
            addRepeaters(chip, chip(chip));
        }
        for (int k = 0; k < driveFrom.size(); k++) {
            int net = graph.net(driveFrom.get(k));
            nextDrive.add(firstDrive[net]);
            firstDrive[net] = k;
        }
        for (int chip : wafer.usedHicanns()) {
            for (int d = 0; d < DNC; d++) {
                follow(chip, d);
            }
        }
    }

    /// Where the events of the sending repeater behind a DNC merger arrive, ascending by chip and length of the way.
    public List<Destination> destinations(int hicann, int dncMerger) {
        return destinations[hicann * DNC + dncMerger];
    }

    /// Whether the repeater behind a DNC merger sends its events.
    public boolean sends(int hicann, int dncMerger) {
        return sends[hicann * DNC + dncMerger];
    }

    /// Whether at least one of the lines that it drives has no other driver.
    public boolean carried(int hicann, int dncMerger) {
        return carried[hicann * DNC + dncMerger];
    }

    private HicannConfiguration chip(int hicann) {
        return wafer.hicann(hicann).orElseThrow();
    }

    private void joinSwitches(int hicann, HicannConfiguration chip) {
        for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
            if (chip.crossbarSwitch(s)) {
                graph.join(
                        L1Topology.hline(hicann, L1Topology.crossbarHLine(s)),
                        L1Topology.vline(hicann, L1Topology.crossbarVLine(s)));
            }
        }
        for (int s = 0; s < Component.SYNAPSE_SWITCH.count(); s++) {
            if (chip.synapseSwitch(s)) {
                int vline = L1Topology.synapseSwitchVLine(s);
                int row = L1Topology.synapseSwitchRow(s);
                int target = L1Topology.synapseSwitchTargetHicann(hicann, vline, row);
                if (target >= 0) {
                    graph.join(L1Topology.vline(hicann, vline), NodeGraph.driverNode(target, row));
                }
            }
        }
    }

    private void addRepeaters(int hicann, HicannConfiguration chip) {
        for (int h = 0; h < L1Topology.HLINES; h++) {
            RepeaterConfig repeater = chip.horizontalRepeater(h);
            Direction border = L1Topology.hRepeaterDirection(h);
            int own = L1Topology.hline(hicann, h);
            addForwarding(repeater, own, L1Topology.across(own, border), border == Direction.WEST);
            for (int entry : entries(hicann, h, repeater)) {
                drivers[graph.net(entry)]++;
            }
        }
        for (int v = 0; v < L1Topology.VLINES; v++) {
            RepeaterConfig repeater = chip.verticalRepeater(v);
            Direction border = L1Topology.vRepeaterDirection(v);
            int own = L1Topology.vline(hicann, v);
            addForwarding(repeater, own, L1Topology.across(own, border), border == Direction.NORTH);
        }
    }

    /// @param farIsWestOrNorth whether the repeater sits on the western or northern border of its chip
    private void addForwarding(RepeaterConfig repeater, int own, int far, boolean farIsWestOrNorth) {
        if (far < 0) {
            return;
        }
        if (repeater.forwardsWestOrNorth()) {
            addDrive(farIsWestOrNorth ? own : far, farIsWestOrNorth ? far : own);
        } else if (repeater.forwardsEastOrSouth()) {
            addDrive(farIsWestOrNorth ? far : own, farIsWestOrNorth ? own : far);
        }
    }

    private void addDrive(int from, int to) {
        driveFrom.add(from);
        driveTo.add(to);
        drivers[graph.net(to)]++;
    }

    /// The segments that the repeater on an HLine drives if it is a sending one.
    private static int[] entries(int hicann, int hline, RepeaterConfig repeater) {
        if (repeater.mode() != RepeaterConfig.Mode.OUTPUT || MergerTopology.sendingRepeaterOfHLine(hline) < 0) {
            return new int[0];
        }
        int own = L1Topology.hline(hicann, hline);
        int west = L1Topology.across(own, Direction.WEST);
        boolean drivesOwn = repeater.towardsEastOrSouth();
        boolean drivesWest = repeater.towardsWestOrNorth() && west >= 0;
        if (drivesOwn && drivesWest) {
            return new int[] {own, west};
        }
        return drivesOwn ? new int[] {own} : drivesWest ? new int[] {west} : new int[0];
    }

    private void follow(int hicann, int dncMerger) {
        int hline = MergerTopology.hlineOfDnc(dncMerger);
        RepeaterConfig repeater = chip(hicann).horizontalRepeater(hline);
        int index = hicann * DNC + dncMerger;
        sends[index] = repeater.mode() == RepeaterConfig.Mode.OUTPUT
                && (repeater.towardsEastOrSouth() || repeater.towardsWestOrNorth());
        // drivers by chip and number of chips on the way
        Map<Integer, Set<Integer>> reached = new TreeMap<>();
        for (int entry : entries(hicann, hline, repeater)) {
            if (drivers[graph.net(entry)] == 1) {
                carried[index] = true;
                followNet(entry, new int[] {hicann}, reached);
            }
        }
        List<Destination> found = new ArrayList<>();
        reached.forEach((key, ys) -> found.add(new Destination(
                key / 1024, key % 1024, ys.stream().mapToInt(Integer::intValue).toArray())));
        destinations[index] = List.copyOf(found);
    }

    /// Recursion ends: every net entered has one driver, so each is entered once.
    private void followNet(int entry, int[] chipsBefore, Map<Integer, Set<Integer>> reached) {
        int[] nodes = graph.search(entry);
        int[][] chips = new int[nodes.length][];
        for (int k = 0; k < nodes.length; k++) {
            chips[k] = graph.chipsOnWay(entry, nodes[k], chipsBefore);
        }
        for (int k = 0; k < nodes.length; k++) {
            if (NodeGraph.isDriver(nodes[k])) {
                arrive(nodes[k], chips[k].length, reached);
            }
        }
        for (int k = firstDrive[graph.net(entry)]; k >= 0; k = nextDrive.get(k)) {
            int to = driveTo.get(k);
            if (drivers[graph.net(to)] == 1) {
                followNet(to, chips[indexOf(nodes, driveFrom.get(k))], reached);
            }
        }
    }

    private static int indexOf(int[] nodes, int node) {
        int k = 0;
        while (nodes[k] != node) {
            k++;
        }
        return k;
    }

    private void arrive(int node, int chips, Map<Integer, Set<Integer>> reached) {
        int hicann = NodeGraph.hicann(node);
        int driver = NodeGraph.driver(node);
        DriverRuns chipRuns = runs[hicann];
        if (chipRuns != null && chipRuns.receives(driver)) {
            Set<Integer> ys = reached.computeIfAbsent(hicann * 1024 + chips, k -> new TreeSet<>());
            for (int y : chipRuns.run(driver)) {
                ys.add(y);
            }
        }
    }
}
