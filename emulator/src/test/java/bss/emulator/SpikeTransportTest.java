package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Spikes from neuron to synapse over configurations written by hand.
class SpikeTransportTest {

    private static final int X = 16;
    private static final int Y = 8;
    private static final int ADDRESS = 0x25;
    private static final int SOURCE = 3;

    /// Synaptic inputs after neuron 3 of chip (16, 8) was made to fire in cycle 100; its spike has time 99.5.
    private static List<SynapticInput> fire(TestWafer wafer) throws Exception {
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            session.advance(100);
            probe.fire(WaferTopology.hicann(X, Y), SOURCE);
            session.advance(200);
            assertEquals(1, session.counters().neuronSpikes());
            return probe.takeSynapticInputs();
        }
    }

    private static TestWafer sender() {
        TestWafer wafer = new TestWafer();
        wafer.chip(X, Y).neuron(SOURCE, ADDRESS).sender(0, true);
        return wafer;
    }

    private static final int HLINE = MergerTopology.hlineOfDnc(0);

    @Test
    void aSpikeReachesASynapseOfItsOwnChip() throws Exception {
        TestWafer wafer = sender();
        int vline = TestChip.leftVLine(HLINE);
        int driver = TestChip.row(vline, true, 0);
        wafer.chip(X, Y)
                .crossbar(HLINE, vline)
                .synapseSwitch(vline, driver)
                .driver(driver, ADDRESS >> 4)
                .synapse(2 * driver, 17, 9, ADDRESS & 15)
                .synapse(2 * driver + 1, 40, 4, ADDRESS & 15)
                .synapse(2 * driver, 41, 4, (ADDRESS & 15) + 1);
        List<SynapticInput> inputs = fire(wafer);
        assertEquals(2, inputs.size(), inputs.toString());
        int half = driver < 112 ? 0 : 256;
        int hicann = WaferTopology.hicann(X, Y);
        // 99.5 + 8 + 0.5 cycles
        assertEquals(108, inputs.get(0).cycle());
        assertEquals(hicann, inputs.get(0).hicann());
        assertEquals(half + 17, inputs.get(0).column());
        assertEquals(-1, inputs.get(0).denmem());
        assertFalse(inputs.get(0).right());
        double g = SynapseWeightTransfer.ofCode(TestChip.V_GMAX, 11).conductance(9) * 1e-9;
        assertEquals(g, inputs.get(0).conductanceSiemens(), 1e-5 * g);
        assertEquals(half + 40, inputs.get(1).column());
        assertTrue(inputs.get(1).right());
    }

    @Test
    void delayIs64NanosecondsAnd4PerChip() throws Exception {
        Random random = new Random(5);
        for (int chips = 2; chips <= 12; chips++) {
            TestWafer wafer = sender();
            int line = L1Topology.hline(WaferTopology.hicann(X, Y), HLINE);
            Direction last = Direction.NORTH;
            // a staircase to the east and north or south; a crossbar switch wherever it turns
            boolean down = random.nextBoolean();
            for (int k = 1; k < chips; k++) {
                boolean horizontal = L1Topology.isHLine(L1Topology.lineOnHicann(line));
                int hicann = L1Topology.hicannOfLine(line);
                if (random.nextInt(3) == 0) {
                    line = turn(wafer, line, horizontal, random);
                    horizontal = !horizontal;
                }
                Direction there = horizontal ? Direction.EAST : down ? Direction.SOUTH : Direction.NORTH;
                int next = L1Topology.across(line, there);
                if (next < 0) {
                    line = turn(wafer, line, horizontal, random);
                    there = horizontal ? (down ? Direction.SOUTH : Direction.NORTH) : Direction.EAST;
                    next = L1Topology.across(line, there);
                }
                forward(wafer, line, next, there);
                assertTrue(L1Topology.hicannOfLine(next) != hicann);
                line = next;
                last = there;
            }
            if (L1Topology.isHLine(L1Topology.lineOnHicann(line))) {
                line = turn(wafer, line, true, random);
            }
            int target = L1Topology.hicannOfLine(line);
            int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
            int driver = TestChip.row(vline, true, 0);
            wafer.chip(target)
                    .synapseSwitch(vline, driver)
                    .driver(driver, ADDRESS >> 4)
                    .synapse(2 * driver, 17, 9, ADDRESS & 15);
            List<SynapticInput> inputs = fire(wafer);
            assertEquals(1, inputs.size(), "chips " + chips + " last " + last);
            assertEquals(target, inputs.getFirst().hicann());
            assertEquals(
                    (long) Math.floor(99.5 + 8 + 0.5 * chips + 0.5),
                    inputs.getFirst().cycle(),
                    "chips " + chips);
        }
    }

    /// Closes a crossbar switch on the line and returns the other line of it.
    private static int turn(TestWafer wafer, int line, boolean horizontal, Random random) {
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        int h = horizontal ? number : L1Topology.hlinesOf(number - 64)[random.nextInt(2)];
        int v = horizontal ? L1Topology.vlinesOf(number)[random.nextInt(8)] : number - 64;
        wafer.chip(hicann).crossbar(h, v);
        return horizontal ? L1Topology.vline(hicann, v) : L1Topology.hline(hicann, h);
    }

    /// Lets the repeater between two segments forward in the given direction.
    private static void forward(TestWafer wafer, int from, int to, Direction there) {
        boolean horizontal = there.isHorizontal();
        RepeaterConfig config = there == Direction.WEST || there == Direction.NORTH
                ? RepeaterConfig.FORWARD_WEST_OR_NORTH
                : RepeaterConfig.FORWARD_EAST_OR_SOUTH;
        int a = L1Topology.lineOnHicann(from);
        Direction own = horizontal ? L1Topology.hRepeaterDirection(a) : L1Topology.vRepeaterDirection(a - 64);
        int line = own == there ? from : to;
        TestChip chip = wafer.chip(L1Topology.hicannOfLine(line));
        int number = L1Topology.lineOnHicann(line);
        if (horizontal) {
            chip.bits.horizontalRepeater(number, config);
        } else {
            chip.bits.verticalRepeater(number - 64, config);
        }
    }

    @Test
    void aSenderCanDriveTheWesternNeighboursLineAndADriverOfAThirdChip() throws Exception {
        TestWafer wafer = new TestWafer();
        wafer.chip(X, Y).neuron(SOURCE, ADDRESS).sender(0, false);
        int west = L1Topology.hWest(HLINE);
        int vline = TestChip.leftVLine(west);
        int driver = TestChip.row(vline, false, 0);
        wafer.chip(X - 1, Y).crossbar(west, vline).synapseSwitch(vline, driver);
        wafer.chip(X - 2, Y).driver(driver, ADDRESS >> 4).synapse(2 * driver, 17, 9, ADDRESS & 15);
        List<SynapticInput> inputs = fire(wafer);
        assertEquals(1, inputs.size());
        assertEquals(WaferTopology.hicann(X - 2, Y), inputs.getFirst().hicann());
        assertEquals(109, inputs.getFirst().cycle()); // three chips: 99.5 + 9.5
    }

    /// A sender whose events reach a driver, with `drivers` more joined to it, outwards.
    private static TestWafer run(int drivers, int secondInput) {
        TestWafer wafer = sender();
        int vline = TestChip.leftVLine(HLINE);
        int first = TestChip.row(vline, true, 40);
        TestChip chip = wafer.chip(X, Y).crossbar(HLINE, vline).synapseSwitch(vline, first);
        int outwards = first < 112 ? -2 : 2;
        for (int k = 0; k <= drivers; k++) {
            int y = first + k * outwards;
            chip.bits.synapseDriver(y, new SynapseDriverConfig(k != 1, k == 0 || k == secondInput, k < drivers));
            chip.rows(y, ADDRESS >> 4).synapse(2 * y, k, 3, ADDRESS & 15);
        }
        return wafer;
    }

    @Test
    void aRunPassesEventsThroughDriversThatAreOff() throws Exception {
        List<SynapticInput> inputs = fire(run(3, -1));
        assertEquals(
                List.of(0, 2, 3), inputs.stream().map(i -> i.column() % 256).toList());
    }

    @Test
    void aRunWithTwoInputsReceivesNothing() throws Exception {
        assertEquals(List.of(), fire(run(3, 2)));
    }

    @Test
    void aLineWithTwoDriversCarriesNothing() throws Exception {
        TestWafer wafer = run(0, -1);
        // the repeater of the neighbour's end of the same line drives it too: odd lines only, so a second sender
        int east = L1Topology.hEast(HLINE);
        wafer.chip(X + 1, Y).bits.horizontalRepeater(east, RepeaterConfig.FORWARD_WEST_OR_NORTH);
        assertEquals(List.of(), fire(wafer));
    }

    @Test
    void anUnlockedSenderPassesNothing() throws Exception {
        TestWafer none = run(0, -1);
        none.chip(X, Y).bits.backgroundGenerator(0, BackgroundGeneratorConfig.RESET);
        assertEquals(List.of(), fire(none));
        TestWafer wrongAddress = run(0, -1);
        wrongAddress.chip(X, Y).bits.backgroundGenerator(0, new BackgroundGeneratorConfig(true, false, 124, 3));
        assertEquals(List.of(), fire(wrongAddress));
        assertEquals(1, fire(run(0, -1)).size());
    }
}
