package bss.spec.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdealTransfersTest {

    private static final long SEED = 20_240_611;

    @Test
    void publishedSamplesComeOut() {
        Transfer leak = IdealTransfers.of(NeuronParameter.I_GL, CircuitMode.DEFAULT);
        double[][] leakSamples = {{0.7, 403}, {1, 189}, {2, 80}, {5, 22}, {10, 8}, {20, 3}};
        for (double[] sample : leakSamples) {
            assertEquals(sample[1], StrictMath.rint(leak.toDac(sample[0] * 1e-6)), "tau_m " + sample[0]);
        }

        Transfer refractory = IdealTransfers.of(NeuronParameter.I_PL, CircuitMode.DEFAULT);
        double[][] refractorySamples = {
            {10, 1732}, {20, 862}, {41, 380}, {82, 142}, {100, 104}, {205, 48.9}, {300, 39.6}, {511, 28.2}, {1000, 15.1}
        };
        for (double[] sample : refractorySamples) {
            assertEquals(sample[1], refractory.toSi(sample[0]) * 1e9, 0.006 * sample[1], "I_pl " + sample[0]);
        }

        for (NeuronParameter input : List.of(NeuronParameter.V_SYNTCX, NeuronParameter.V_SYNTCI)) {
            Transfer synapse = IdealTransfers.of(input, CircuitMode.DEFAULT);
            double[][] samples = {{226, 1511}, {300, 610}, {400, 284}, {500, 189}, {600, 154}, {800, 134}, {1022, 129.9}
            };
            for (double[] sample : samples) {
                assertEquals(sample[1], synapse.toSi(sample[0]) * 1e9, 0.6, input + " " + sample[0]);
            }
        }
        assertEquals(5, IdealTransfers.of(SharedParameter.V_DTC).toDac(104e-6), 0.001);
        assertEquals(62, IdealTransfers.of(SharedParameter.V_DTC).toDac(10e-6), 0.5);
        Transfer rate = IdealTransfers.of(NeuronParameter.I_RADAPT, CircuitMode.DEFAULT);
        assertEquals(860, rate.toDac(2.93e-6), 1);
        assertEquals(25, rate.toDac(35.4e-6), 0.1);
        assertEquals(
                -16 + 614,
                IdealTransfers.of(NeuronParameter.E_SYNX, CircuitMode.DEFAULT).toDac(1),
                1e-9);
    }

    @Test
    void theLookupTablesHaveTheSizesOfTheirSource() {
        var refractory = (Lookup) IdealTransfers.of(NeuronParameter.I_PL, CircuitMode.DEFAULT);
        assertArrayEquals(IntStream.range(10, 1023).toArray(), refractory.codes());
        var synapse = (Lookup) IdealTransfers.of(NeuronParameter.V_SYNTCX, CircuitMode.DEFAULT);
        assertArrayEquals(IntStream.range(226, 1023).toArray(), synapse.codes());
    }

    @Test
    void everyLeakVariantIsTheBigNormalOneWithTimeAndMirrorScaled() {
        Transfer reference = IdealTransfers.of(NeuronParameter.I_GL, CircuitMode.DEFAULT);
        for (CircuitMode mode : CircuitMode.all()) {
            Transfer leak = IdealTransfers.of(NeuronParameter.I_GL, mode);
            double mirror = switch (mode.gl()) {
                case FAST -> 1.0 / 3;
                case NORMAL -> 1;
                case SLOW -> 9;
            };
            for (int i = 0; i <= 20; i++) {
                double tau = leak.domain().min()
                        * StrictMath.pow(leak.domain().max() / leak.domain().min(), i / 20.0);
                double asBig = mode.bigcap() ? tau : 5 * tau;
                double expected = mirror * reference.toDac(asBig, OutsideDomain.IGNORE);
                assertEquals(expected, leak.toDac(tau), 1e-9 * expected, mode + " " + tau);
            }
        }
    }

    @Test
    void everyTransferIsMonotoneOverItsDomainAndItsCodesFitTheCell() {
        transfers().forEach((name, transfer) -> {
            if (transfer instanceof Constant) {
                return;
            }
            Domain domain = transfer.domain();
            int steps = 4000;
            double first = transfer.toDac(domain.min());
            double direction = Math.signum(transfer.toDac(domain.max()) - first);
            double before = first;
            for (int i = 1; i <= steps; i++) {
                double si = domain.min() + (domain.max() - domain.min()) * i / steps;
                double dac = transfer.toDac(si);
                assertTrue((dac - before) * direction > 0, name + " turns at " + si);
                before = dac;
            }
            double lowest = Math.min(first, transfer.toDac(domain.max()));
            double highest = Math.max(first, transfer.toDac(domain.max()));
            assertTrue(lowest > -17 && highest < 1090, name + " has codes " + lowest + ".." + highest);
        });
    }

    @Test
    void everyCodeHasAValueInTheDomainAndValuesFollowCodesInOneDirection() {
        transfers().forEach((name, transfer) -> {
            double direction = Math.signum(transfer.toSi(1023) - transfer.toSi(0));
            for (int code = 0; code <= FloatingGates.MAX_CODE; code++) {
                double si = transfer.toSi(code);
                assertTrue(Double.isFinite(si), name + " " + code);
                assertTrue(transfer.domain().contains(si), name + " " + code + " -> " + si);
                assertTrue(code == 0 || (si - transfer.toSi(code - 1)) * direction >= 0, name + " turns at " + code);
            }
        });
    }

    @Test
    void codesOutsideTheDomainGiveItsEndAndTheSmallestLeakTheLongestTime() {
        for (CircuitMode mode : CircuitMode.all()) {
            Transfer leak = IdealTransfers.of(NeuronParameter.I_GL, mode);
            assertEquals(leak.domain().max(), leak.toSi(0));
            assertEquals(leak.domain().max(), leak.toSi(-5));
            assertEquals(leak.domain().min(), leak.toSi(5000));
            assertThrows(IllegalArgumentException.class, () -> leak.toSi(0, OutsideDomain.THROW));
        }
        Transfer refractory = IdealTransfers.of(NeuronParameter.I_PL, CircuitMode.DEFAULT);
        assertEquals(refractory.toSi(10), refractory.toSi(0));
        assertEquals(refractory.toSi(1022), refractory.toSi(1023));
        assertThrows(IllegalArgumentException.class, () -> refractory.toSi(9, OutsideDomain.THROW));
        assertThrows(IllegalArgumentException.class, () -> refractory.toDac(2e-6, OutsideDomain.THROW));
        assertThrows(IllegalArgumentException.class, () -> refractory.toDac(Double.NaN));
    }

    @Test
    void valuesComeBackFromTheirCodes() {
        SplittableRandom random = new SplittableRandom(SEED);
        transfers().forEach((name, transfer) -> {
            if (transfer instanceof Constant) {
                return;
            }
            Domain domain = transfer.domain();
            for (int i = 0; i < 300; i++) {
                double si = domain.min() + (domain.max() - domain.min()) * random.nextDouble();
                double back = transfer.toSi(transfer.toDac(si));
                assertEquals(si, back, 1e-9 * si, name + " seed " + SEED + " at " + si);
            }
        });
    }

    @Test
    void theReverseMissesByNoMoreThanTheNeighbouringDouble() {
        SplittableRandom random = new SplittableRandom(SEED);
        transfers().forEach((name, transfer) -> {
            if (transfer instanceof Constant || transfer instanceof Lookup) {
                return;
            }
            double first = transfer.toDac(transfer.domain().min());
            double last = transfer.toDac(transfer.domain().max());
            for (int i = 0; i < 200; i++) {
                double dac = first + (last - first) * (0.05 + 0.9 * random.nextDouble());
                double si = transfer.toSi(dac);
                double miss = Math.abs(transfer.toDac(si) - dac);
                // at the root the formula's own rounding, of some 1e-13 codes, is all that is left
                assertTrue(miss < 1e-11 * dac, name + " seed " + SEED + " misses by " + miss);
                double further = Math.abs(transfer.toDac(si * (1 + 1e-9)) - dac);
                assertTrue(further > miss, name + " seed " + SEED + " at " + dac);
            }
        });
    }

    @Test
    void lookupsRoundToTheNearestEntry() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (NeuronParameter parameter : List.of(NeuronParameter.I_PL, NeuronParameter.V_SYNTCX)) {
            var table = (Lookup) IdealTransfers.of(parameter, CircuitMode.DEFAULT);
            for (int i = 0; i < 500; i++) {
                double si = table.domain().min()
                        * StrictMath.pow(table.domain().max() / table.domain().min(), random.nextDouble());
                double found = table.toSi(StrictMath.rint(table.toDac(si)));
                double best = Double.POSITIVE_INFINITY;
                for (int code : table.codes()) {
                    best = Math.min(best, Math.abs(table.toSi(code) - si));
                }
                assertEquals(best, Math.abs(found - si), 1e-16, parameter + " seed " + SEED + " at " + si);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Lookup.of(0, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> Lookup.of(new int[] {4, 4}, new double[] {2, 1}));
        assertThrows(IllegalArgumentException.class, () -> Lookup.of(new int[] {4, 5}, new double[] {2}));
    }

    @Test
    void thinnedTablesStayWithinTheirToleranceBothWaysAndAreSmall() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 50; i++) {
            int size = 2 + random.nextInt(1000);
            double[] values = new double[size];
            double bend = 1 + 5 * random.nextDouble();
            for (int k = 0; k < size; k++) {
                values[k] = StrictMath.exp(-bend * k / size) + 0.1;
            }
            Lookup whole = Lookup.of(random.nextInt(200), values);
            Lookup thin = whole.thinned(1e-3);
            assertTrue(thin.codes().length < 60, "seed " + SEED + ": " + thin.codes().length);
            for (int k = 0; k < 200; k++) {
                double code = whole.codes()[0] + random.nextDouble() * size;
                assertEquals(whole.toSi(code), thin.toSi(code), 1.1e-3 * whole.toSi(code), "seed " + SEED);
                assertEquals(thin.toSi(code), thin.toSi(thin.toDac(thin.toSi(code))), 1e-12, "seed " + SEED);
            }
        }
    }

    @Test
    void speedBitsNameAModeAndTwoAtOnceAreRefused() {
        for (SpeedMode mode : SpeedMode.values()) {
            assertEquals(mode, SpeedMode.ofBits(mode.slow(), mode.fast()));
        }
        assertThrows(IllegalArgumentException.class, () -> SpeedMode.ofBits(true, true));
        assertEquals(54, CircuitMode.all().stream().distinct().count());
        assertEquals(CircuitMode.DEFAULT, CircuitMode.all().getFirst());
    }

    static Map<String, Transfer> transfers() {
        Map<String, Transfer> all = new LinkedHashMap<>();
        List<CircuitMode> modes = new ArrayList<>();
        for (CircuitMode mode : CircuitMode.all()) {
            if (mode.gladapt() == SpeedMode.NORMAL && mode.radapt() == SpeedMode.NORMAL) {
                modes.add(mode);
            }
        }
        for (NeuronParameter parameter : NeuronParameter.values()) {
            for (CircuitMode mode : parameter == NeuronParameter.I_GL ? modes : List.of(CircuitMode.DEFAULT)) {
                all.put(parameter.halcoName() + " " + mode, IdealTransfers.of(parameter, mode));
            }
        }
        for (SharedParameter parameter : SharedParameter.values()) {
            all.put(parameter.halcoName(), IdealTransfers.of(parameter));
        }
        return all;
    }
}
