package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.config.LinkDirection;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A chain whose drivers have the same factor is added in one go, driver by driver only while inputs are recorded: both
/// have to be the same.
class ShortTermDeliveryTest {

    private static final int CHIP = WaferTopology.hicann(20, 5);
    private static final int COLUMNS = 64;

    @Test
    void aChainIsAddedInOneGoAsDriverByDriver() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            String where = "seed " + seed;
            List<List<Double>> together = run(seed, true, false, false);
            assertEquals(run(seed, true, false, true), together, where);
            assertEquals(run(seed, true, true, true), run(seed, true, true, false), where + ", one driver off");
            assertNotEquals(run(seed, false, false, false), together, where + ": no plasticity");
        }
    }

    /// @param plastic whether short-term plasticity is on
    /// @param gap whether the middle driver of the chain is off
    /// @param recording whether synaptic inputs are recorded, which takes driver by driver
    private static List<List<Double>> run(long seed, boolean plastic, boolean gap, boolean recording) throws Exception {
        Random random = new Random(seed);
        int hline = MergerTopology.hlineOfDnc(2);
        int vline = TestChip.leftVLine(hline);
        int primary = TestChip.row(vline, true, 20);
        TestWafer wafer = new TestWafer();
        TestChip chip = wafer.chip(CHIP).sender(2, true).crossbar(hline, vline).synapseSwitch(vline, primary);
        chip.bits.link(2, LinkDirection.TO_HICANN).timestampEnable(true);
        boolean depression = random.nextBoolean();
        int cap = random.nextInt(8);
        int driver = primary;
        for (int k = 0; k < 3; k++) {
            chip.rows(driver, 1);
            chip.bits.synapseDriver(
                    driver, new SynapseDriverConfig(!(gap && k == 1), k == 0, k < 2, plastic, depression, cap));
            for (int column = 0; column < COLUMNS; column++) {
                chip.synapse(2 * driver + random.nextInt(2), column, random.nextInt(16), 7 + random.nextInt(2));
            }
            driver = L1Topology.outerNeighbour(driver);
        }
        int block = L1Topology.driverQuadrant(primary);
        chip.bits.floatingGate(block, SharedParameter.V_STDF.row(block), 0, 300 + random.nextInt(300));
        chip.bits.floatingGate(block, SharedParameter.V_DTC.row(block), 0, 5 + random.nextInt(60));
        long[] ticks = new long[40];
        int[] addresses = new int[40];
        for (int k = 0; k < ticks.length; k++) {
            ticks[k] = 200 + 50L * k + random.nextInt(20);
            addresses[k] = PulseAddress.pack(CHIP, 2, 16 + 7 + random.nextInt(2));
        }
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            int half = primary < L1Topology.DRIVERS / 2 ? 0 : 1;
            for (int column = 0; column < COLUMNS; column++) {
                probe.watch(CHIP, NeuronTopology.denmem(column, half), WaferProbe.Variable.CONDUCTANCE_LEFT, 5);
            }
            probe.recordSynapticInputs(recording);
            session.play(Pulses.sorted(ticks, addresses));
            session.advance(1500);
            List<List<Double>> samples = new ArrayList<>();
            probe.takeSamples().forEach(s -> samples.add(s.values()));
            return samples;
        }
    }
}
