package bss.mapper.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.stage.ChipMergers;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergerRouterTest {

    private static final int HICANN = 7;

    @ParameterizedTest(name = "neurons of {0} denmems on DNC mergers {2}")
    @CsvSource({
        "2, 30 29 30 29 30 29 30 29, 1 1 3 3 5 5 6 6",
        "4, 15 14 15 15 15 14 15 15, 3 3 3 3 5 5 5 5",
        "6, 10 10 10 10 10 10 10 10, 3 3 3 3 5 5 5 5",
        "8,         8 7 7 7 8 7 8 7, 3 3 3 3 3 3 3 3",
    })
    void fullChipsUseAsFewBusesAsPublished(int size, String neurons, String expected) {
        assertTrue(size > 0);
        assertArrayEquals(ints(expected), MergerRouter.merge(new MergerTree(HICANN, Defects.NONE), ints(neurons)));
    }

    @Test
    void fiftyNeuronsOfFourLeaveTheRightHalfToInput() {
        MergerTree tree = new MergerTree(HICANN, Defects.NONE);
        int[] dnc = MergerRouter.merge(tree, new int[] {15, 14, 15, 6, 0, 0, 0, 0});
        assertArrayEquals(new int[] {3, 3, 3, 3, -1, -1, -1, -1}, dnc);
        for (int d = 0; d < 8; d++) {
            assertEquals(d >= 4, tree.canTakeInput(d), "DNC merger " + d);
        }
    }

    @Test
    void everyUsedDncMergerSeesItsOwnBlocksAndOneGenerator() {
        for (int seed = 0; seed < 20_000; seed++) {
            check(seed);
        }
    }

    private static void check(int seed) {
        Random random = new Random(seed);
        String context = "seed " + seed;
        Defects defects = seed % 2 == 0 ? Defects.NONE : defects(random);
        int most = 1 + random.nextInt(32);
        int[] neurons = IntStream.range(0, 8)
                .map(_ -> random.nextInt(3) == 0 ? 0 : random.nextInt(most + 1))
                .toArray();
        MergerTree tree = new MergerTree(HICANN, defects);
        int[] dncOfBlock = MergerRouter.merge(tree, neurons);
        Set<Integer> inputs = new TreeSet<>();
        for (int d = 7; d >= 0; d--) {
            if (random.nextBoolean() && tree.canTakeInput(d)) {
                tree.input(d);
                inputs.add(d);
            }
        }
        ChipMergers settings = tree.settings();
        int last = -1;
        for (int block = 0; block < 8; block++) {
            if (neurons[block] > 0 && dncOfBlock[block] < 0) {
                assertFalse(defects.isEmpty(), context + ": block without bus " + block);
            } else if (neurons[block] > 0) {
                assertTrue(dncOfBlock[block] >= last, context + ": " + Arrays.toString(dncOfBlock));
                last = dncOfBlock[block];
            }
        }
        for (int d = 0; d < 8; d++) {
            int dncMerger = d;
            MergerModel model = new MergerModel(settings, d);
            Set<Integer> own = new TreeSet<>(IntStream.range(0, 8)
                    .filter(b -> neurons[b] > 0 && dncOfBlock[b] == dncMerger)
                    .boxed()
                    .toList());
            model.blocks.removeIf(b -> neurons[b] == 0);
            if (own.isEmpty() && !inputs.contains(d)) {
                assertEquals(MergerConfig.Mode.LEFT_ONLY, settings.dnc().get(d).mode(), context);
                assertEquals(LinkDirection.OFF, settings.links().get(d), context);
                assertFalse(settings.generators().get(d), context);
                continue;
            }
            assertEquals(own, model.blocks, context + ": blocks on DNC merger " + d);
            assertEquals(1, model.generators.size(), context + ": generators on DNC merger " + d);
            assertTrue(own.stream().mapToInt(b -> neurons[b]).sum() <= 59, context);
            assertEquals(
                    new MergerConfig(MergerConfig.Mode.MERGE, true),
                    settings.dnc().get(d),
                    context);
            assertEquals(inputs.contains(d), model.external, context);
            assertEquals(
                    inputs.contains(d) ? LinkDirection.TO_HICANN : LinkDirection.TO_DNC,
                    settings.links().get(d));
            assertFalse(defects.has(DefectClass.DNC_MERGER, HICANN, d), context);
            assertFalse(defects.has(DefectClass.BACKGROUND_GENERATOR, HICANN, d), context);
            for (int merger : model.mergers) {
                assertFalse(defects.has(DefectClass.MERGER, HICANN, merger), context + ": merger " + merger);
            }
        }
    }

    private static Defects defects(Random random) {
        Defects.Builder builder = Defects.builder();
        for (int i = random.nextInt(5); i > 0; i--) {
            builder.mark(DefectClass.MERGER, HICANN, random.nextInt(15));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.mark(DefectClass.DNC_MERGER, HICANN, random.nextInt(8));
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            builder.mark(DefectClass.BACKGROUND_GENERATOR, HICANN, random.nextInt(8));
        }
        return builder.build();
    }

    private static int[] ints(String list) {
        return Arrays.stream(list.strip().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
