package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.random.KeyedRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SynapseListsTest {

    private static final int[] DRIVERS = {40, 41, 150};

    @Test
    void rewrittenListsEqualThoseCompiledFromTheWeightsAsTheyStand() {
        KeyedRandom random = KeyedRandom.of(3, 1);
        TestChip bits = new TestChip();
        for (int driver : DRIVERS) {
            bits.driver(driver, 0);
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                bits.bits.synapseRow(
                        row, new SynapseRowConfig(true, row % 2 == 1, random.nextInt(2), random.nextInt(2), 0, 5, 6));
                for (int column = 0; column < 256; column++) {
                    bits.synapse(row, column, random.nextInt(16), random.nextInt(16));
                }
            }
        }
        StdpConfig reset = HicannConfiguration.RESET.stdp(0);
        for (int half = 0; half < 2; half++) {
            bits.bits.stdp(
                    half,
                    new StdpConfig(true, false, 75, 90, 2, 4, reset.causal(), reset.anticausal(), reset.combined()));
        }
        IdealSilicon silicon = new IdealSilicon();
        ChipCircuits circuits = new ChipCircuits(silicon, new WrittenChip(0, bits.build(), 0, 0), 0);
        // lets all circuits join that either kind needs, so that their lanes stay
        compile(silicon, circuits, false);
        compile(silicon, circuits, true);
        SynapseLists lists = compile(silicon, circuits, false);
        SynapseLists off = compile(silicon, circuits, true);
        int[] before = lists.entries.clone();
        int changedRows = 0;
        for (long cycle = 1; cycle < 20_000; cycle++) {
            while (circuits.plasticity().due() == cycle) {
                int row = circuits.plasticity().update(cycle);
                if (row >= 0) {
                    changedRows++;
                    lists.rewrite(silicon, circuits, row);
                    off.rewrite(silicon, circuits, row);
                }
            }
            circuits.plasticity().arrive(DRIVERS[random.nextInt(3)], random.nextInt(32), cycle);
            circuits.plasticity().fire(random.nextInt(512), cycle);
        }
        assertTrue(changedRows > 4, "seed 3, changed rows " + changedRows);
        assertTrue(!Arrays.equals(before, lists.entries), "seed 3");
        assertArrayEquals(compile(silicon, circuits, false).entries, lists.entries, "seed 3");
        assertArrayEquals(compile(silicon, circuits, true).entries, off.entries, "seed 3");
    }

    private static SynapseLists compile(IdealSilicon silicon, ChipCircuits circuits, boolean off) {
        return SynapseLists.compile(silicon, circuits, DRIVERS, true, off, 0);
    }
}
