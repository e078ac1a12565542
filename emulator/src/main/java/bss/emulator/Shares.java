package bss.emulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Shares chips out among threads.
final class Shares {

    /// What a chip costs beside its lanes, in lanes.
    private static final int FIXED_COST = 40;

    private Shares() {}

    /// The largest chips first, each to the thread with the least so far; the sharing has no effect on results.
    static List<List<ChipEngine>> of(List<ChipEngine> chips, int threads) {
        List<List<ChipEngine>> shares = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            shares.add(new ArrayList<>());
        }
        long[] load = new long[threads];
        List<ChipEngine> bySize = new ArrayList<>(chips);
        bySize.sort(Comparator.comparingInt(Shares::cost).reversed().thenComparingInt(ChipEngine::hicann));
        for (ChipEngine chip : bySize) {
            int least = 0;
            for (int t = 1; t < threads; t++) {
                least = load[t] < load[least] ? t : least;
            }
            load[least] += cost(chip);
            shares.get(least).add(chip);
        }
        return shares;
    }

    private static int cost(ChipEngine chip) {
        return FIXED_COST + chip.circuits().bank().lanes();
    }
}
