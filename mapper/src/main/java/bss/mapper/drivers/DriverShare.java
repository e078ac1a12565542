package bss.mapper.drivers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// How many drivers each bus that lands on one side of a chip may have.
///
/// If the needs fit, each gets its need up to the chain limit. Else each gets the floor of its share by synapses
/// (Jeltsch 2014, eq. 6.10), at least one and at most its need and the chain limit; what is left over goes to those
/// most below their share, what was given too much is taken from those most above; one that is taken everything is
/// served last, with its whole need, from what nobody else took.
///
/// Source of the rule: marocco:marocco/routing/Fieres.cpp.
final class DriverShare {

    private DriverShare() {}

    /// @param granted drivers by request, 0 for one that is served last
    /// @param last requests that are served last, in order
    record Result(List<Integer> granted, List<Integer> last) {}

    /// @param needed by request, at least 1
    /// @param synapses by request, at least 1
    static Result of(int[] needed, long[] synapses, int available, int chainLength) {
        int n = needed.length;
        int[] limit = new int[n];
        long sum = 0;
        long total = 0;
        for (int i = 0; i < n; i++) {
            limit[i] = Math.min(chainLength, needed[i]);
            sum += needed[i];
            total += synapses[i];
        }
        if (sum <= available) {
            return new Result(boxed(limit), List.of());
        }
        int[] granted = new int[n];
        double[] above = new double[n];
        int given = 0;
        boolean reduced = false;
        List<Integer> tooMany = new ArrayList<>();
        List<Integer> tooFew = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double exact = (double) synapses[i] / total * available;
            granted[i] = Math.min(chainLength, Math.max(1, Math.min(needed[i], (int) exact)));
            given += granted[i];
            reduced |= granted[i] != needed[i];
            above[i] = granted[i] - exact;
            if (above[i] > 0) {
                tooMany.add(i);
            } else if (above[i] < 0 && granted[i] < needed[i]) {
                tooFew.add(i);
            }
        }
        tooMany.sort(Comparator.comparingDouble((Integer i) -> -above[i]));
        tooFew.sort(Comparator.comparingDouble((Integer i) -> above[i]));
        if (reduced) {
            given = raise(granted, limit, tooFew, given, available);
        }
        List<Integer> last = lower(granted, tooMany, given, available);
        return new Result(boxed(granted), last);
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static int raise(int[] granted, int[] limit, List<Integer> tooFew, int given, int available) {
        int now = given;
        boolean changed = true;
        while (now < available && changed) {
            changed = false;
            for (int i : tooFew) {
                if (now < available && granted[i] < limit[i]) {
                    granted[i]++;
                    now++;
                    changed = true;
                }
            }
        }
        return now;
    }

    private static List<Integer> lower(int[] granted, List<Integer> tooMany, int given, int available) {
        List<Integer> last = new ArrayList<>();
        int now = given;
        while (now > available) {
            for (int i : tooMany) {
                if (now > available && granted[i] > 0) {
                    granted[i]--;
                    now--;
                    if (granted[i] == 0) {
                        last.add(i);
                    }
                }
            }
        }
        return last;
    }
}
