package bss.mapper.drivers;

import java.util.Arrays;
import java.util.Comparator;

/// Shares out a scarce resource among properties in proportion to the synapses that they serve.
///
/// If everything that is needed fits, each gets its need. Else each gets max(1, floor(exact share)); what this gives
/// away too much is taken back one by one from those most above their exact share, what it leaves over goes one by one
/// to those most below. The need is then no limit: some get more than they can use.
///
/// Source of the rule: marocco:marocco/routing/SynapseManager.h, relative_reduction.
public final class Share {

    private Share() {}

    /// The parts, in the order of `needed`; their sum is at most `available`.
    ///
    /// @param needed by property, not negative
    /// @param synapses by property: its weight
    public static int[] of(int[] needed, long[] synapses, int available) {
        if (Arrays.stream(needed).asLongStream().sum() <= available) {
            return needed.clone();
        }
        long total = 0;
        for (int i = 0; i < needed.length; i++) {
            total += needed[i] > 0 ? synapses[i] : 0;
        }
        int[] part = new int[needed.length];
        double[] above = new double[needed.length];
        int given = 0;
        for (int i = 0; i < needed.length; i++) {
            if (needed[i] > 0) {
                double exact = (double) synapses[i] / Math.max(total, 1) * available;
                part[i] = Math.max(1, (int) exact);
                above[i] = part[i] - exact;
                given += part[i];
            }
        }
        Integer[] order = new Integer[needed.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -above[i]));
        int before = -1;
        while (given > available && given != before) {
            before = given;
            for (int k = 0; k < order.length && given > available; k++) {
                int i = order[k];
                if (part[i] > 0 && above[i] > 0) {
                    part[i]--;
                    given--;
                }
            }
        }
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> above[i]));
        before = -1;
        while (given < available && given != before) {
            before = given;
            for (int k = 0; k < order.length && given < available; k++) {
                int i = order[k];
                if (needed[i] > 0 && above[i] <= 0) {
                    part[i]++;
                    given++;
                }
            }
        }
        return part;
    }
}
