package bss.mapper.defects;

import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.random.KeyedRandom;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/// Defects drawn at random, for tests and benchmarks: each component of a class with the same probability, or a given
/// number of a class.
///
/// The draw of a class depends on the seed and the class alone. With a higher rate and the same seed, what was defect
/// stays defect.
public final class RandomDefects {

    private static final long KEY = 0xdefec7;
    private static final long RATE = 0;
    private static final long COUNT = 1;

    private RandomDefects() {}

    /// Every component of each class with this probability, 0 to 1.
    ///
    /// @throws IllegalArgumentException if a rate is not from 0 to 1
    public static Defects of(long seed, Map<DefectClass, Double> rates) {
        return of(seed, rates, Map.of());
    }

    /// Classes by probability, 0 to 1, and others by number of components on the wafer.
    ///
    /// @throws IllegalArgumentException if a rate is not from 0 to 1, a class has fewer components than its number
    ///     says, or a class has both
    public static Defects of(long seed, Map<DefectClass, Double> rates, Map<DefectClass, Integer> counts) {
        Defects.Builder defects = Defects.builder();
        Map<DefectClass, Double> sortedRates = new EnumMap<>(DefectClass.class);
        sortedRates.putAll(rates);
        Map<DefectClass, Integer> sortedCounts = new EnumMap<>(DefectClass.class);
        sortedCounts.putAll(counts);
        sortedRates.forEach((kind, rate) -> {
            if (sortedCounts.containsKey(kind)) {
                throw new IllegalArgumentException("%s have rate %s and count %d, must have one of them"
                        .formatted(kind.key(), rate, sortedCounts.get(kind)));
            }
            markByRate(defects, seed, kind, rate);
        });
        sortedCounts.forEach((kind, count) -> markByCount(defects, seed, kind, count));
        return defects.build();
    }

    private static void markByRate(Defects.Builder defects, long seed, DefectClass kind, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate of %s is %s, must be from 0 to 1".formatted(kind.key(), rate));
        }
        KeyedRandom random = KeyedRandom.of(seed, KEY, RATE, kind.ordinal());
        for (int place = 0; place < kind.places(); place++) {
            for (int index = 0; index < kind.perChip(); index++) {
                if (random.nextDouble() < rate) {
                    defects.mark(kind, place, index);
                }
            }
        }
    }

    /// Floyd's sampling: `count` distinct components in as many draws.
    private static void markByCount(Defects.Builder defects, long seed, DefectClass kind, int count) {
        int all = kind.places() * kind.perChip();
        if (count < 0 || count > all) {
            throw new IllegalArgumentException(
                    "count of %s is %d, must be from 0 to %d".formatted(kind.key(), count, all));
        }
        KeyedRandom random = KeyedRandom.of(seed, KEY, COUNT, kind.ordinal());
        BitSet chosen = new BitSet(all);
        for (int last = all - count; last < all; last++) {
            int drawn = random.nextInt(last + 1);
            chosen.set(chosen.get(drawn) ? last : drawn);
        }
        chosen.stream().forEach(n -> defects.mark(kind, n / kind.perChip(), n % kind.perChip()));
    }
}
