package bss.mapper.landing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// How many drivers each arrival of a chip should have if drivers needed no neighbours: the largest gains first,
/// as many as there are drivers on the sides where the arrival lands.
///
/// The sets of drivers that can be given away are a laminar matroid (left, right, both together) and the gains
/// of an arrival do not grow, so the greedy choice is the best one (Edmonds 1971), and no legal choice realises
/// more.
public final class DriverShares {

    /// The sides where an arrival can get drivers, as bits.
    public static final int LEFT = 1;

    public static final int RIGHT = 2;
    public static final int BOTH = 3;

    private final int[] drivers;
    private final long realised;

    private DriverShares(int[] drivers, long realised) {
        this.drivers = drivers;
        this.realised = realised;
    }

    /// The best shares.
    ///
    /// @param gains by arrival: synapses with 0, 1, 2, … drivers
    /// @param most drivers by arrival
    /// @param sides by arrival
    /// @param left usable drivers on the left
    /// @param right usable drivers on the right
    public static DriverShares of(int[][] gains, int[] most, int[] sides, int left, int right) {
        int[] drivers = new int[gains.length];
        long realised = 0;
        int usedLeft = 0;
        int usedRight = 0;
        int used = 0;
        PriorityQueue<long[]> queue =
                new PriorityQueue<>(Comparator.<long[]>comparingLong(e -> -e[0]).thenComparingLong(e -> e[1]));
        for (int a = 0; a < gains.length; a++) {
            offer(queue, gains, drivers, most, a);
        }
        while (!queue.isEmpty()) {
            long[] entry = queue.remove();
            int a = (int) entry[1];
            boolean fits = used < left + right
                    && (sides[a] != LEFT || usedLeft < left)
                    && (sides[a] != RIGHT || usedRight < right);
            if (!fits || sides[a] == 0) {
                continue; // nor will it later: what is used never shrinks
            }
            used++;
            usedLeft += sides[a] == LEFT ? 1 : 0;
            usedRight += sides[a] == RIGHT ? 1 : 0;
            realised += entry[0];
            drivers[a]++;
            offer(queue, gains, drivers, most, a);
        }
        return new DriverShares(drivers, realised);
    }

    /// The best shares where every arrival can land on both sides, each with at most so many drivers.
    ///
    /// @param available usable drivers of the chip
    public static DriverShares anywhere(int[][] gains, int most, int available) {
        int[] mostOf = new int[gains.length];
        int[] sides = new int[gains.length];
        Arrays.fill(mostOf, most);
        Arrays.fill(sides, BOTH);
        return of(gains, mostOf, sides, available, 0);
    }

    private static void offer(PriorityQueue<long[]> queue, int[][] gains, int[] drivers, int[] most, int a) {
        int next = drivers[a] + 1;
        if (next <= most[a] && next < gains[a].length && gains[a][next] > gains[a][next - 1]) {
            queue.add(new long[] {gains[a][next] - gains[a][next - 1], a});
        }
    }

    /// Drivers of an arrival.
    public int drivers(int arrival) {
        return drivers[arrival];
    }

    /// Synapses of all arrivals.
    public long realised() {
        return realised;
    }
}
