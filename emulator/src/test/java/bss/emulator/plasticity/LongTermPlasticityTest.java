package bss.emulator.plasticity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.transfer.StdpTransfer;
import org.junit.jupiter.api.Test;

class LongTermPlasticityTest {

    private static final int SYNAPSES = 448 * 256;
    private static final SynapseStrengths NONE = (row, column, weight, right) -> 0;
    private static final double ONE = 1 << StdpModel.CHARGE_FRACTION;

    @Test
    void weightsOfRandomTrainsEqualThoseOfTheModelWithListsOfAllTimes() {
        long changes = 0;
        int close = 0;
        long comparisons = 0;
        for (long seed = 1; seed <= 12; seed++) {
            KeyedRandom random = KeyedRandom.of(seed, 8);
            Silicon silicon = new UnevenSilicon(seed, seed % 3 == 0 ? 0 : 0.1);
            byte[] weights = nibbles(random);
            byte[] decoders = nibbles(random);
            byte[] synapses = synapses(weights, decoders);
            WrittenChip chip = with(chip(random), synapses);
            LongTermPlasticity plasticity = new LongTermPlasticity(silicon);
            long cycle = 1000;
            plasticity.configure(chip, cycle);
            PairModel model = new PairModel(silicon, chip, synapses, cycle);
            int updates = 0;
            double meanGap = Math.pow(20, random.nextDouble());
            for (int n = 0; n < 4000; n++) {
                cycle += 1 + (long) (meanGap * random.nextExponential());
                updates += update(plasticity, model, cycle, "seed %d, event %d".formatted(seed, n));
                if (n == 1000 || n == 2500) {
                    chip = with(chip(random), synapses(weights(plasticity), decoders));
                    plasticity.configure(chip, cycle);
                    model.configure(chip, decoders, cycle);
                } else if (n == 3000) {
                    plasticity.reset(cycle);
                    model.reset(cycle);
                }
                boolean bottom = random.nextInt(2) == 1;
                int driver = (bottom ? 112 : 0) + 40 + 2 * random.nextInt(3);
                int address = random.nextInt(4) * 16 + random.nextInt(2);
                int denmem = (bottom ? 256 : 0) + random.nextInt(6);
                if (random.nextInt(10) < 7) {
                    pre(plasticity, driver, address, cycle);
                    model.pre(driver, address, cycle);
                }
                if (random.nextInt(10) < 7) {
                    plasticity.post(denmem, cycle);
                    model.post(denmem, cycle);
                }
                int row = 2 * driver + random.nextInt(2);
                String at = "seed %d, event %d, row %d, column %d".formatted(seed, n, row, denmem % 256);
                double causal = plasticity.causal(row, denmem % 256) / ONE;
                double anticausal = plasticity.anticausal(row, denmem % 256) / ONE;
                assertClose(model.causal(row, denmem % 256), causal, "causal, " + at);
                assertClose(model.anticausal(row, denmem % 256), anticausal, "anticausal, " + at);
            }
            changes += updates;
            close += model.close;
            comparisons += model.comparisons;
            assertArrayEquals(model.weights, weights(plasticity), "seed " + seed);
        }
        // so few that equal weights are no accident of the threshold's last bits, and they agree as well
        assertTrue(close < 1e-5 * comparisons, "%d of %d comparisons within 1e-4".formatted(close, comparisons));
        assertTrue(changes > 300, "row changes " + changes);
    }

    @Test
    void longGapsLeaveNoCharge() {
        LongTermPlasticity plasticity = new LongTermPlasticity(new IdealSilicon());
        plasticity.configure(chip(0, 0, 223), 0);
        long cycle = 0;
        for (long gap : new long[] {1_000_000_000L, 1L << 30, 1L << 32, (1L << 32) + 3, 50_000_000_000L}) {
            cycle += gap;
            pre(plasticity, 0, 0, cycle);
            cycle += gap;
            plasticity.post(7, cycle);
            assertEquals(0, plasticity.causal(0, 7), "gap " + gap);
            assertEquals(0, plasticity.anticausal(0, 7), "gap " + gap);
        }
        pre(plasticity, 0, 0, cycle + 250);
        assertEquals(Math.exp(-1), plasticity.anticausal(0, 7) / ONE, 1 / ONE);
        plasticity.post(7, cycle + 500);
        assertEquals(Math.exp(-1), plasticity.causal(0, 7) / ONE, 1 / ONE);
    }

    @Test
    void pairsSurviveTheMoveOfTheOriginOfTimes() {
        LongTermPlasticity plasticity = new LongTermPlasticity(new IdealSilicon());
        plasticity.configure(chip(0, 0, 223), 0);
        pre(plasticity, 0, 0, (1L << 30) - 100);
        plasticity.post(7, (1L << 30) + 150);
        assertEquals(Math.exp(-1), plasticity.causal(0, 7) / ONE, 1 / ONE);
    }

    @Test
    void chargesStayAtTheFullCapacitor() {
        LongTermPlasticity plasticity = new LongTermPlasticity(new IdealSilicon());
        plasticity.configure(chip(0, 0, 223), 0);
        for (int n = 0; n < 100; n++) {
            pre(plasticity, 0, 0, n);
            plasticity.post(7, n);
        }
        assertEquals(StdpModel.MAX_CHARGE, plasticity.causal(0, 7));
        assertEquals(0, plasticity.causal(0, 8));
        assertEquals(StdpModel.MAX_CHARGE, plasticity.anticausal(0, 7));
    }

    @Test
    void aRowIsWrittenAtTheEndOfItsTimeAndOnlyThen() {
        LongTermPlasticity plasticity = new LongTermPlasticity(new IdealSilicon());
        assertEquals(Long.MAX_VALUE, plasticity.due());
        plasticity.configure(chip(0, 222, 1), 50);
        assertTrue(plasticity.active(0));
        assertFalse(plasticity.active(1));
        assertEquals(50 + StdpTransfer.ROW_CYCLES, plasticity.due());
        assertThrows(IllegalArgumentException.class, () -> plasticity.update(50, NONE));
        for (int n = 0; n < 5; n++) {
            pre(plasticity, 0, 0, 60 + n);
            plasticity.post(9, 60 + n);
        }
        int[] changed = new int[5];
        for (int n = 0; n < 5; n++) {
            changed[n] = plasticity.update(plasticity.due(), NONE);
        }
        // rows 222, 223, 0, 1, 222: the walk passes the end of the half
        assertArrayEquals(new int[] {-1, -1, 0, 1, -1}, changed);
        assertEquals(1, plasticity.weight(0, 9));
        assertEquals(0, plasticity.causal(0, 9));
    }

    @Test
    void switchedControllersAndRewrittenDecodersAgreeWithTheModel() {
        long changes = 0;
        for (long seed = 101; seed <= 106; seed++) {
            KeyedRandom random = KeyedRandom.of(seed, 9);
            Silicon silicon = new UnevenSilicon(seed, 0.1);
            byte[] decoders = nibbles(random);
            byte[] synapses = synapses(nibbles(random), decoders);
            WrittenChip chip = with(chip(random), synapses);
            LongTermPlasticity plasticity = new LongTermPlasticity(silicon);
            long cycle = 500;
            plasticity.configure(chip, cycle);
            PairModel model = new PairModel(silicon, chip, synapses, cycle);
            for (int n = 0; n < 3000; n++) {
                String at = "seed %d, event %d".formatted(seed, n);
                cycle += 1 + (long) (12 * random.nextExponential());
                changes += update(plasticity, model, cycle, at);
                if (n % 150 == 149) {
                    if (plasticity.active()) {
                        assertArrayEquals(model.weights, weights(plasticity), at);
                    }
                    for (int synapse = 0; synapse < SYNAPSES; synapse++) {
                        boolean used = synapse % 256 < 12 && random.nextInt(4) == 0;
                        decoders[synapse] = used ? (byte) random.nextInt(2) : decoders[synapse];
                    }
                    chip = with(
                            chip(random, random.nextInt(4) > 0, random.nextInt(4) > 0),
                            synapses(model.weights, decoders));
                    plasticity.configure(chip, cycle);
                    model.configure(chip, decoders, cycle);
                }
                boolean bottom = random.nextInt(2) == 1;
                int driver = (bottom ? 112 : 0) + 40 + 2 * random.nextInt(3);
                int address = random.nextInt(4) * 16 + random.nextInt(2);
                int column = random.nextInt(6);
                if (random.nextInt(10) < 7) {
                    pre(plasticity, driver, address, cycle);
                    model.pre(driver, address, cycle);
                }
                if (random.nextInt(10) < 7) {
                    plasticity.post((bottom ? 256 : 0) + column, cycle);
                    model.post((bottom ? 256 : 0) + column, cycle);
                }
                int row = 2 * driver + random.nextInt(2);
                assertClose(model.causal(row, column), plasticity.causal(row, column) / ONE, "causal, " + at);
                assertClose(
                        model.anticausal(row, column), plasticity.anticausal(row, column) / ONE, "anticausal, " + at);
            }
        }
        assertTrue(changes > 200, "row changes " + changes);
    }

    /// An event arrives at the run of a driver.
    private static void pre(LongTermPlasticity plasticity, int driver, int address, long cycle) {
        for (int run : plasticity.runs(new int[] {driver})) {
            plasticity.arrive(run, address, cycle);
        }
    }

    private static WrittenChip with(WrittenChip chip, byte[] synapses) {
        HicannConfigurationBuilder bits = chip.config().toBuilder();
        for (int k = 0; k < SYNAPSES; k++) {
            bits.synapse(k / 256, k % 256, synapses[k] >>> 4 & 15, synapses[k] & 15);
        }
        return new WrittenChip(chip.hicann(), bits.build(), 0, 0);
    }

    private static byte[] synapses(byte[] weights, byte[] decoders) {
        byte[] synapses = new byte[SYNAPSES];
        for (int i = 0; i < SYNAPSES; i++) {
            synapses[i] = (byte) (weights[i] << 4 | decoders[i]);
        }
        return synapses;
    }

    private static byte[] weights(LongTermPlasticity plasticity) {
        byte[] weights = new byte[SYNAPSES];
        for (int i = 0; i < SYNAPSES; i++) {
            weights[i] = (byte) plasticity.weight(i / 256, i % 256);
        }
        return weights;
    }

    private static int update(LongTermPlasticity plasticity, PairModel model, long cycle, String at) {
        int changes = 0;
        while (plasticity.due() <= cycle) {
            assertEquals(model.due(), plasticity.due(), at);
            int actual = plasticity.update(plasticity.due(), NONE);
            assertEquals(model.update(), actual, at);
            changes += actual >= 0 ? 1 : 0;
        }
        return changes;
    }

    private static void assertClose(double expected, double actual, String at) {
        assertEquals(expected, actual, 1e-4 * expected + 1e-5, at);
    }

    private static byte[] nibbles(KeyedRandom random) {
        byte[] values = new byte[SYNAPSES];
        for (int i = 0; i < SYNAPSES; i++) {
            values[i] = (byte) random.nextInt(16);
        }
        for (int i = 0; i < SYNAPSES; i++) {
            values[i] = i % 256 < 12 ? (byte) (values[i] % 2) : values[i];
        }
        return values;
    }

    /// Both controllers on, rows around 79 to 88 of each half, everything else at random.
    private static WrittenChip chip(KeyedRandom random) {
        return chip(random, true, true);
    }

    private static WrittenChip chip(KeyedRandom random, boolean top, boolean bottom) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int row = 0; row < 448; row++) {
            bits.synapseRow(row, new SynapseRowConfig(true, false, random.nextInt(4), random.nextInt(4), 0, 1, 1));
        }
        for (int driver = 0; driver < 224; driver++) {
            bits.synapseDriver(driver, new SynapseDriverConfig(random.nextInt(8) > 0, false, random.nextInt(2) == 0));
        }
        for (int half = 0; half < 2; half++) {
            int first = 79 + random.nextInt(5);
            bits.stdp(
                    half,
                    new StdpConfig(
                            half == 0 ? top : bottom,
                            random.nextInt(3) == 0,
                            first,
                            first + random.nextInt(6),
                            random.nextInt(16),
                            random.nextInt(16),
                            table(random),
                            table(random),
                            table(random)));
        }
        for (int block = 0; block < 4; block++) {
            int start = random.nextInt(300);
            bits.floatingGate(block, SharedParameter.V_M.row(block), 0, start);
            bits.floatingGate(block, SharedParameter.V_TLOW.row(block), 0, start + random.nextInt(30));
            bits.floatingGate(block, SharedParameter.V_THIGH.row(block), 0, start + random.nextInt(30));
        }
        return new WrittenChip(17, bits.build(), 0, 0);
    }

    private static int[] table(KeyedRandom random) {
        int[] table = new int[16];
        for (int i = 0; i < 16; i++) {
            table[i] = random.nextInt(16);
        }
        return table;
    }

    /// NEST's patterns with thresholds of two pairs in one half.
    private static WrittenChip chip(int half, int first, int last) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        bits.synapseDriver(0, new SynapseDriverConfig(true, false, false));
        for (int column = 0; column < 256; column++) {
            bits.synapse(0, column, 0, 0);
            bits.synapse(1, column, 0, 0);
        }
        StdpConfig reset = HicannConfiguration.RESET.stdp(half);
        bits.stdp(
                half,
                new StdpConfig(true, false, first, last, 2, 4, reset.causal(), reset.anticausal(), reset.combined()));
        for (int block = 0; block < 4; block++) {
            bits.floatingGate(block, SharedParameter.V_TLOW.row(block), 0, 72);
            bits.floatingGate(block, SharedParameter.V_THIGH.row(block), 0, 72);
        }
        return new WrittenChip(0, bits.build(), 0, 0);
    }
}
