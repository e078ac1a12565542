package bss.mapper.drivers;

import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The 112 drivers of one side of a chip, and which request took which of them.
///
/// Best fit: a request goes where the free stretch round one of its reachable drivers is the smallest that is large
/// enough; if none is, it takes all of the largest. The run extends upwards from its primary driver first, then
/// downwards.
///
/// Source of the rule: marocco:marocco/routing/Fieres.cpp.
final class SideAllocation {

    private static final int PER_QUADRANT = 56;
    private static final int FREE = -1;
    private static final int UNUSABLE = -2;

    private final int side;
    private final int[][] owner = new int[2][PER_QUADRANT];

    /// A run of drivers, as positions in the quadrant of a half: `from` to `to` (exclusive).
    record Run(int half, int primary, int from, int to) {}

    SideAllocation(int side) {
        this.side = side;
        for (int[] quadrant : owner) {
            Arrays.fill(quadrant, FREE);
        }
    }

    /// Marks a driver as not to be used.
    void exclude(int driver) {
        owner[L1Topology.driverHalf(driver)][L1Topology.driverIndexOnQuadrant(driver)] = UNUSABLE;
    }

    boolean usable(int driver) {
        return owner[L1Topology.driverHalf(driver)][L1Topology.driverIndexOnQuadrant(driver)] != UNUSABLE;
    }

    int usable() {
        int n = 0;
        for (int[] quadrant : owner) {
            for (int o : quadrant) {
                n += o != UNUSABLE ? 1 : 0;
            }
        }
        return n;
    }

    int free() {
        int n = 0;
        for (int[] quadrant : owner) {
            for (int o : quadrant) {
                n += o == FREE ? 1 : 0;
            }
        }
        return n;
    }

    /// Takes a run of at most `length` drivers for `request`; null if none of the reachable drivers is free.
    @Nullable
    Run add(int request, int[] reachable, int length) {
        record Option(int half, int primary, int gap) {}
        List<Option> options = new ArrayList<>();
        for (int driver : reachable) {
            int half = L1Topology.driverHalf(driver);
            int primary = L1Topology.driverIndexOnQuadrant(driver);
            if (owner[half][primary] == FREE) {
                options.add(new Option(half, primary, gap(half, primary)));
            }
        }
        if (options.isEmpty()) {
            return null;
        }
        options.sort(Comparator.comparingInt(Option::gap)
                .thenComparingInt(Option::half)
                .thenComparingInt(Option::primary));
        Option choice = options.getLast();
        for (Option option : options) {
            if (option.gap() >= length) {
                choice = option;
                break;
            }
        }
        return take(request, choice.half(), choice.primary(), Math.min(length, choice.gap()));
    }

    private int gap(int half, int primary) {
        int from = primary;
        while (from > 0 && owner[half][from - 1] == FREE) {
            from--;
        }
        int to = primary + 1;
        while (to < PER_QUADRANT && owner[half][to] == FREE) {
            to++;
        }
        return to - from;
    }

    private Run take(int request, int half, int primary, int length) {
        int from = primary;
        while (from > 0 && primary - from < length - 1 && owner[half][from - 1] == FREE) {
            from--;
        }
        int to = from + length;
        Arrays.fill(owner[half], from, to, request);
        return new Run(half, primary, from, to);
    }

    /// The driver at a position of a half of this side.
    int driver(int half, int position) {
        int even = 112 * half + 2 * position;
        return L1Topology.driverSide(even) == side ? even : even + 1;
    }
}
