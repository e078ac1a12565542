package bss.spec.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HicannConfigurationTest {

    private static final long SEED = 41;

    /// Random words of all components, by component; every eighth has all bits set.
    private static int[][] random(Random random) {
        int[][] words = new int[Component.values().length][];
        for (Component c : Component.values()) {
            int mask = (1 << c.bits()) - 1;
            words[c.ordinal()] = random.ints(c.count())
                    .map(word -> (word >>> 28 == 0 ? -1 : word) & mask)
                    .toArray();
        }
        return words;
    }

    private static HicannConfigurationBuilder write(HicannConfigurationBuilder to, int[][] words) {
        for (Component c : Component.values()) {
            for (int i = 0; i < c.count(); i++) {
                to.set(c, i, words[c.ordinal()][i]);
            }
        }
        return to;
    }

    private static void check(int[][] words, HicannConfiguration chip, Set<ConfigurationStage> stages) {
        for (Component c : Component.values()) {
            if (stages.contains(c.stage())) {
                int[] read = new int[c.count()];
                for (int i = 0; i < read.length; i++) {
                    read[i] = chip.word(c, i);
                }
                assertArrayEquals(words[c.ordinal()], read, () -> c + ", seed " + SEED);
            }
        }
    }

    @Test
    void everyWordIsReadAsItWasWritten() {
        int[][] words = random(new Random(SEED));
        HicannConfiguration chip =
                write(new HicannConfigurationBuilder(), words).build();
        check(words, chip, EnumSet.allOf(ConfigurationStage.class));
        check(words, chip.toBuilder().build(), EnumSet.allOf(ConfigurationStage.class));
        for (int block = 0; block < HicannConfiguration.FG_BLOCKS; block++) {
            for (int row = 0; row < HicannConfiguration.FG_ROWS; row++) {
                for (int column = 0; column < HicannConfiguration.FG_COLUMNS; column++) {
                    int index = (block * 24 + row) * 129 + column;
                    assertEquals(
                            words[Component.FLOATING_GATE.ordinal()][index], chip.floatingGate(block, row, column));
                }
            }
        }
    }

    @Test
    void aWordThatIsWrittenAgainLeavesItsNeighboursAsTheyWere() {
        Random random = new Random(SEED);
        int[][] words = random(random);
        HicannConfigurationBuilder builder = write(new HicannConfigurationBuilder(), words);
        for (Component c : Component.values()) {
            int index = random.nextInt(c.count());
            int word = random.nextInt(1 << c.bits());
            builder.set(c, index, word);
            words[c.ordinal()][index] = word;
        }
        check(words, builder.build(), EnumSet.allOf(ConfigurationStage.class));
    }

    @Test
    void whatABuilderWritesAfterwardsLeavesTheConfigurationsBeforeAsTheyWere() {
        Random random = new Random(SEED);
        int[][] first = random(random);
        int[][] second = random(random);
        HicannConfigurationBuilder builder = write(new HicannConfigurationBuilder(), first);
        HicannConfiguration before = builder.build();
        HicannConfigurationBuilder copy = before.toBuilder();
        write(builder, second);
        check(first, before, EnumSet.allOf(ConfigurationStage.class));
        check(first, copy.build(), EnumSet.allOf(ConfigurationStage.class));
        check(second, builder.build(), EnumSet.allOf(ConfigurationStage.class));
        assertEquals(HicannConfiguration.RESET, new HicannConfigurationBuilder().build());
        assertEquals(1, HicannConfiguration.RESET.word(Component.SYNAPSE, 0));
        assertEquals(0, HicannConfiguration.RESET.floatingGate(0, 0, 0));
    }

    @Test
    void oneBitOfAnyComponentTellsTwoChipsApart() {
        HicannConfiguration chip = write(new HicannConfigurationBuilder(), random(new Random(SEED)))
                .build();
        assertEquals(chip, chip.toBuilder().build());
        assertEquals(chip.hashCode(), chip.toBuilder().build().hashCode());
        for (Component c : Component.values()) {
            int last = c.count() - 1;
            int flipped = chip.word(c, last) ^ (1 << (c.bits() - 1));
            assertNotEquals(chip, chip.toBuilder().set(c, last, flipped).build(), c::toString);
        }
    }

    @Test
    void eachStageBringsItsOwnComponentsAndNoOthers() {
        Random random = new Random(SEED);
        int[][] before = random(random);
        int[][] after = random(random);
        HicannConfiguration old =
                write(new HicannConfigurationBuilder(), before).build();
        HicannConfiguration next =
                write(new HicannConfigurationBuilder(), after).build();
        for (ConfigurationStage stage : ConfigurationStage.values()) {
            HicannConfiguration merged = old.with(next, EnumSet.of(stage));
            check(after, merged, EnumSet.of(stage));
            check(before, merged, EnumSet.complementOf(EnumSet.of(stage)));
        }
    }

    @Test
    void thereIsNoWordBehindTheLastOne() {
        for (Component c : Component.values()) {
            assertThrows(
                    IndexOutOfBoundsException.class, () -> HicannConfiguration.RESET.word(c, c.count()), c::toString);
            assertThrows(IndexOutOfBoundsException.class, () -> HicannConfiguration.RESET.word(c, -1), c::toString);
        }
    }
}
