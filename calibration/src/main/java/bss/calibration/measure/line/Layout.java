package bss.calibration.measure.line;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.coord.Direction;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Ways that are tried at once: trees of lines that do not touch, each with one sender. As buses that a
/// mapping lays out, a line has one crossbar switch and one synapse switch closed at most.
final class Layout {

    /// Drivers of a half of a chip that ways may end in: what its witnesses can send up to the host.
    static final int DRIVERS_PER_HALF = 20;

    private static final int FREE = -1;
    private static final int SHORTEST_PERIOD = 1500;
    private static final int PERIOD_STEP = 40;
    private static final int PLANES = 32;

    /// The part through which the train comes into a line, or -1 if it is not in use.
    private final int[] entry = new int[L1Topology.LINES_ON_WAFER];
    /// The line it comes from; -1 behind a sender.
    private final int[] before = new int[L1Topology.LINES_ON_WAFER];

    private final BitSet used = new BitSet(Parts.COUNT);
    private final BitSet crossed = new BitSet(L1Topology.LINES_ON_WAFER);
    private final int[] ends = new int[2 * HicannOnWafer.COUNT];
    private final List<Way> ways = new ArrayList<>();

    Layout() {
        Arrays.fill(entry, FREE);
    }

    List<Way> ways() {
        return List.copyOf(ways);
    }

    boolean isFree(int line) {
        return entry[line] == FREE;
    }

    /// Whether a repeater, switch or driver is in use.
    boolean isUsed(int part) {
        return used.get(part);
    }

    /// Whether a line has its crossbar switch.
    boolean isCrossed(int line) {
        return crossed.get(line);
    }

    /// Whether one more driver of this half of the chip may be used.
    boolean hasRoom(int hicann, int driver) {
        return ends[2 * hicann + L1Topology.driverHalf(driver)] < DRIVERS_PER_HALF;
    }

    /// Whether one more driver of the chip may be used.
    boolean hasRoom(int hicann) {
        return Math.min(ends[2 * hicann], ends[2 * hicann + 1]) < DRIVERS_PER_HALF;
    }

    /// The parts from the sender to a line in use, that one last.
    List<Integer> upTo(int line) {
        List<Integer> parts = new ArrayList<>();
        for (int at = line; at >= 0; at = before[at]) {
            parts.add(at);
            parts.add(entry[at]);
        }
        return parts.reversed();
    }

    /// Adds a way, whose beginning may be in use already.
    void add(Way way) {
        List<Integer> parts = way.parts();
        for (int k = 1; k < parts.size() - 1; k += 2) {
            int line = parts.get(k);
            if (isFree(line)) {
                int through = parts.get(k - 1);
                entry[line] = through;
                before[line] = k == 1 ? -1 : parts.get(k - 2);
                used.set(through);
                if (Parts.isCrossbar(through)) {
                    crossed.set(line);
                    crossed.set(before[line]);
                }
            }
        }
        used.set(way.driver());
        ends[2 * Parts.hicannOfDriver(way.driver()) + L1Topology.driverHalf(Parts.driverOnHicann(way.driver()))]++;
        ways.add(way);
    }

    /// The interval, in PLL cycles, of the train of a sending repeater: another one for each of the 32 planes
    /// of lines.
    static int period(int sender) {
        int hicann = Parts.hicann(sender);
        int place = MergerTopology.sendingRepeaterOfHLine(Parts.index(sender));
        int plane = 4 * place + (WaferTopology.x(hicann) + 2 * WaferTopology.y(hicann)) % 4;
        return SHORTEST_PERIOD + PERIOD_STEP * plane;
    }

    /// The longest of them.
    static int longestPeriod() {
        return SHORTEST_PERIOD + PERIOD_STEP * (PLANES - 1);
    }

    /// Writes generators, repeaters, switches and drivers of a chip.
    void write(int hicann, HicannConfigurationBuilder bits) {
        for (int line = L1Topology.line(hicann, 0); line < L1Topology.line(hicann + 1, 0); line++) {
            // the own repeaters drive the own line, or the one behind them
            enter(hicann, line, bits);
            int far = Parts.far(Parts.repeater(line));
            if (far >= 0) {
                enter(hicann, far, bits);
            }
        }
        for (Way way : ways) {
            if (Parts.hicannOfDriver(way.driver()) == hicann) {
                int driver = Parts.driverOnHicann(way.driver());
                int vline = Parts.index(way.parts().get(way.parts().size() - 2));
                bits.synapseSwitch(L1Topology.synapseSwitchIndex(vline, driver), true);
                bits.synapseDriver(driver, new SynapseDriverConfig(true, true, false));
            }
        }
    }

    /// Writes how the train comes into a line, as far as this chip has to do with it.
    private void enter(int hicann, int line, HicannConfigurationBuilder bits) {
        int through = entry[line];
        if (through == FREE) {
            return;
        }
        if (Parts.isCrossbar(through)) {
            if (L1Topology.hicannOfLine(line) == hicann) {
                bits.crossbarSwitch(Parts.crossbarSwitch(through), true);
            }
            return;
        }
        if (Parts.hicann(through) != hicann) {
            return;
        }
        int own = Parts.line(through);
        Direction border = Parts.border(own);
        Direction towards = own == line ? border.opposite() : border;
        boolean westOrNorth = towards == Direction.WEST || towards == Direction.NORTH;
        boolean sends = before[line] < 0;
        RepeaterConfig config = new RepeaterConfig(
                sends ? RepeaterConfig.Mode.OUTPUT : RepeaterConfig.Mode.FORWARDING, westOrNorth, !westOrNorth);
        int index = Parts.index(through);
        if (!border.isHorizontal()) {
            bits.verticalRepeater(index, config);
            return;
        }
        bits.horizontalRepeater(index, config);
        if (sends) {
            int dnc = MergerTopology.dncOfSendingRepeater(MergerTopology.sendingRepeaterOfHLine(index));
            bits.backgroundGenerator(dnc, new BackgroundGeneratorConfig(true, false, period(through) - 1, 0));
        }
    }
}
