package bss.mapper.defects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomDefectsTest {

    @ParameterizedTest
    @EnumSource(value = DefectClass.class, names = "SYNAPSE", mode = EnumSource.Mode.EXCLUDE)
    void aRateIsMetWithinFiveSigma(DefectClass kind) {
        int all = kind.places() * kind.perChip();
        double rate = 0.05;
        double sigma = Math.sqrt(all * rate * (1 - rate));
        int count = RandomDefects.of(7, Map.of(kind, rate)).count(kind);
        assertTrue(Math.abs(count - rate * all) <= 5 * sigma, "seed 7: %d of %d".formatted(count, all));
        assertEquals(0, RandomDefects.of(7, Map.of(kind, 0.0)).count(kind));
        assertEquals(all, RandomDefects.of(7, Map.of(kind, 1.0)).count(kind));
    }

    @ParameterizedTest
    @EnumSource(DefectClass.class)
    void aCountIsMetExactly(DefectClass kind) {
        for (int count : new int[] {0, 1, 5, 40, kind.places()}) {
            if (count <= kind.places()) {
                assertEquals(
                        count,
                        RandomDefects.of(3, Map.of(), Map.of(kind, count)).count(kind));
            }
        }
    }

    @Test
    void countsReachEveryComponentEvenly() {
        // 48 FPGAs, 2000 draws of 6: each is expected 250 times, sigma 14.8
        int[] hits = new int[48];
        for (long seed = 0; seed < 2000; seed++) {
            Defects defects = RandomDefects.of(seed, Map.of(), Map.of(DefectClass.FPGA, 6));
            for (int fpga = 0; fpga < hits.length; fpga++) {
                hits[fpga] += defects.has(DefectClass.FPGA, fpga) ? 1 : 0;
            }
        }
        for (int fpga = 0; fpga < hits.length; fpga++) {
            assertTrue(Math.abs(hits[fpga] - 250) <= 75, "FPGA %d: %d".formatted(fpga, hits[fpga]));
        }
    }

    @Test
    void theSameSeedDrawsTheSameWhateverElseIsDrawn() {
        Map<DefectClass, Double> some =
                Map.of(DefectClass.SYNAPSE_DRIVER, 0.05, DefectClass.HLINE, 0.01, DefectClass.DENMEM, 0.02);
        Defects both = RandomDefects.of(5, some, Map.of(DefectClass.HICANN, 5));
        assertEquals(both, RandomDefects.of(5, some, Map.of(DefectClass.HICANN, 5)));
        assertNotEquals(both, RandomDefects.of(6, some, Map.of(DefectClass.HICANN, 5)));
        Defects alone = RandomDefects.of(5, Map.of(DefectClass.DENMEM, 0.02));
        assertEquals(alone.count(DefectClass.DENMEM), both.count(DefectClass.DENMEM));
        for (int n = 0; n < 384 * 512; n++) {
            assertEquals(
                    alone.has(DefectClass.DENMEM, n / 512, n % 512), both.has(DefectClass.DENMEM, n / 512, n % 512));
        }
    }

    @Test
    void aHigherRateKeepsWhatWasDefect() {
        Defects few = RandomDefects.of(9, Map.of(DefectClass.VLINE, 0.01));
        Defects more = RandomDefects.of(9, Map.of(DefectClass.VLINE, 0.03));
        int kept = 0;
        for (int n = 0; n < 384 * 256; n++) {
            if (few.has(DefectClass.VLINE, n / 256, n % 256)) {
                assertTrue(more.has(DefectClass.VLINE, n / 256, n % 256), "line " + n);
                kept++;
            }
        }
        assertTrue(kept > 0 && more.count(DefectClass.VLINE) > kept);
    }

    @Test
    void ratesAndCountsOutsideTheirRangeAreRefused() {
        refused("rate of hlines is 1.5, must be from 0 to 1", Map.of(DefectClass.HLINE, 1.5), Map.of());
        refused("rate of hlines is NaN, must be from 0 to 1", Map.of(DefectClass.HLINE, Double.NaN), Map.of());
        refused("count of fpgas is 49, must be from 0 to 48", Map.of(), Map.of(DefectClass.FPGA, 49));
        refused("count of fpgas is -1, must be from 0 to 48", Map.of(), Map.of(DefectClass.FPGA, -1));
        refused(
                "fpgas have rate 0.5 and count 1, must have one of them",
                Map.of(DefectClass.FPGA, 0.5),
                Map.of(DefectClass.FPGA, 1));
    }

    private static void refused(String message, Map<DefectClass, Double> rates, Map<DefectClass, Integer> counts) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> RandomDefects.of(1, rates, counts))
                        .getMessage());
    }
}
