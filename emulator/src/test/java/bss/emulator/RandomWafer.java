package bss.emulator;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.Component;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.QuadConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.coord.Direction;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random networks on a few neighbouring chips, each feature by a method of its own.
final class RandomWafer {

    /// DNC mergers to which a block of the same number leads in the reset state of the tree.
    private static final int[] DIRECT = {0, 2, 4, 7};

    final Random random;
    TestWafer wafer = new TestWafer();
    final List<Integer> chips = new ArrayList<>();

    /// Chips of a rectangle anywhere, as far as the wafer has them.
    RandomWafer(long seed, int width, int height) {
        random = new Random(seed);
        int corner = random.nextInt(384);
        for (int k = 0; k < width * height; k++) {
            int h = WaferTopology.hicann(WaferTopology.x(corner) + k % width, WaferTopology.y(corner) + k / width);
            if (h >= 0) {
                chips.add(h);
            }
        }
        blank();
    }

    /// The same chips, unwritten.
    void blank() {
        wafer = new TestWafer();
        chips.forEach(wafer::chip);
    }

    int anyChip() {
        return chips.get(random.nextInt(chips.size()));
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    // ---- neurons

    /// Neurons that fire by themselves, about every 15 to 400 cycles; `restless` ones more often.
    void neurons(int count, boolean restless) {
        for (int h : chips) {
            for (int block = 0; block < 4; block++) {
                int reset = SharedParameter.V_RESET.row(block);
                wafer.chip(h).bits.floatingGate(block, reset, 0, restless ? 520 : 300 + random.nextInt(200));
            }
            for (int k = 0; k < count; k++) {
                int denmem = random.nextInt(512);
                wafer.chip(h)
                        .neuron(denmem, random.nextInt(64))
                        .fg(denmem, NeuronParameter.E_L, restless ? 1000 : 600 + random.nextInt(400))
                        .fg(denmem, NeuronParameter.I_GL, 100 + random.nextInt(300));
            }
        }
    }

    /// Random switches in some quads.
    void join(int quads) {
        for (int h : chips) {
            for (int k = 0; k < quads; k++) {
                wafer.chip(h).bits.quad(random.nextInt(128), QuadConfig.fromBits(random.nextInt(16)));
            }
        }
    }

    /// Neurons that fire only if told to; the list has chip and denmem of each.
    List<int[]> quietNeurons(int count) {
        List<int[]> neurons = new ArrayList<>();
        for (int h : chips) {
            for (int k = 0; k < count; k++) {
                int denmem = random.nextInt(512);
                wafer.chip(h).neuron(denmem, random.nextInt(64)).fg(denmem, NeuronParameter.E_SYNX, TestChip.E_L);
                neurons.add(new int[] {h, denmem});
            }
        }
        return neurons;
    }

    // ---- mergers and generators

    /// A regular generator at address 0 on each direct way.
    void lock() {
        for (int h : chips) {
            for (int d : DIRECT) {
                wafer.chip(h).generator(d);
            }
        }
    }

    void generators(double enabled, double randomOnes, boolean anyAddress) {
        for (int h : chips) {
            wafer.chip(h).bits.backgroundSeed(chance(0.1) ? 0 : random.nextInt(65536));
            for (int g = 0; g < 8; g++) {
                boolean on = chance(enabled);
                int period = chance(0.3) ? random.nextInt(20) : chance(0.1) ? 65535 : random.nextInt(400);
                boolean noise = chance(randomOnes);
                int address = anyAddress && chance(0.5) ? random.nextInt(64) : 0;
                wafer.chip(h)
                        .bits
                        .backgroundGenerator(
                                g,
                                new BackgroundGeneratorConfig(
                                        on, noise, noise ? random.nextInt(65536) : period, address));
            }
        }
    }

    /// Any bits for the mergers of the tree, mostly MERGE.
    void tree() {
        for (int h : chips) {
            for (int m = 0; m < MergerTopology.MERGERS; m++) {
                wafer.chip(h)
                        .bits
                        .merger(
                                m,
                                chance(0.3)
                                        ? MergerConfig.fromBits(random.nextInt(8))
                                        : new MergerConfig(MergerConfig.Mode.MERGE, chance(0.2)));
            }
        }
    }

    void dncMergers(double slow, double loopback) {
        for (int h : chips) {
            for (int d = 0; d < 8; d++) {
                MergerConfig.Mode mode =
                        chance(0.7) ? MergerConfig.Mode.MERGE : MergerConfig.Mode.values()[random.nextInt(3)];
                wafer.chip(h).bits.dncMerger(d, new MergerConfig(mode, chance(slow), chance(loopback)));
            }
        }
    }

    // ---- links

    void links(double up, double down) {
        for (int h : chips) {
            for (int link = 0; link < 8; link++) {
                double r = random.nextDouble();
                wafer.chip(h)
                        .bits
                        .link(
                                link,
                                r < up
                                        ? LinkDirection.TO_DNC
                                        : r < up + down ? LinkDirection.TO_HICANN : LinkDirection.OFF);
            }
        }
    }

    void timestamps(double enabled) {
        for (int h : chips) {
            wafer.chip(h).bits.timestampEnable(chance(enabled));
        }
    }

    Pulses pulses(int count, long from, long to) {
        long[] ticks = new long[count];
        int[] addresses = new int[count];
        for (int k = 0; k < count; k++) {
            ticks[k] = from + random.nextLong(to - from);
            addresses[k] = PulseAddress.pack(anyChip(), random.nextInt(8), random.nextInt(64));
        }
        return Pulses.sorted(ticks, addresses);
    }

    // ---- L1

    /// Senders in output mode and a random walk from each to a driver; ways may meet, then nothing passes.
    void routes(int perChip, int steps) {
        for (int h : chips) {
            for (int k = 0; k < perChip; k++) {
                route(h, chance(0.7) ? DIRECT[random.nextInt(4)] : random.nextInt(8), random.nextInt(steps + 1));
            }
        }
    }

    void route(int h, int dncMerger, int steps) {
        int hline = MergerTopology.hlineOfDnc(dncMerger);
        int west = L1Topology.across(L1Topology.hline(h, hline), Direction.WEST);
        boolean toWest = west >= 0 && chips.contains(L1Topology.hicannOfLine(west)) && chance(0.3);
        RepeaterConfig before = RepeaterConfig.fromBits(wafer.chip(h).bits.word(Component.HORIZONTAL_REPEATER, hline));
        wafer.chip(h)
                .bits
                .horizontalRepeater(
                        hline,
                        new RepeaterConfig(
                                RepeaterConfig.Mode.OUTPUT,
                                toWest || before.towardsWestOrNorth(),
                                !toWest || before.towardsEastOrSouth()));
        int line = toWest ? west : L1Topology.hline(h, hline);
        for (int k = 0; k < steps; k++) {
            if (chance(0.4)) {
                line = turn(line);
            }
            line = forward(line);
        }
        if (L1Topology.isHLine(L1Topology.lineOnHicann(line))) {
            line = turn(line);
        }
        drivers(line);
    }

    private int turn(int line) {
        int h = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        boolean horizontal = L1Topology.isHLine(number);
        int hline = horizontal ? number : L1Topology.hlinesOf(number - L1Topology.HLINES)[random.nextInt(2)];
        int vline = horizontal ? L1Topology.vlinesOf(number)[random.nextInt(8)] : number - L1Topology.HLINES;
        wafer.chip(h).crossbar(hline, vline);
        return horizontal ? L1Topology.vline(h, vline) : L1Topology.hline(h, hline);
    }

    /// Over one border of the chip, or nowhere if no chip of ours is there.
    private int forward(int line) {
        boolean horizontal = L1Topology.isHLine(L1Topology.lineOnHicann(line));
        Direction there = horizontal
                ? (random.nextBoolean() ? Direction.EAST : Direction.WEST)
                : (random.nextBoolean() ? Direction.NORTH : Direction.SOUTH);
        int next = L1Topology.across(line, there);
        if (next < 0 || !chips.contains(L1Topology.hicannOfLine(next))) {
            return line;
        }
        boolean backwards = there == Direction.WEST || there == Direction.NORTH;
        RepeaterConfig config = new RepeaterConfig(
                chance(0.2) ? RepeaterConfig.Mode.INPUT : RepeaterConfig.Mode.FORWARDING, backwards, !backwards);
        int number = L1Topology.lineOnHicann(line);
        Direction own = horizontal
                ? L1Topology.hRepeaterDirection(number)
                : L1Topology.vRepeaterDirection(number - L1Topology.HLINES);
        int holder = own == there ? line : next;
        int of = L1Topology.lineOnHicann(holder);
        TestChip chip = wafer.chip(L1Topology.hicannOfLine(holder));
        if (!horizontal) {
            chip.bits.verticalRepeater(of - L1Topology.HLINES, config);
        } else if (RepeaterConfig.fromBits(chip.bits.word(Component.HORIZONTAL_REPEATER, of))
                        .mode()
                != RepeaterConfig.Mode.OUTPUT) {
            chip.bits.horizontalRepeater(of, config);
        }
        return next;
    }

    /// One or two switches of a VLine to drivers, each with a chain of up to four.
    private void drivers(int line) {
        int h = L1Topology.hicannOfLine(line);
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        int[] rows = L1Topology.rowsOf(vline);
        for (int k = 0; k < 1 + random.nextInt(2); k++) {
            int row = rows[random.nextInt(rows.length)];
            int target = L1Topology.synapseSwitchTargetHicann(h, vline, row);
            if (!chips.contains(target)) {
                continue;
            }
            wafer.chip(h).synapseSwitch(vline, row);
            chain(target, row, random.nextInt(5));
        }
    }

    /// A driver with `locin` and some outwards of it.
    void chain(int h, int driver, int more) {
        int y = driver;
        for (int k = 0; k <= more && y >= 0; k++) {
            SynapseDriverConfig bits = new SynapseDriverConfig(chance(0.9), k == 0 || chance(0.03), k < more);
            wafer.chip(h).bits.synapseDriver(y, bits);
            synapses(h, y);
            y = L1Topology.outerNeighbour(y);
        }
    }

    private void synapses(int h, int driver) {
        for (int row = 2 * driver; row < 2 * driver + 2; row++) {
            wafer.chip(h)
                    .bits
                    .synapseRow(
                            row,
                            new SynapseRowConfig(
                                    chance(0.6),
                                    chance(0.5),
                                    random.nextInt(4),
                                    random.nextInt(4),
                                    random.nextInt(4),
                                    random.nextInt(16),
                                    chance(0.1) ? 0 : random.nextInt(16)));
            for (int k = 0; k < 80; k++) {
                wafer.chip(h).synapse(row, random.nextInt(256), random.nextInt(16), random.nextInt(16));
            }
        }
    }

    // ---- plasticity

    /// Short-term plasticity on most drivers, with random settings.
    void shortTerm() {
        for (int h : chips) {
            TestChip chip = wafer.chip(h);
            for (int block = 0; block < 4; block++) {
                chip.bits
                        .floatingGate(block, SharedParameter.V_STDF.row(block), 0, random.nextInt(1024))
                        .floatingGate(block, SharedParameter.V_DEP.row(block), 0, random.nextInt(300))
                        .floatingGate(block, SharedParameter.V_FAC.row(block), 0, random.nextInt(300))
                        .floatingGate(block, SharedParameter.V_DTC.row(block), 0, random.nextInt(1024));
            }
            for (int y = 0; y < L1Topology.DRIVERS; y++) {
                int word = chip.bits.word(Component.SYNAPSE_DRIVER, y);
                SynapseDriverConfig d = SynapseDriverConfig.fromBits(word);
                chip.bits.synapseDriver(
                        y,
                        new SynapseDriverConfig(
                                d.enable(),
                                d.locin(),
                                d.connectNeighbor(),
                                chance(0.8),
                                random.nextBoolean(),
                                random.nextInt(8)));
            }
        }
    }

    /// Automatic controllers with random patterns, tables and rows.
    void longTerm() {
        for (int h : chips) {
            TestChip chip = wafer.chip(h);
            for (int block = 0; block < 4; block++) {
                chip.bits
                        .floatingGate(block, SharedParameter.V_TLOW.row(block), 0, 290 + random.nextInt(40))
                        .floatingGate(block, SharedParameter.V_THIGH.row(block), 0, 300 + random.nextInt(40))
                        .floatingGate(block, SharedParameter.V_M.row(block), 0, 300);
            }
            for (int half = 0; half < 2; half++) {
                int first = usedRow(chip, half);
                chip.bits.stdp(
                        half,
                        new StdpConfig(
                                chance(0.8),
                                chance(0.3),
                                first,
                                (first + random.nextInt(8)) % 224,
                                random.nextInt(16),
                                random.nextInt(16),
                                random.ints(16, 0, 16).toArray(),
                                random.ints(16, 0, 16).toArray(),
                                random.ints(16, 0, 16).toArray()));
            }
        }
    }

    /// A row of a half, of an enabled driver if there is one.
    private int usedRow(TestChip chip, int half) {
        int start = random.nextInt(112);
        for (int k = 0; k < 112; k++) {
            int y = (start + k) % 112;
            if (SynapseDriverConfig.fromBits(chip.bits.word(Component.SYNAPSE_DRIVER, 112 * half + y))
                    .enable()) {
                return 2 * y + random.nextInt(2);
            }
        }
        return 2 * start;
    }

    /// Random bits anywhere in the digital parts.
    void flips(int count) {
        Component[] parts = {
            Component.MERGER,
            Component.DNC_MERGER,
            Component.LINK,
            Component.HORIZONTAL_REPEATER,
            Component.VERTICAL_REPEATER,
            Component.CROSSBAR_SWITCH,
            Component.SYNAPSE_SWITCH,
            Component.SYNAPSE_ROW
        };
        for (int h : chips) {
            for (int k = 0; k < count; k++) {
                Component part = parts[random.nextInt(parts.length)];
                int index = random.nextInt(part.count());
                wafer.chip(h).bits.set(part, index, random.nextInt(1 << part.bits()));
            }
        }
    }
}
