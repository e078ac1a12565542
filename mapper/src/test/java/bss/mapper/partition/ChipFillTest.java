package bss.mapper.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.problem.MappingProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChipFillTest {

    private static final double SLOW = 1e9;

    @Test
    void everyCellHasOnePlaceAndBlocksAndBusesKeepTheirLimits() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Integer> populations = new ArrayList<>();
            List<Integer> kindOf = new ArrayList<>();
            for (int p = 1 + random.nextInt(6); p > 0; p--) {
                populations.add(1 + random.nextInt(random.nextBoolean() ? 20 : 300));
                kindOf.add(random.nextInt(4));
            }
            MappingProblem problem = MappingProblem.of(KindsToy.neurons(populations, kindOf));
            NeuronKinds kinds = NeuronKinds.of(problem);
            int[] sizes = new int[problem.cells()];
            double[] hz = new double[problem.cells()];
            boolean bySize = random.nextBoolean();
            double mostHz = random.nextBoolean() ? SLOW : 1000;
            for (int cell = 0; cell < sizes.length; cell++) {
                boolean first = problem.offset(cell) == 0;
                sizes[cell] = first || bySize ? 2 + 2 * random.nextInt(bySize ? 32 : 12) : sizes[cell - 1];
                hz[cell] = random.nextInt(100) == 0 ? 1500 : random.nextInt(300);
            }
            boolean together = random.nextBoolean();
            List<int[]> units = units(problem);
            Collections.shuffle(units, random);
            List<ChipPlan> chips = ChipFill.fill(units, sizes, hz, kinds, mostHz, 1 + random.nextInt(8), together);
            check(chips, sizes, hz, kinds, mostHz, "seed " + seed);
        }
    }

    private static List<int[]> units(MappingProblem problem) {
        List<int[]> units = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            units.add(IntStream.range(problem.firstCell(p), problem.firstCell(p + 1))
                    .toArray());
        }
        return units;
    }

    private static void check(
            List<ChipPlan> chips, int[] sizes, double[] hz, NeuronKinds kinds, double mostHz, String context) {
        Set<Integer> seen = new HashSet<>();
        for (ChipPlan chip : chips) {
            String what = context + ": " + chip;
            assertEquals(8, chip.blocks().size());
            assertTrue(!chip.cells().isEmpty(), what);
            for (List<Integer> block : chip.blocks()) {
                block.forEach(c -> assertTrue(seen.add(c), what));
                int columns = block.stream().mapToInt(c -> sizes[c] / 2).sum();
                assertTrue(columns <= 32, what);
                assertTrue(block.stream().map(kinds::of).distinct().count() <= 1, what);
            }
            List<Integer> onBuses = new ArrayList<>();
            for (List<Integer> bus : chip.buses()) {
                onBuses.addAll(bus);
                double rate = bus.stream().mapToDouble(c -> hz[c]).sum();
                assertTrue(!bus.isEmpty() && bus.size() <= 59, what);
                assertTrue(rate <= mostHz || bus.size() == 1, what);
            }
            assertEquals(chip.cells(), onBuses, what);
        }
        assertEquals(sizes.length, seen.size(), context);
    }

    @Test
    void cellsOfOneSizeFillAsFewChipsAsNeededAllAlike() {
        for (int size : new int[] {2, 4, 6, 8, 10, 12, 14, 16, 20, 32, 64}) {
            int perChip = BlockSizes.perChip(size);
            for (int n : new int[] {1, perChip - 1, perChip, perChip + 1, 2 * perChip + perChip / 2, 5 * perChip + 2}) {
                List<ChipPlan> chips = fillAlike(n, size, 10, SLOW, false);
                String context = "%d cells of %d: %s"
                        .formatted(
                                n,
                                size,
                                chips.stream().map(c -> c.cells().size()).toList());
                assertEquals(Math.ceilDiv(n, perChip), chips.size(), context);
                int least = chips.stream().mapToInt(c -> c.cells().size()).min().orElseThrow();
                int most = chips.stream().mapToInt(c -> c.cells().size()).max().orElseThrow();
                assertTrue(most - least <= 1, context);
            }
        }
    }

    @Test
    void fastCellsUseAllBlocksOfAChipBeforeTheNextOne() {
        for (int most : new int[] {1, 2, 3, 5, 7, 10, 15}) {
            for (int n : new int[] {8 * most, 100, 333}) {
                // so many of them use up the rate of a block, and more would fit into its columns
                List<ChipPlan> chips = fillAlike(n, 4, 1000.0 / most, 1000 + 1e-6, false);
                assertTrue(
                        chips.size() <= Math.ceilDiv(n, 8 * most) + 1,
                        "%d cells, %d to a block: %d chips".formatted(n, most, chips.size()));
            }
        }
    }

    private static List<ChipPlan> fillAlike(int n, int size, double rate, double mostHz, boolean together) {
        NeuronKinds kinds = NeuronKinds.of(MappingProblem.of(KindsToy.neurons(List.of(n), List.of(1))));
        int[] sizes = new int[n];
        Arrays.fill(sizes, size);
        double[] hz = new double[n];
        Arrays.fill(hz, rate);
        List<int[]> units = List.of(IntStream.range(0, n).toArray());
        List<ChipPlan> chips = ChipFill.fill(units, sizes, hz, kinds, mostHz, 1, together);
        check(chips, sizes, hz, kinds, mostHz, "%d cells of %d".formatted(n, size));
        return chips;
    }

    @Test
    void populationsThatFitOnAChipStayTogetherWhenAsked() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> populations = new ArrayList<>();
            List<Integer> kindOf = new ArrayList<>();
            List<Integer> sizeOf = new ArrayList<>();
            List<Double> hzOf = new ArrayList<>();
            for (int p = 1 + random.nextInt(12); p > 0; p--) {
                int size = 2 + 2 * random.nextInt(16);
                sizeOf.add(size);
                // slow ones, and some of which fewer fit on a bus than into a block
                int toBlock = seed % 2 == 0 ? 32 : 1 + random.nextInt(20);
                hzOf.add(1000.0 / toBlock);
                populations.add(1 + random.nextInt(Math.min(8 * toBlock, BlockSizes.perChip(size))));
                kindOf.add(random.nextInt(4));
            }
            sizeOf.add(2);
            hzOf.add(1.0);
            MappingProblem problem = MappingProblem.of(KindsToy.neurons(populations, kindOf));
            int[] sizes = new int[problem.cells()];
            Arrays.setAll(sizes, c -> sizeOf.get(problem.populationOf(c)));
            double[] hz = new double[sizes.length];
            Arrays.setAll(hz, c -> hzOf.get(problem.populationOf(c)));
            double mostHz = 1000 + 1e-6;
            NeuronKinds kinds = NeuronKinds.of(problem);
            List<ChipPlan> chips = ChipFill.fill(units(problem), sizes, hz, kinds, mostHz, 1, true);
            check(chips, sizes, hz, kinds, mostHz, "seed " + seed);
            for (int[] unit : units(problem)) {
                long on = chips.stream()
                        .filter(c -> IntStream.of(unit).anyMatch(c.cells()::contains))
                        .count();
                assertEquals(1, on, "seed %d: population of cell %d".formatted(seed, unit[0]));
            }
        }
    }

    @Test
    void fullChipsHaveAsFewBusesAsTheirNeuronsNeed() {
        for (int size : BlockSizes.efficient()) {
            int n = BlockSizes.perChip(size);
            ChipPlan chip = fillAlike(n, size, 1, SLOW, false).getFirst();
            assertEquals(Math.ceilDiv(n, 59), chip.buses().size(), "%d cells of %d".formatted(n, size));
        }
    }

    @Test
    void efficientSizesAreTheSmallestOnesForTheirNumberInABlock() {
        List<Integer> efficient = new ArrayList<>();
        for (int perBlock = 32; perBlock >= 1; perBlock--) {
            for (int columns = 32; columns >= 1; columns--) {
                if (32 / columns == perBlock && (columns == 32 || 32 / (columns + 1) < perBlock)) {
                    efficient.add(2 * columns);
                }
            }
        }
        assertEquals(efficient, IntStream.of(BlockSizes.efficient()).boxed().toList());
        for (int size = 2; size <= 64; size += 2) {
            int n = BlockSizes.perBlock(size);
            assertTrue(n * size <= 64 && (n + 1) * size > 64, "size " + size);
            assertTrue(BlockSizes.perChip(size) <= 8 * n && BlockSizes.perChip(size) >= 0.88 * 8 * n, "size " + size);
        }
    }
}
