package bss.mapper.extract;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The meaning of the bits, asked backwards and recursively from each synapse driver, as slowly as can be.
public final class SlowTracer {

    /// A segment or a driver input.
    record Node(boolean driver, int hicann, int number) {}

    /// Who drives a net: a sender, or a forwarding repeater with the node it takes events from.
    record Drive(int sender, Node input) {}

    private static final Node NOTHING = new Node(false, -1, -1);

    private final WaferConfiguration wafer;
    private final Map<Node, Set<Node>> nets = new HashMap<>();
    private final Map<Node, Integer> carried = new HashMap<>();

    public SlowTracer(WaferConfiguration wafer) {
        this.wafer = wafer;
    }

    private HicannConfiguration chip(int hicann) {
        return wafer.hicann(hicann).orElse(HicannConfiguration.RESET);
    }

    private Set<Node> net(Node node) {
        Set<Node> known = nets.get(node);
        if (known != null) {
            return known;
        }
        Set<Node> net = new HashSet<>();
        grow(node, net);
        net.forEach(n -> nets.put(n, net));
        return net;
    }

    private void grow(Node node, Set<Node> net) {
        if (!net.add(node)) {
            return;
        }
        if (node.driver()) {
            for (int v = 0; v < 256; v++) {
                // a row leads to the own driver of its side, the other ones to the facing chip
                boolean local = L1Topology.switchIsLocal(v, node.number());
                int home = local
                        ? node.hicann()
                        : WaferTopology.neighbour(node.hicann(), v < 128 ? Direction.EAST : Direction.WEST);
                if (home >= 0 && synapseClosed(home, v, node.number())) {
                    grow(new Node(false, home, 64 + v), net);
                }
            }
        } else if (node.number() < 64) {
            for (int v = 0; v < 256; v++) {
                if (crossbarClosed(node.hicann(), node.number(), v)) {
                    grow(new Node(false, node.hicann(), 64 + v), net);
                }
            }
        } else {
            int v = node.number() - 64;
            for (int h = 0; h < 64; h++) {
                if (crossbarClosed(node.hicann(), h, v)) {
                    grow(new Node(false, node.hicann(), h), net);
                }
            }
            for (int row = 0; row < 224; row++) {
                if (synapseClosed(node.hicann(), v, row)) {
                    int target = L1Topology.synapseSwitchTargetHicann(node.hicann(), v, row);
                    if (target >= 0) {
                        grow(new Node(true, target, row), net);
                    }
                }
            }
        }
    }

    private boolean crossbarClosed(int hicann, int h, int v) {
        int s = L1Topology.crossbarIndex(h, v);
        return s >= 0 && chip(hicann).crossbarSwitch(s);
    }

    private boolean synapseClosed(int hicann, int v, int row) {
        int s = L1Topology.synapseSwitchIndex(v, row);
        return s >= 0 && chip(hicann).synapseSwitch(s);
    }

    private List<Drive> drives(Set<Node> net) {
        List<Drive> drives = new ArrayList<>();
        for (Node node : net) {
            if (!node.driver()) {
                addDrives(node, drives);
            }
        }
        return drives;
    }

    private void addDrives(Node node, List<Drive> drives) {
        boolean h = node.number() < 64;
        Direction[] ways = h
                ? new Direction[] {Direction.WEST, Direction.EAST}
                : new Direction[] {Direction.NORTH, Direction.SOUTH};
        RepeaterConfig own = repeater(node);
        for (Direction way : ways) {
            int across = L1Topology.across(L1Topology.line(node.hicann(), node.number()), way);
            if (across < 0) {
                continue;
            }
            Node far = new Node(false, L1Topology.hicannOfLine(across), L1Topology.lineOnHicann(across));
            boolean mine = side(node) == way;
            // an event that comes in from the west goes east
            boolean fromWestOrNorth = way == Direction.WEST || way == Direction.NORTH;
            RepeaterConfig at = mine ? own : repeater(far);
            if (fromWestOrNorth ? at.forwardsEastOrSouth() : at.forwardsWestOrNorth()) {
                drives.add(new Drive(-1, far));
            }
            if (!mine && way == Direction.EAST && sends(far) && repeater(far).towardsWestOrNorth()) {
                drives.add(new Drive(sender(far), NOTHING));
            }
        }
        if (h && sends(node) && own.towardsEastOrSouth()) {
            drives.add(new Drive(sender(node), NOTHING));
        }
    }

    private RepeaterConfig repeater(Node node) {
        return node.number() < 64
                ? chip(node.hicann()).horizontalRepeater(node.number())
                : chip(node.hicann()).verticalRepeater(node.number() - 64);
    }

    private static Direction side(Node node) {
        int n = node.number();
        if (n < 64) {
            return n % 2 == 0 ? Direction.WEST : Direction.EAST;
        }
        boolean top = (n - 64 < 128) == (n % 2 == 1);
        return top ? Direction.NORTH : Direction.SOUTH;
    }

    private boolean sends(Node node) {
        return node.number() % 8 == 6 && repeater(node).mode() == RepeaterConfig.Mode.OUTPUT;
    }

    private static int sender(Node node) {
        return 8 * node.hicann() + 7 - node.number() / 8;
    }

    int carriedByLine(int hicann, int number) {
        return carriedBy(new Node(false, hicann, number), new HashSet<>());
    }

    int carriedByDriver(int hicann, int driver) {
        return carriedBy(new Node(true, hicann, driver), new HashSet<>());
    }

    private int carriedBy(Node node, Set<Node> asking) {
        Integer known = carried.get(node);
        if (known != null) {
            return known;
        }
        Set<Node> net = net(node);
        List<Drive> drives = drives(net);
        int answer = -1;
        if (drives.size() == 1 && Collections.disjoint(asking, net)) {
            Drive only = drives.getFirst();
            Set<Node> further = new HashSet<>(asking);
            further.add(node);
            answer = only.sender() >= 0 ? only.sender() : carriedBy(only.input(), further);
        }
        carried.put(node, answer);
        return answer;
    }

    /// How often generator, block or link `index` arrives at the output of a DNC merger.
    public int ways(int hicann, char kind, int index, int dnc) {
        return ways(chip(hicann), kind, index, dnc, true);
    }

    private int ways(HicannConfiguration chip, char kind, int index, int dnc, boolean mayLoop) {
        MergerConfig merger = chip.dncMerger(dnc);
        int ways = 0;
        if (merger.mode() != MergerConfig.Mode.RIGHT_ONLY) {
            if (kind == 'L' && index == dnc && chip.link(dnc) == LinkDirection.TO_HICANN) {
                ways++;
            }
            int partner = dnc % 2 == 0 ? dnc + 1 : dnc - 1;
            if (mayLoop && chip.dncMerger(partner).loopback() && !merger.loopback()) {
                ways += ways(chip, kind, index, partner, false);
            }
        }
        if (merger.mode() != MergerConfig.Mode.LEFT_ONLY) {
            ways += tree(chip, kind, index, MergerTopology.dncTap(dnc));
        }
        return ways;
    }

    private int tree(HicannConfiguration chip, char kind, int index, int merger) {
        MergerConfig.Mode mode = chip.merger(merger).mode();
        boolean leaf = merger < 8;
        int left = leaf
                ? (kind == 'G' && index == merger ? 1 : 0)
                : tree(chip, kind, index, MergerTopology.leftMerger(merger));
        int right = leaf
                ? (kind == 'B' && index == merger ? 1 : 0)
                : tree(chip, kind, index, MergerTopology.rightMerger(merger));
        return (mode == MergerConfig.Mode.RIGHT_ONLY ? 0 : left) + (mode == MergerConfig.Mode.LEFT_ONLY ? 0 : right);
    }

    boolean locked(int sender) {
        int enabled = 0;
        int good = 0;
        for (int g = 0; g < 8; g++) {
            var generator = chip(sender / 8).backgroundGenerator(g);
            if (generator.enable() && ways(sender / 8, 'G', g, sender % 8) > 0) {
                enabled++;
                good += !generator.random() && generator.address() == 0 ? 1 : 0;
            }
        }
        return enabled == 1 && good == 1;
    }

    Set<Integer> circuit(int hicann, int denmem) {
        Set<Integer> circuit = new HashSet<>();
        joined(hicann, denmem, circuit);
        return circuit;
    }

    private void joined(int hicann, int denmem, Set<Integer> circuit) {
        if (!circuit.add(denmem)) {
            return;
        }
        int x = denmem % 256;
        int y = denmem / 256;
        var quad = chip(hicann).quad(x / 2);
        if (x % 2 == 0 ? quad.verticalLeft() : quad.verticalRight()) {
            joined(hicann, 256 * (1 - y) + x, circuit);
        }
        if (y == 0 ? quad.horizontalTop() : quad.horizontalBottom()) {
            joined(hicann, x % 2 == 0 ? denmem + 1 : denmem - 1, circuit);
        }
        int beyond = x % 2 == 0 ? denmem - 1 : denmem + 1;
        boolean exists = x % 2 == 0 ? x > 0 : x < 255;
        if (exists
                && (chip(hicann).denmem(denmem).enableFireInput()
                        || chip(hicann).denmem(beyond).enableFireInput())) {
            joined(hicann, beyond, circuit);
        }
    }

    public int lead(int hicann, int denmem) {
        return circuit(hicann, denmem).stream()
                .filter(d -> chip(hicann).denmem(d).activateFiring())
                .min(Integer::compare)
                .orElse(-1);
    }

    double farad(int hicann, int denmem) {
        return circuit(hicann, denmem).stream()
                .mapToDouble(d -> chip(hicann).neuronHalf(d / 256).mode().bigcap() ? 2.16456e-12 : 0.1642e-12)
                .sum();
    }

    /// What an event does that enters block (`B`) or link (`L`) `index`: one line per hit, sorted.
    public List<String> effects(int hicann, char kind, int index, int address) {
        List<String> effects = new ArrayList<>();
        for (int d = 0; d < 8; d++) {
            for (int way = ways(hicann, kind, index, d); way > 0; way--) {
                effects.addAll(busEffects(8 * hicann + d, address));
            }
        }
        Collections.sort(effects);
        return effects;
    }

    /// What an event at a sender's DNC merger does.
    public List<String> busEffects(int sender, int address) {
        List<String> effects = new ArrayList<>();
        if (!locked(sender)) {
            return effects;
        }
        for (int hicann : wafer.usedHicanns()) {
            for (int driver = 0; driver < 224; driver++) {
                if (chip(hicann).synapseDriver(driver).enable() && receives(hicann, driver, sender)) {
                    rowEffects(hicann, 2 * driver, address, effects);
                    rowEffects(hicann, 2 * driver + 1, address, effects);
                }
            }
        }
        return effects;
    }

    private boolean receives(int hicann, int driver, int sender) {
        Set<Integer> run = new HashSet<>();
        run(hicann, driver, run);
        List<Integer> inputs =
                run.stream().filter(d -> chip(hicann).synapseDriver(d).locin()).toList();
        return inputs.size() == 1 && carriedByDriver(hicann, inputs.getFirst()) == sender;
    }

    private void run(int hicann, int driver, Set<Integer> run) {
        if (!run.add(driver)) {
            return;
        }
        boolean top = driver < 112;
        int outer = top ? driver - 2 : driver + 2;
        int inner = top ? driver + 2 : driver - 2;
        if (outer >= 0 && outer < 224 && chip(hicann).synapseDriver(driver).connectNeighbor()) {
            run(hicann, outer, run);
        }
        if (inner / 112 == driver / 112
                && inner >= 0
                && inner < 224
                && chip(hicann).synapseDriver(inner).connectNeighbor()) {
            run(hicann, inner, run);
        }
    }

    private void rowEffects(int hicann, int row, int address, List<String> effects) {
        HicannConfiguration chip = chip(hicann);
        SynapseRowConfig config = chip.synapseRow(row);
        int divisor = config.gmaxDivLeft() + config.gmaxDivRight();
        int quadrant = L1Topology.driverQuadrant(row / 2);
        int code = chip.floatingGate(
                quadrant, SharedParameter.vGmax(config.selGmax()).row(quadrant), 0);
        for (int x = 0; x < 256 && divisor > 0; x++) {
            int upper = x % 2 == 0 ? config.decoderEven() : config.decoderOdd();
            if (upper != address / 16 || chip.decoder(row, x) != address % 16) {
                continue;
            }
            int denmem = row < 224 ? x : 256 + x;
            int block = NeuronTopology.fgBlock(denmem);
            int w = chip.weight(row, x);
            double g = (93.9406513768 + 81.3443474483 * w - 1.59734048208 * w * w)
                    * (2500.0 * code / 1023 / 500)
                    * (11.0 / divisor);
            for (NeuronParameter input : List.of(NeuronParameter.I_CONVX, NeuronParameter.I_CONVI)) {
                boolean left = input == NeuronParameter.I_CONVX;
                boolean on = left ? config.synInLeft() : config.synInRight();
                if (on && chip.floatingGate(block, input.row(block), NeuronTopology.fgColumn(denmem)) != 0) {
                    // the row and column do not matter to the neuron, the circuit's lead and the step do
                    effects.add("%d/%d %s %.6g"
                            .formatted(
                                    hicann, lead(hicann, denmem), left ? "left" : "right", g / farad(hicann, denmem)));
                }
            }
        }
    }
}
