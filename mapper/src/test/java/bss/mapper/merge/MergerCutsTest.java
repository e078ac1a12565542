package bss.mapper.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.partition.MergerCuts;
import bss.mapper.partition.MergerCuts.Group;
import bss.mapper.stage.ChipMergers;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Divisions of blocks among DNC mergers against all that a literal model of the tree allows.
class MergerCutsTest {

    private static final int HICANN = 7;

    /// Level and position of the mergers where D0 to D7 branch off.
    private static final int[][] TAPS = {{0, 0}, {1, 0}, {0, 2}, {3, 0}, {0, 4}, {2, 1}, {1, 3}, {0, 7}};

    private static final int[] FIRST_OF_LEVEL = {0, 8, 12, 14};

    /// A chip to divide, in plain arrays.
    private static final class Case {
        private final int[] counts;
        private final int[] kinds;
        private final double[] hz;
        private final MergerCuts.Limits limits;
        private final Defects defects;

        Case(int[] counts, int[] kinds, double[] hz, MergerCuts.Limits limits, Defects defects) {
            this.counts = counts;
            this.kinds = kinds;
            this.hz = hz;
            this.limits = limits;
            this.defects = defects;
        }

        @Override
        public String toString() {
            return "counts %s, kinds %s, Hz %s, %s"
                    .formatted(Arrays.toString(counts), Arrays.toString(kinds), Arrays.toString(hz), limits);
        }

        Optional<List<Group>> choose() {
            return MergerCuts.choose(counts, kinds, hz, new MergerTree(HICANN, defects), limits);
        }

        /// Whether a DNC merger, its generator and its sending repeater with its line are whole.
        boolean sends(int dnc) {
            int hline = 62 - 8 * dnc;
            return !defects.has(DefectClass.BACKGROUND_GENERATOR, HICANN, dnc)
                    && !defects.has(DefectClass.DNC_MERGER, HICANN, dnc)
                    && !defects.has(DefectClass.HLINE, HICANN, hline)
                    && !defects.has(DefectClass.HREPEATER, HICANN, hline);
        }

        /// The mergers, as bits, that the given blocks and the DNC merger's own one pass; -1 if there is no way.
        int mergers(List<Integer> blocks, int dnc) {
            int set = 0;
            List<Integer> all = new ArrayList<>(blocks);
            all.add(dnc);
            for (int b : all) {
                if (b >> TAPS[dnc][0] != TAPS[dnc][1]) {
                    return -1;
                }
                for (int level = 0; level <= TAPS[dnc][0]; level++) {
                    int merger = FIRST_OF_LEVEL[level] + (b >> level);
                    if (defects.has(DefectClass.MERGER, HICANN, merger)) {
                        return -1;
                    }
                    set |= 1 << merger;
                }
            }
            return set;
        }

        boolean withinLimits(List<Integer> blocks) {
            int n = blocks.stream().mapToInt(b -> counts[b]).sum();
            double rate = blocks.stream().mapToDouble(b -> hz[b]).sum();
            return n <= limits.mostNeurons() && (blocks.size() == 1 || rate <= limits.mostHz());
        }

        /// Mixed buses first, then the distance from the wanted number, then the largest bus.
        long score(List<List<Integer>> buses) {
            long mixed = 0;
            long largest = 0;
            for (List<Integer> bus : buses) {
                mixed += bus.stream()
                                        .map(b -> kinds[b])
                                        .filter(k -> k != 0)
                                        .distinct()
                                        .count()
                                > 1
                        ? 1
                        : 0;
                largest =
                        Math.max(largest, bus.stream().mapToInt(b -> counts[b]).sum());
            }
            return mixed * 1_000_000 + 1000L * Math.abs(buses.size() - limits.wanted()) + largest;
        }

        /// The best score of all divisions and all ascending DNC mergers; MAX_VALUE if there is none.
        long best(List<Integer> blocks, int next, int lastDnc, int used, List<List<Integer>> buses) {
            if (next == blocks.size()) {
                return score(buses);
            }
            long best = Long.MAX_VALUE;
            for (int end = next + 1; end <= blocks.size(); end++) {
                List<Integer> bus = blocks.subList(next, end);
                if (!withinLimits(bus)) {
                    continue;
                }
                for (int dnc = lastDnc + 1; dnc < 8; dnc++) {
                    int mergers = mergers(bus, dnc);
                    if (mergers >= 0 && (mergers & used) == 0 && sends(dnc)) {
                        buses.add(bus);
                        best = Math.min(best, best(blocks, end, dnc, used | mergers, buses));
                        buses.removeLast();
                    }
                }
            }
            return best;
        }

        long best() {
            return best(occupied(), 0, -1, 0, new ArrayList<>());
        }

        List<Integer> occupied() {
            return IntStream.range(0, 8).filter(b -> counts[b] > 0).boxed().toList();
        }
    }

    private static boolean check(Case c, String context) {
        Optional<List<Group>> chosen = c.choose();
        String what = "%s: %s: %s".formatted(context, c, chosen);
        long best = c.best();
        assertEquals(best == Long.MAX_VALUE, chosen.isEmpty(), what);
        if (chosen.isEmpty()) {
            return false;
        }
        MergerTree tree = new MergerTree(HICANN, c.defects);
        List<List<Integer>> buses = new ArrayList<>();
        List<Integer> seen = new ArrayList<>();
        int last = -1;
        for (Group group : chosen.get()) {
            List<Integer> blocks = c.occupied().stream()
                    .filter(b -> b >= group.first() && b <= group.last())
                    .toList();
            assertTrue(!blocks.isEmpty() && c.withinLimits(blocks), what);
            assertTrue(group.dncMerger() > last, what);
            last = group.dncMerger();
            buses.add(blocks);
            seen.addAll(blocks);
            tree.output(last, blocks.stream().mapToInt(b -> 1 << b).sum());
            assertTrue(c.sends(last), what);
        }
        assertEquals(c.occupied(), seen, what);
        assertEquals(best, c.score(buses), what);
        ChipMergers settings = tree.settings();
        for (int g = 0; g < buses.size(); g++) {
            MergerModel model = new MergerModel(settings, chosen.get().get(g).dncMerger());
            model.blocks.retainAll(c.occupied());
            assertEquals(new TreeSet<>(buses.get(g)), model.blocks, what);
            assertEquals(1, model.generators.size(), what);
            for (int merger : model.mergers) {
                assertFalse(c.defects.has(DefectClass.MERGER, HICANN, merger), what);
            }
        }
        return true;
    }

    @Test
    void allPatternsOfBlocksAreDividedAsWellAsTheTreeAllows() {
        for (int pattern = 0; pattern < 256; pattern++) {
            for (int variant = 0; variant < 8; variant++) {
                int blocks = pattern;
                Random random = new Random(8 * pattern + variant);
                int most = variant % 2 == 0 ? 8 : 32;
                int[] counts = IntStream.range(0, 8)
                        .map(b -> (blocks >> b & 1) == 0 ? 0 : 1 + random.nextInt(most))
                        .toArray();
                int[] kinds = random.ints(8, 0, variant < 4 ? 2 : 4).toArray();
                MergerCuts.Limits limits = new MergerCuts.Limits(1 + random.nextInt(8), 59, 1e9);
                Case c = new Case(counts, kinds, new double[8], limits, Defects.NONE);
                assertTrue(check(c, "pattern %d, variant %d".formatted(pattern, variant)));
            }
        }
    }

    @Test
    void ratesSeparateBlocksButABlockMayBeFasterThanABus() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int[] counts = random.ints(8, 0, 16).toArray();
            double[] hz = IntStream.of(counts)
                    .mapToDouble(n -> n == 0 ? 0 : random.nextInt(800))
                    .toArray();
            int[] kinds = random.ints(8, 0, 3).toArray();
            MergerCuts.Limits limits = new MergerCuts.Limits(1, 59, 600);
            assertTrue(check(new Case(counts, kinds, hz, limits, Defects.NONE), "seed " + seed));
        }
    }

    @Test
    void defectMergersLinesAndRepeatersAreAvoidedIfAnyDivisionDoes() {
        int divided = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Defects.Builder defects = Defects.builder();
            for (int i = random.nextInt(3); i > 0; i--) {
                defects.mark(DefectClass.MERGER, HICANN, random.nextInt(15));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                defects.mark(DefectClass.DNC_MERGER, HICANN, random.nextInt(8));
            }
            if (random.nextInt(4) == 0) {
                defects.mark(DefectClass.BACKGROUND_GENERATOR, HICANN, random.nextInt(8));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                boolean line = random.nextBoolean();
                defects.mark(line ? DefectClass.HLINE : DefectClass.HREPEATER, HICANN, 6 + 8 * random.nextInt(8));
            }
            int[] counts = random.ints(8, 0, 20).map(n -> Math.max(0, n - 4)).toArray();
            int[] kinds = random.ints(8, 0, 4).toArray();
            MergerCuts.Limits limits = new MergerCuts.Limits(1 + random.nextInt(4), 59, 1e9);
            divided += check(new Case(counts, kinds, new double[8], limits, defects.build()), "seed " + seed) ? 1 : 0;
        }
        assertTrue(divided > 500 && divided < 2900, "divided: " + divided);
    }
}
