package bss.emulator.plasticity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShortTermPlasticityTest {

    private static final double ONE = 65536;

    @Test
    void factorsOfRandomTrainsFollowTheEquationsOnAllTimeScales() {
        double worst = 0;
        for (long seed = 1; seed <= 40; seed++) {
            KeyedRandom random = KeyedRandom.of(seed, 5);
            Silicon silicon = new UnevenSilicon(seed, 0);
            ShortTermPlasticity plasticity = new ShortTermPlasticity(silicon);
            WrittenChip chip = chip(random);
            plasticity.configure(chip);
            // all events of a driver and address since the reset, with the configuration they met
            Map<Integer, List<Event>> events = new HashMap<>();
            long cycle = 0;
            for (int n = 0; n < 400; n++) {
                if (n == 150) {
                    chip = chip(random);
                    plasticity.configure(chip);
                    WrittenChip now = chip;
                    events.keySet().removeIf(key -> !on(now, key / 64));
                } else if (n == 300) {
                    plasticity.reset();
                    events.clear();
                }
                cycle += (long) Math.pow(10, 9.3 * Math.pow(random.nextDouble(), 3));
                int driver = random.nextInt(8) * 28 + random.nextInt(2);
                int address = random.nextInt(2) * 63;
                assertEquals(on(chip, driver), plasticity.enabled(driver), "seed " + seed);
                double expected = 1;
                if (on(chip, driver)) {
                    List<Event> train = events.computeIfAbsent(64 * driver + address, k -> new ArrayList<>());
                    train.add(new Event(cycle, chip));
                    expected = expected(silicon, driver, train);
                }
                double actual = plasticity.factor(driver, address, cycle) / ONE;
                worst = Math.max(worst, Math.abs(actual - expected));
                assertEquals(expected, actual, 1e-4, "seed %d, event %d".formatted(seed, n));
            }
        }
        assertTrue(worst < 3e-5, "largest deviation " + worst);
    }

    @Test
    void depressionWithFullStrengthTakesWhatHasBeenUsed() {
        ShortTermPlasticity plasticity = new ShortTermPlasticity(new IdealSilicon());
        plasticity.configure(written(568, 0, 0, 0, true, 7)); // lambda 0.9994, U 0.4, no recovery
        double lambda = 1.8 * 568 / 1023;
        assertEquals(1, plasticity.factor(0, 3, 10) / ONE, 1e-4);
        assertEquals(1 - 0.4 * lambda, plasticity.factor(0, 3, 20) / ONE, 1e-4);
        assertEquals(1 - 0.64 * lambda, plasticity.factor(0, 3, 1_000_000_000_000L) / ONE, 1e-4);
        assertEquals(1, plasticity.factor(0, 4, 1_000_000_000_000L) / ONE, 1e-4, "another address");
    }

    @Test
    void factorsAreNeverNegative() {
        ShortTermPlasticity plasticity = new ShortTermPlasticity(new IdealSilicon());
        plasticity.configure(written(1023, 0, 1023, 0, false, 0));
        assertEquals(0, plasticity.factor(0, 0, 5));
    }

    @Test
    void driversWithoutPlasticityKeepTheStrength() {
        ShortTermPlasticity plasticity = new ShortTermPlasticity(new IdealSilicon());
        plasticity.configure(written(1023, 0, 0, 0, true, 7));
        assertFalse(plasticity.enabled(1));
        assertEquals(1 << 16, plasticity.factor(1, 0, 5));
        assertEquals(1 << 16, plasticity.factor(1, 0, 6));
    }

    @Test
    void decayIsExactToTwoToTheMinusSixteenForAnyDelay() {
        KeyedRandom random = KeyedRandom.of(7);
        for (int n = 0; n < 300; n++) {
            double tau = 77 * Math.pow(13_000.0 / 77, random.nextDouble());
            Recovery recovery = new Recovery(tau);
            for (int k = 0; k < 100; k++) {
                long dt = (long) Math.pow(10, (k % 2 == 0 ? 5.5 : 15) * random.nextDouble());
                double decayed = recovery.decayed(1 << 24, dt) / 16777216.0;
                assertEquals(Math.exp(-dt / tau), decayed, 1e-7, "tau %s, dt %d".formatted(tau, dt));
            }
        }
    }

    private record Event(long cycle, WrittenChip chip) {}

    private static double expected(Silicon silicon, int driver, List<Event> train) {
        double inactive = 0;
        double factor = 1;
        long last = 0;
        for (Event event : train) {
            boolean odd = driver % 2 == 1;
            int block = driver < 112 ? (odd ? 0 : 1) : (odd ? 3 : 2);
            double tau = 6.31944e-4 / (silicon.sharedLevel(event.chip, block, SharedParameter.V_DTC) + 1.0764);
            tau = Math.min(Math.max(tau, 6.171e-7), 1.04e-4);
            double lambda = silicon.sharedLevel(event.chip, block, SharedParameter.V_STDF) * 1.8 / 1023;
            double dep = silicon.sharedLevel(event.chip, block, SharedParameter.V_DEP) * 1.8 / 1023 / lambda;
            double fac = silicon.sharedLevel(event.chip, block, SharedParameter.V_FAC) * 1.8 / 1023 / lambda;
            SynapseDriverConfig bits = event.chip.config().synapseDriver(driver);
            inactive *= Math.exp(-(event.cycle - last) * 8e-9 / tau);
            factor = bits.stpDepression() ? 1 - lambda * (inactive - dep) : 1 + lambda * (inactive - fac);
            inactive += (0.25 + 0.15 * bits.stpCap() / 7) * (1 - inactive);
            last = event.cycle;
        }
        return Math.max(factor, 0);
    }

    private static boolean on(WrittenChip chip, int driver) {
        SynapseDriverConfig bits = chip.config().synapseDriver(driver);
        return bits.enable() && bits.stpEnable();
    }

    private static WrittenChip chip(KeyedRandom random) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int driver = 0; driver < 224; driver++) {
            bits.synapseDriver(
                    driver,
                    new SynapseDriverConfig(
                            random.nextInt(8) > 0,
                            false,
                            false,
                            random.nextInt(4) > 0,
                            random.nextInt(2) == 0,
                            random.nextInt(8)));
        }
        for (int block = 0; block < 4; block++) {
            bits.floatingGate(block, SharedParameter.V_STDF.row(block), 0, 1 + random.nextInt(1023));
            bits.floatingGate(block, SharedParameter.V_DEP.row(block), 0, random.nextInt(1024));
            bits.floatingGate(block, SharedParameter.V_FAC.row(block), 0, random.nextInt(1024));
            int dtc = 1 + (int) (1022 * Math.pow(random.nextDouble(), 3));
            bits.floatingGate(block, SharedParameter.V_DTC.row(block), 0, dtc);
        }
        return new WrittenChip(0, bits.build(), 0, 0);
    }

    private static WrittenChip written(int stdf, int dep, int fac, int dtc, boolean depression, int cap) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        bits.synapseDriver(0, new SynapseDriverConfig(true, false, false, true, depression, cap));
        for (int block = 0; block < 4; block++) {
            bits.floatingGate(block, SharedParameter.V_STDF.row(block), 0, stdf);
            bits.floatingGate(block, SharedParameter.V_DEP.row(block), 0, dep);
            bits.floatingGate(block, SharedParameter.V_FAC.row(block), 0, fac);
            bits.floatingGate(block, SharedParameter.V_DTC.row(block), 0, dtc);
        }
        return new WrittenChip(0, bits.build(), 0, 0);
    }
}
