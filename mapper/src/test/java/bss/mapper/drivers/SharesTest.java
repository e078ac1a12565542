package bss.mapper.drivers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The rules of sharing, by hand-computed cases and by what must hold for all.
class SharesTest {

    @Test
    void whatFitsIsGranted() {
        assertArrayEquals(new int[] {3, 0, 2}, Share.of(new int[] {3, 0, 2}, new long[] {9, 0, 1}, 5));
    }

    @Test
    void halfRowsOfTheGuidebookAreSharedThreeThreeThreeOne() {
        // 10 rows for groups of 15, 15, 15 and 5 sources: 3, 3, 3 and 1
        assertArrayEquals(
                new int[] {1, 3, 3, 3}, Share.of(new int[] {5, 12, 12, 12}, new long[] {125, 375, 375, 375}, 10));
    }

    @Test
    void whatIsLeftOverGoesToThoseMostBelowTheirShare() {
        // exact shares 2.7, 2.6, 4.7: floors 2, 2, 4, the two left over to the first and the last
        assertArrayEquals(new int[] {3, 2, 5}, Share.of(new int[] {9, 9, 9}, new long[] {27, 26, 47}, 10));
    }

    @Test
    void aSmallPropertyGetsOneAtTheCostOfThoseAboveTheirShare() {
        // exact shares 0.02, 0.02, 1.96: 1, 1, 1 is one too many, taken from the first of those above
        assertArrayEquals(new int[] {0, 1, 1}, Share.of(new int[] {1, 1, 4}, new long[] {1, 1, 98}, 2));
    }

    @Test
    void sharesSumToWhatIsThere() {
        Random random = new Random(7);
        for (int trial = 0; trial < 2000; trial++) {
            int n = 1 + random.nextInt(6);
            int[] needed = random.ints(n, 0, 9).toArray();
            long[] synapses = new long[n];
            Arrays.setAll(synapses, i -> needed[i] == 0 ? 0 : 1 + random.nextInt(100));
            int available = random.nextInt(20);
            int[] part = Share.of(needed, synapses, available);
            assertEquals(
                    Math.min(Arrays.stream(needed).sum(), available),
                    Arrays.stream(part).sum(),
                    "trial " + trial);
            for (int i = 0; i < n; i++) {
                assertTrue(part[i] >= 0 && (needed[i] > 0 || part[i] == 0), "trial " + trial);
            }
        }
    }

    @Test
    void driversGoByNeedUpToTheChainLimitWhileTheyLast() {
        DriverShare.Result result = DriverShare.of(new int[] {2, 9, 1}, new long[] {5, 50, 1}, 112, 3);
        assertEquals(List.of(2, 3, 1), result.granted());
        assertEquals(List.of(), result.last());
    }

    @Test
    void scarceDriversGoBySynapses() {
        // shares of 10: 6, 3, 1
        assertEquals(
                List.of(6, 3, 1),
                DriverShare.of(new int[] {9, 9, 9}, new long[] {60, 30, 10}, 10, 56)
                        .granted());
        // one of nearly nothing keeps one; the share most above pays for it and comes last
        DriverShare.Result crowded = DriverShare.of(new int[] {1, 1, 1, 1}, new long[] {9, 1, 9, 9}, 3, 3);
        assertEquals(List.of(1, 0, 1, 1), crowded.granted());
        assertEquals(List.of(1), crowded.last());
    }

    @Test
    void driverSharesNeverExceedWhatIsThere() {
        Random random = new Random(11);
        for (int trial = 0; trial < 2000; trial++) {
            int n = 1 + random.nextInt(40);
            int[] needed = random.ints(n, 1, 12).toArray();
            long[] synapses = random.longs(n, 1, 1000).toArray();
            int available = 1 + random.nextInt(112);
            int chain = 1 + random.nextInt(5);
            DriverShare.Result result = DriverShare.of(needed, synapses, available, chain);
            int sum = 0;
            for (int i = 0; i < n; i++) {
                int granted = result.granted().get(i);
                assertTrue(granted <= Math.min(chain, needed[i]), "trial " + trial);
                assertEquals(granted == 0, result.last().contains(i), "trial " + trial);
                sum += granted;
            }
            assertTrue(sum <= available, "trial " + trial);
        }
    }

    @Test
    void aRunTakesTheSmallestGapThatIsLargeEnough() {
        SideAllocation side = new SideAllocation(0);
        int a = side.driver(0, 10);
        int b = side.driver(0, 20);
        int c = side.driver(1, 5);
        // gaps: 8..12 round a, 18..19 blocked so that b has 20..55, all of the lower half for c
        for (int position : new int[] {7, 13, 19}) {
            side.exclude(side.driver(0, position));
        }
        SideAllocation.Run run = side.add(0, new int[] {b, a, c}, 3);
        assertNotNull(run);
        assertEquals(new SideAllocation.Run(0, 10, 8, 11), run);
        // now only 11..12 is free there, and a is taken
        SideAllocation.Run next = side.add(1, new int[] {a, side.driver(0, 12)}, 4);
        assertNotNull(next);
        assertEquals(new SideAllocation.Run(0, 12, 11, 13), next, "all of a gap that is too small");
        assertNull(side.add(2, new int[] {a}, 1));
        assertEquals(112 - 3 - 5, side.free());
    }

    @Test
    void neuronsWithOneColumnOfAParityNeedOneHalfRowPerSynapse() {
        // two neurons of 4 denmems with 3 and 5 synapses of one kind: the larger counts, half rows balanced 3 + 2
        int[] counts = new int[2 * RowDemand.kinds(2)];
        int kind = RowDemand.kind(0, 0, 2);
        counts[kind] = 3;
        counts[RowDemand.kinds(2) + kind] = 5;
        RowDemand demand = RowDemand.of(new int[] {1, 1, 1, 1}, counts, 2);
        assertEquals(3, demand.halfRows(RowDemand.property(0, 0, 0, 2)));
        assertEquals(2, demand.halfRows(RowDemand.property(0, 0, 1, 2)));
        assertEquals(2, demand.drivers());
        assertEquals(2 + 3, demand.synapses(RowDemand.property(0, 0, 0, 2)));
        assertEquals(1 + 2, demand.synapses(RowDemand.property(0, 0, 1, 2)));
    }

    @Test
    void sidesAndPlasticityNeedRowsAndDriversOfTheirOwn() {
        int[] counts = new int[RowDemand.kinds(2)];
        counts[RowDemand.kind(0, 0, 0)] = 2; // one row left
        counts[RowDemand.kind(0, 1, 0)] = 2; // one row right: one driver with the above
        counts[RowDemand.kind(1, 0, 0)] = 1; // another driver
        assertEquals(2, RowDemand.of(new int[] {1, 1}, counts, 2).drivers());
        // odd width 3: even columns 2, odd 1; 4 synapses need 2 half rows of the even parity alone
        int[] wide = new int[RowDemand.kinds(2)];
        wide[RowDemand.kind(0, 0, 1)] = 4;
        RowDemand demand = RowDemand.of(new int[] {2, 1}, wide, 2);
        assertEquals(2, demand.halfRows(RowDemand.property(0, 0, 0, 1)));
        assertEquals(0, demand.halfRows(RowDemand.property(0, 0, 1, 1)));
    }
}
