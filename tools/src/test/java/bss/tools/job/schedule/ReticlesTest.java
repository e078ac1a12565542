package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.coord.HicannOnWafer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReticlesTest {

    /// Which FPGAs have reticles side by side, by the coordinates of all pairs of chips.
    static boolean[][] adjacency() {
        boolean[][] adjacent = new boolean[48][48];
        for (HicannOnWafer a : HicannOnWafer.all()) {
            for (HicannOnWafer b : HicannOnWafer.all()) {
                int fpga = a.dnc().fpga().index();
                int other = b.dnc().fpga().index();
                if (fpga != other && Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y()) == 1) {
                    adjacent[fpga][other] = true;
                }
            }
        }
        return adjacent;
    }

    /// The size of the largest piece of a set that hangs together.
    static int largestPiece(boolean[][] adjacent, FpgaSet set) {
        int largest = 0;
        boolean[] seen = new boolean[48];
        for (int seed : set.toList()) {
            int size = 0;
            Deque<Integer> open = new ArrayDeque<>();
            open.push(seed);
            while (!open.isEmpty()) {
                int fpga = open.pop();
                if (seen[fpga]) {
                    continue;
                }
                seen[fpga] = true;
                size++;
                for (int other = 0; other < 48; other++) {
                    if (adjacent[fpga][other] && set.contains(other)) {
                        open.push(other);
                    }
                }
            }
            largest = Math.max(largest, size);
        }
        return largest;
    }

    @Test
    void neighboursAreThoseWhoseChipsLieSideBySide() {
        boolean[][] adjacent = adjacency();
        for (int fpga = 0; fpga < 48; fpga++) {
            FpgaSet neighbours = Reticles.neighbours(FpgaSet.of(fpga));
            for (int other = 0; other < 48; other++) {
                assertEquals(adjacent[fpga][other], neighbours.contains(other), fpga + " and " + other);
            }
        }
    }

    @Test
    void neighboursOfASetAreThoseOfItsMembersOutsideIt() {
        boolean[][] adjacent = adjacency();
        Random random = new Random(5);
        for (int round = 0; round < 1000; round++) {
            FpgaSet set = new FpgaSet(random.nextLong() & FpgaSet.ALL.bits()).minus(FpgaSet.of(random.nextInt(48)));
            set = round % 2 == 0 ? set : new FpgaSet(set.bits() & 0x1111_1111_1111L);
            FpgaSet expected = FpgaSet.NONE;
            for (int fpga : set.toList()) {
                for (int other = 0; other < 48; other++) {
                    if (adjacent[fpga][other] && !set.contains(other)) {
                        expected = expected.plus(FpgaSet.of(other));
                    }
                }
            }
            assertEquals(expected, Reticles.neighbours(set), "seed 5, around " + set);
        }
    }

    @Test
    void theWaferHangsTogether() {
        assertTrue(Reticles.contiguous(FpgaSet.ALL));
        assertTrue(Reticles.contiguous(FpgaSet.NONE));
    }

    @Test
    void choosesAContiguousSetWheneverThereIsOne() {
        boolean[][] adjacent = adjacency();
        Random random = new Random(6);
        for (int round = 0; round < 20_000; round++) {
            long bits = random.nextLong() | (random.nextBoolean() ? random.nextLong() : 0);
            FpgaSet free = new FpgaSet(bits & FpgaSet.ALL.bits());
            int count = 1 + random.nextInt(random.nextBoolean() ? 8 : 48);
            String place = "seed 6, %d of %s".formatted(count, free);
            Optional<FpgaSet> chosen = Reticles.choose(free, count);
            assertEquals(largestPiece(adjacent, free) >= count, chosen.isPresent(), place);
            assertEquals(chosen.isPresent(), Reticles.fits(free, count), place);
            chosen.ifPresent(set -> {
                assertEquals(count, set.size(), place);
                assertTrue(free.containsAll(set), place);
                assertEquals(count, largestPiece(adjacent, set), place);
                assertTrue(Reticles.contiguous(set), place);
            });
            assertEquals(largestPiece(adjacent, free) == free.size(), Reticles.contiguous(free), place);
        }
    }
}
