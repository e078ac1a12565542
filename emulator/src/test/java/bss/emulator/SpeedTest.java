package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.RunCounters;
import bss.spec.config.MergerConfig;
import bss.spec.config.QuadConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How fast 2,048 integrate-and-fire neurons of four denmems run.
@Tag("sweep")
class SpeedTest {

    private static final int CYCLES = 125_000;

    @Test
    void aThousandMillisecondsOf2048NeuronsTakeSeconds() throws Exception {
        Random random = new Random(1);
        TestWafer wafer = new TestWafer();
        for (int k = 0; k < 16; k++) {
            TestChip chip = wafer.chip(WaferTopology.hicann(12 + k % 4, 6 + k / 4));
            for (int quad = 0; quad < 128; quad++) {
                chip.bits.quad(quad, new QuadConfig(true, true, true, true));
                chip.neuron(2 * quad, 17 + quad % 15);
                int eL = 440 + random.nextInt(140);
                for (int denmem : new int[] {2 * quad, 2 * quad + 1, 256 + 2 * quad, 257 + 2 * quad}) {
                    chip.fg(denmem, NeuronParameter.E_L, eL).fg(denmem, NeuronParameter.I_PL, 20);
                }
            }
            for (int block : new int[] {0, 2, 4, 7}) {
                chip.sender(block, true);
                chip.bits.dncMerger(block, new MergerConfig(MergerConfig.Mode.MERGE, true));
                int hline = MergerTopology.hlineOfDnc(block);
                int vline = TestChip.leftVLine(hline);
                int driver = TestChip.row(vline, true, 20 * block);
                chip.crossbar(hline, vline).synapseSwitch(vline, driver).driver(driver, 1);
                for (int column = 0; column < 256; column++) {
                    chip.synapse(2 * driver + random.nextInt(2), column, random.nextInt(6), 2 + random.nextInt(14));
                }
            }
        }
        try (EmulatedSession session = wafer.open()) {
            session.advance(10_000);
            RunCounters before = session.counters();
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            session.advance(10_000 + CYCLES);
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-9;
            RunCounters c = session.counters();
            long updates = c.neuronUpdates() - before.neuronUpdates();
            assertEquals(2048L * CYCLES, updates);
            String figures = "%.2f s, %.1f ns per update, %d spikes, %d synaptic events"
                    .formatted(seconds, seconds * 1e9 / updates, c.neuronSpikes(), c.synapticEvents());
            System.out.println(figures);
            assertTrue(c.neuronSpikes() > 1000 && seconds < 30, figures);
        }
    }
}
