package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.build.Destination;
import bss.emulator.event.Tally;
import bss.emulator.kernel.CircuitState;
import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/// While a controller walks, events must add what they add without it to a chip that has the weights as they stand.
class PlasticDeliveryTest {

    /// Two joined drivers and two single ones of the top half, one of the bottom half.
    private static final int[] DRIVERS = {40, 42, 45, 47, 150};

    private static final int DENMEMS = 512;

    @Test
    void eventsAddWhatTheyAddWithoutControllersAtTheWeightsAsTheyStand() {
        check(new IdealSilicon(), 1, false);
        check(new IdealSilicon(), 2, true);
        check(new TypicalSilicon(7), 3, true);
    }

    private static void check(Silicon silicon, long seed, boolean shortTerm) {
        String where = "seed " + seed;
        KeyedRandom random = KeyedRandom.of(seed, 1);
        HicannConfigurationBuilder bits = chip(random, shortTerm).bits;
        Chip plastic = new Chip(silicon, controllers(bits, true).build());
        int changed = 0;
        for (long cycle = 1; cycle < 20_000; cycle++) {
            plastic.delivery.updateWeights(cycle);
            int address = random.nextInt(32);
            plastic.delivery.deliver(cycle, plastic.target(random.nextInt(3) + 1), address);
            plastic.circuits.plasticity().longTerm().post(random.nextInt(DENMEMS), cycle);
        }
        HicannConfiguration before = bits.build();
        HicannConfiguration weights = plastic.circuits.plasticity().withWeights(before);
        byte[] first = before.synapses();
        byte[] last = weights.synapses();
        for (int k = 0; k < first.length; k++) {
            changed += first[k] == last[k] ? 0 : 1;
        }
        assertTrue(changed > 5, where + ", changed weights: " + changed);
        Chip still = new Chip(silicon, controllers(weights.toBuilder(), false).build());
        Chip fresh = new Chip(silicon, controllers(weights.toBuilder(), true).build());
        long added = 0;
        // far apart, so that what short-term plasticity remembers of the first events is gone
        long cycle = 1L << 40;
        for (int address = 0; address < 64; address++) {
            int[] of = plastic.inputs(cycle, address);
            String at = "%s, address %d".formatted(where, address);
            assertArrayEquals(still.inputs(cycle, address), of, at);
            assertArrayEquals(fresh.inputs(cycle, address), of, at + ", controllers that begin");
            assertEquals(still.tally.synapticEvents, fresh.tally.synapticEvents, at);
            added += Arrays.stream(of).asLongStream().sum();
        }
        assertNotEquals(0, added, where);
    }

    /// Rows that feed the left, the right, both or no inputs.
    private static TestChip chip(KeyedRandom random, boolean shortTerm) {
        TestChip chip = new TestChip();
        for (int driver : DRIVERS) {
            boolean plastic = shortTerm && random.nextInt(2) == 0;
            chip.bits.synapseDriver(
                    driver, new SynapseDriverConfig(true, driver != 42, driver == 42, plastic, true, 3));
            for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                chip.bits.synapseRow(
                        row,
                        new SynapseRowConfig(
                                random.nextInt(3) > 0,
                                random.nextInt(2) == 0,
                                random.nextInt(2),
                                random.nextInt(2),
                                0,
                                5,
                                6));
                for (int column = 0; column < 256; column++) {
                    chip.synapse(row, column, random.nextInt(16), random.nextInt(16));
                }
            }
        }
        for (int block = 0; block < 4; block++) {
            chip.bits.floatingGate(block, SharedParameter.V_TLOW.row(block), 0, 208);
            chip.bits.floatingGate(block, SharedParameter.V_M.row(block), 0, 200);
            chip.bits.floatingGate(block, SharedParameter.V_THIGH.row(block), 0, 208);
            chip.bits.floatingGate(block, SharedParameter.V_STDF.row(block), 0, 400);
            chip.bits.floatingGate(block, SharedParameter.V_DTC.row(block), 0, 30);
        }
        return chip;
    }

    private static HicannConfigurationBuilder controllers(HicannConfigurationBuilder bits, boolean on) {
        StdpConfig reset = HicannConfiguration.RESET.stdp(0);
        for (int half = 0; half < 2; half++) {
            int first = half == 0 ? 75 : 74;
            bits.stdp(
                    half,
                    new StdpConfig(
                            on, false, first, first + 20, 2, 4, reset.causal(), reset.anticausal(), reset.combined()));
        }
        return bits;
    }

    private static final class Chip {
        final ChipCircuits circuits;
        final Tally tally = new Tally();
        final Delivery delivery;
        private final Target[] targets;

        Chip(Silicon silicon, HicannConfiguration config) {
            circuits = new ChipCircuits(silicon, new WrittenChip(0, config, 0, 0), false, 0);
            BitSet all = new BitSet();
            all.set(0, DENMEMS);
            circuits.demandAll(all, 0);
            delivery = new Delivery(silicon, circuits, new ChipProbe(0, circuits), tally);
            targets = new Target[] {
                new Target(new Destination(0, 1, DRIVERS)),
                new Target(new Destination(0, 1, new int[] {40, 42})),
                new Target(new Destination(0, 1, new int[] {45, 150})),
                new Target(new Destination(0, 1, new int[] {40, 42, 47}))
            };
        }

        Target target(int number) {
            return targets[number];
        }

        /// What an event at all drivers adds: the left, then the right inputs by denmem.
        int[] inputs(long cycle, int address) {
            tally.clear();
            CircuitState state = circuits.bank().state();
            int[][] in = {state.inputsExc(), state.inputsInh()};
            Arrays.fill(in[0], 0);
            Arrays.fill(in[1], 0);
            delivery.deliver(cycle, targets[0], address);
            int[] found = new int[2 * DENMEMS];
            for (int k = 0; k < found.length; k++) {
                found[k] = in[k / DENMEMS][CircuitState.INPUT_BASE + circuits.lane(k % DENMEMS)];
            }
            return found;
        }
    }
}
