package bss.mapper.extract;

import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import java.util.Arrays;
import java.util.BitSet;

/// The electrical nets of the L1 network, and which sender's events each of them carries.
///
/// A node is a line segment (`L1Topology.line`) or the input of a synapse driver ([#driverNode]). Closed switches join
/// nodes to nets. A net carries events only if exactly one repeater drives it: a sending one brings its DNC merger's
/// events, a forwarding one those of the net at its other end. Senders are numbered `8 * hicann + DNC merger`.
///
/// Source of the wiring: halco:src/halco/hicann/v2/l1.cpp; of the rules: ess:systemsim/l1_behav_V2.cpp.
public final class L1Nets {

    /// What carries no events.
    public static final int SILENT = -1;

    private static final int NODES = L1Topology.LINES_ON_WAFER + WaferConfiguration.HICANNS * L1Topology.DRIVERS;
    private static final int NO_NODE = -1;

    private final int[] net = new int[NODES];
    private final byte[] drivers = new byte[NODES];
    private final int[] carriedBy = new int[NODES];
    private final int[] from = new int[NODES];

    // joints by node, as linked lists
    private final int[] joint = new int[NODES];
    private int[] jointNext = new int[1024];
    private int[] jointTo = new int[1024];
    private int joints;

    // at most two repeaters take their input from one segment: its own and that of the next chip
    private final int[] forward = new int[2 * L1Topology.LINES_ON_WAFER];

    private int[] sender = new int[64];
    private int[] sent = new int[64];
    private int sends;

    public L1Nets(WaferConfiguration configuration) {
        Arrays.setAll(net, node -> node);
        Arrays.fill(joint, -1);
        Arrays.fill(forward, NO_NODE);
        Arrays.fill(carriedBy, SILENT);
        Arrays.fill(from, NO_NODE);
        int[] chips = configuration.usedHicanns();
        for (int hicann : chips) {
            closeSwitches(hicann, configuration.hicann(hicann).orElseThrow());
        }
        for (int node = 0; node < NODES; node++) {
            net[node] = net[net[node]] == net[node] ? net[node] : find(node);
        }
        for (int hicann : chips) {
            drive(hicann, configuration.hicann(hicann).orElseThrow());
        }
        flood();
    }

    /// The node of the input of a synapse driver.
    public static int driverNode(int hicann, int driver) {
        return L1Topology.LINES_ON_WAFER + L1Topology.DRIVERS * hicann + driver;
    }

    /// The net of a node, named by one of its nodes.
    public int net(int node) {
        return net[node];
    }

    /// How many repeaters drive the net of a node; above 1 they are in conflict and the net carries nothing.
    public int drivers(int node) {
        return drivers[net[node]];
    }

    /// The sender whose events a node carries, or SILENT.
    public int carriedBy(int node) {
        return carriedBy[node];
    }

    /// Distinct chips on the way from the sender to a driver that carries its events, both ends counted.
    public int chipsOnRoute(int hicann, int driver) {
        int node = driverNode(hicann, driver);
        BitSet chips = new BitSet(WaferConfiguration.HICANNS);
        chips.set(hicann);
        chips.set(carriedBy[node] / MergerTopology.DNC_MERGERS);
        for (int at = from[node]; at != NO_NODE; at = from[at]) {
            if (at < L1Topology.LINES_ON_WAFER) {
                chips.set(L1Topology.hicannOfLine(at));
            }
        }
        return chips.cardinality();
    }

    private void closeSwitches(int hicann, HicannConfiguration chip) {
        for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
            if (chip.crossbarSwitch(s)) {
                join(
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
                    join(L1Topology.vline(hicann, vline), driverNode(target, row));
                }
            }
        }
    }

    private void join(int a, int b) {
        if (joints + 2 > jointTo.length) {
            jointTo = Arrays.copyOf(jointTo, 2 * jointTo.length);
            jointNext = Arrays.copyOf(jointNext, 2 * jointNext.length);
        }
        addJoint(a, b);
        addJoint(b, a);
        int rootA = find(a);
        int rootB = find(b);
        net[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private void addJoint(int a, int b) {
        jointTo[joints] = b;
        jointNext[joints] = joint[a];
        joint[a] = joints++;
    }

    private int find(int node) {
        int root = node;
        while (net[root] != root) {
            net[root] = net[net[root]];
            root = net[root];
        }
        return root;
    }

    private void drive(int hicann, HicannConfiguration chip) {
        for (int hline = 0; hline < L1Topology.HLINES; hline++) {
            int word = chip.word(Component.HORIZONTAL_REPEATER, hline);
            if (word != 0) {
                int own = L1Topology.hline(hicann, hline);
                RepeaterConfig repeater = RepeaterConfig.fromBits(word);
                Direction side = L1Topology.hRepeaterDirection(hline);
                forward(repeater, own, L1Topology.across(own, side), side == Direction.WEST);
                int sendingRepeater = MergerTopology.sendingRepeaterOfHLine(hline);
                if (repeater.mode() == RepeaterConfig.Mode.OUTPUT && sendingRepeater >= 0) {
                    send(hicann, MergerTopology.dncOfSendingRepeater(sendingRepeater), repeater, own);
                }
            }
        }
        for (int vline = 0; vline < L1Topology.VLINES; vline++) {
            int word = chip.word(Component.VERTICAL_REPEATER, vline);
            if (word != 0) {
                int own = L1Topology.vline(hicann, vline);
                Direction side = L1Topology.vRepeaterDirection(vline);
                forward(RepeaterConfig.fromBits(word), own, L1Topology.across(own, side), side == Direction.NORTH);
            }
        }
    }

    /// @param farIsWestOrNorth whether the repeater sits on the western or northern border
    private void forward(RepeaterConfig repeater, int own, int far, boolean farIsWestOrNorth) {
        boolean outwards = farIsWestOrNorth ? repeater.forwardsWestOrNorth() : repeater.forwardsEastOrSouth();
        boolean inwards = farIsWestOrNorth ? repeater.forwardsEastOrSouth() : repeater.forwardsWestOrNorth();
        if (far < 0 || outwards == inwards) {
            return;
        }
        int input = outwards ? own : far;
        int output = outwards ? far : own;
        forward[forward[2 * input] == NO_NODE ? 2 * input : 2 * input + 1] = output;
        addDriver(output);
    }

    private void send(int hicann, int dncMerger, RepeaterConfig repeater, int own) {
        int number = MergerTopology.DNC_MERGERS * hicann + dncMerger;
        if (repeater.towardsEastOrSouth()) {
            addSend(number, own);
        }
        int west = L1Topology.across(own, Direction.WEST);
        if (repeater.towardsWestOrNorth() && west >= 0) {
            addSend(number, west);
        }
    }

    private void addSend(int number, int line) {
        if (sends == sent.length) {
            sent = Arrays.copyOf(sent, 2 * sends);
            sender = Arrays.copyOf(sender, 2 * sends);
        }
        sender[sends] = number;
        sent[sends++] = line;
        addDriver(line);
    }

    private void addDriver(int line) {
        int root = net[line];
        drivers[root] = (byte) Math.min(2, drivers[root] + 1);
    }

    /// Follows the events of all senders at once: a net with one driver is entered through that driver alone.
    private void flood() {
        int[] queue = new int[NODES];
        int last = 0;
        for (int s = 0; s < sends; s++) {
            if (drivers[net[sent[s]]] == 1) {
                carriedBy[sent[s]] = sender[s];
                queue[last++] = sent[s];
            }
        }
        for (int first = 0; first < last; first++) {
            int node = queue[first];
            for (int j = joint[node]; j >= 0; j = jointNext[j]) {
                last = reach(jointTo[j], node, queue, last);
            }
            if (node < L1Topology.LINES_ON_WAFER) {
                for (int f = 2 * node; f < 2 * node + 2; f++) {
                    if (forward[f] != NO_NODE && drivers[net[forward[f]]] == 1) {
                        last = reach(forward[f], node, queue, last);
                    }
                }
            }
        }
    }

    private int reach(int node, int before, int[] queue, int last) {
        if (carriedBy[node] != SILENT) {
            return last;
        }
        carriedBy[node] = carriedBy[before];
        from[node] = before;
        queue[last] = node;
        return last + 1;
    }
}
