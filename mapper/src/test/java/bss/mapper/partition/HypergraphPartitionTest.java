package bss.mapper.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.TestNetworks;
import bss.mapper.problem.MappingProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HypergraphPartitionTest {

    private static final double SLOW = 1e9;

    @Test
    void everyFreeCellIsInOneUnitAndUnitsFillChipsThatAreNotTornApart() {
        int unitsInAll = 0;
        int chipsInAll = 0;
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            MappingProblem problem = MappingProblem.of(
                    RingToy.ring(5 + random.nextInt(5), 20 + random.nextInt(40), 15, seed % 2 == 0, random));
            NeuronKinds kinds = NeuronKinds.of(problem);
            int[] sizes = new int[problem.cells()];
            Arrays.fill(sizes, BlockSizes.efficient()[random.nextInt(5)]);
            int[] free = IntStream.range(0, problem.cells())
                    .filter(c -> random.nextInt(10) > 0)
                    .toArray();
            List<int[]> units = HypergraphPartition.units(problem, kinds, List.of(free), sizes, SLOW, seed);
            assertArrayEquals(
                    free, units.stream().flatMapToInt(Arrays::stream).sorted().toArray(), "seed " + seed);
            int perChip = BlockSizes.perChip(sizes[0]);
            units.forEach(u -> assertTrue(u.length <= perChip || units.size() == 1));
            List<ChipPlan> chips = ChipFill.fill(units, sizes, new double[sizes.length], kinds, SLOW, 8, true);
            assertEquals(
                    free.length, chips.stream().mapToInt(c -> c.cells().size()).sum());
            unitsInAll += units.size();
            chipsInAll += chips.size();
        }
        assertTrue(chipsInAll <= 1.02 * unitsInAll, "%d units on %d chips".formatted(unitsInAll, chipsInAll));
    }

    @Test
    void groupsOfAShuffledRingComeTogether() {
        MappingProblem problem = MappingProblem.of(RingToy.ring(12, 59, 30, false, new Random(1)));
        int[] sizes = new int[problem.cells()];
        Arrays.fill(sizes, 8);
        int[] all = IntStream.range(0, sizes.length).toArray();
        NeuronKinds kinds = NeuronKinds.of(problem);
        List<int[]> units = HypergraphPartition.units(problem, kinds, List.of(all), sizes, SLOW, 1);
        assertEquals(12, units.size());
        int[] unitOf = new int[sizes.length];
        for (int u = 0; u < units.size(); u++) {
            for (int cell : units.get(u)) {
                unitOf[cell] = u;
            }
        }
        long met = 0;
        for (int cell = 0; cell < sizes.length; cell++) {
            boolean[] meets = new boolean[12];
            meets[unitOf[cell]] = true;
            problem.forEachOutgoing(cell, (p, s, target) -> meets[unitOf[target]] = true);
            for (boolean m : meets) {
                met += m ? 1 : 0;
            }
        }
        assertTrue(met <= 2.05 * sizes.length, "%d for %d sources".formatted(met, sizes.length));
    }

    @Test
    void theSameSeedGivesTheSameUnits() {
        MappingProblem problem = MappingProblem.of(RingToy.ring(7, 53, 20, true, new Random(2)));
        int[] sizes = new int[problem.cells()];
        Arrays.fill(sizes, 8);
        List<int[]> all = List.of(IntStream.range(0, sizes.length).toArray());
        NeuronKinds kinds = NeuronKinds.of(problem);
        List<int[]> once = HypergraphPartition.units(problem, kinds, all, sizes, SLOW, 3);
        List<int[]> again = HypergraphPartition.units(problem, kinds, all, sizes, SLOW, 3);
        assertTrue(once.size() > 1);
        assertEquals(once.size(), again.size());
        for (int u = 0; u < once.size(); u++) {
            assertArrayEquals(once.get(u), again.get(u));
        }
    }

    @Test
    void denseNetworksKeepTheirOrder() {
        MappingProblem problem = MappingProblem.of(
                TestNetworks.network(List.of(TestNetworks.neurons("n", 400)), TestNetworks.random(0, 0, 0.4)));
        int[] sizes = new int[400];
        Arrays.fill(sizes, 8);
        List<int[]> units = List.of(IntStream.range(0, 400).toArray());
        assertSame(units, HypergraphPartition.units(problem, NeuronKinds.of(problem), units, sizes, SLOW, 1));
    }
}
