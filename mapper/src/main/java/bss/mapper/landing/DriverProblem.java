package bss.mapper.landing;

import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// Which drivers of one chip each landing gets: an interval of at most `chainLength` drivers of one quadrant
/// that holds a driver to which the landing's line leads (the primary), no driver twice; of greatest gain.
///
/// Drivers are numbered by slot, `quadrant * 56 + place in the quadrant`, so that neighbours in a chain differ
/// by one.
public final class DriverProblem {

    public static final int SLOTS = 224;
    public static final int QUADRANT = 56;

    private static final int[] DRIVER_OF_SLOT = new int[SLOTS];

    static {
        for (int driver = 0; driver < SLOTS; driver++) {
            DRIVER_OF_SLOT[slot(driver)] = driver;
        }
    }

    private final boolean[] usable;
    private final int chainLength;
    private final int[][] gains;
    private final int[] arrival;
    private final int[][] primaries;

    /// Makes one.
    ///
    /// @param usable by slot
    /// @param gains by arrival: synapses that 0, 1, 2, … drivers realise; the last entry is all that
    ///     there is to gain
    /// @param arrival by landing
    /// @param primaries by landing: slots to which its line leads, ascending; those that are not usable are
    ///     ignored
    public DriverProblem(boolean[] usable, int chainLength, int[][] gains, int[] arrival, int[][] primaries) {
        this.usable = usable.clone();
        this.chainLength = chainLength;
        this.gains = gains;
        this.arrival = arrival.clone();
        this.primaries = new int[primaries.length][];
        for (int l = 0; l < primaries.length; l++) {
            this.primaries[l] =
                    Arrays.stream(primaries[l]).filter(s -> usable[s]).toArray();
        }
    }

    /// The problem of some landings with some of the slots.
    ///
    /// @param landings in the order in which the part numbers them
    /// @param half by landing of the part: 0 or 1 if it may land only there, else -1
    DriverProblem restricted(boolean[] slots, int[] landings, int[] half) {
        boolean[] both = new boolean[SLOTS];
        for (int s = 0; s < SLOTS; s++) {
            both[s] = usable[s] && slots[s];
        }
        int[] arrivals = new int[landings.length];
        int[][] reached = new int[landings.length][];
        for (int i = 0; i < landings.length; i++) {
            int only = half[i];
            arrivals[i] = arrival[landings[i]];
            reached[i] = Arrays.stream(primaries[landings[i]])
                    .filter(s -> only < 0 || s / QUADRANT / 2 == only)
                    .toArray();
        }
        return new DriverProblem(both, chainLength, gains, arrivals, reached);
    }

    /// The slot of a driver.
    public static int slot(int driver) {
        return L1Topology.driverQuadrant(driver) * QUADRANT + L1Topology.driverIndexOnQuadrant(driver);
    }

    /// The driver of a slot.
    public static int driver(int slot) {
        return DRIVER_OF_SLOT[slot];
    }

    public int landings() {
        return arrival.length;
    }

    public int arrivals() {
        return gains.length;
    }

    public int arrival(int landing) {
        return arrival[landing];
    }

    public int chainLength() {
        return chainLength;
    }

    boolean usable(int slot) {
        return usable[slot];
    }

    int[] primaries(int landing) {
        return primaries[landing];
    }

    /// What an arrival realises with so many drivers.
    public int gain(int ofArrival, int drivers) {
        int[] gain = gains[ofArrival];
        return gain[Math.min(drivers, gain.length - 1)];
    }

    /// Drivers beyond which an arrival gains nothing.
    int most(int ofArrival) {
        return gains[ofArrival].length - 1;
    }

    /// The primary in an interval, or -1.
    int primary(int landing, int from, int length) {
        for (int p : primaries[landing]) {
            if (p >= from && p < from + length) {
                return p;
            }
        }
        return -1;
    }

    /// The value of a solution.
    public long value(DriverSolution solution) {
        int[] drivers = new int[gains.length];
        for (int l = 0; l < arrival.length; l++) {
            drivers[arrival[l]] += solution.length(l);
        }
        long sum = 0;
        for (int a = 0; a < gains.length; a++) {
            sum += gain(a, drivers[a]);
        }
        return sum;
    }

    /// No legal solution is worth more: gains without regard to neighbours, see [DriverShares].
    public long bound() {
        int[] sides = new int[gains.length];
        int[] most = new int[gains.length];
        for (int l = 0; l < arrival.length; l++) {
            if (primaries[l].length > 0) {
                sides[arrival[l]] |= side(primaries[l][0]) == 0 ? DriverShares.LEFT : DriverShares.RIGHT;
                most[arrival[l]] += chainLength;
            }
        }
        int[] drivers = new int[2];
        for (int s = 0; s < SLOTS; s++) {
            drivers[side(s)] += usable[s] ? 1 : 0;
        }
        int[][] concave = Arrays.stream(gains).map(DriverProblem::concave).toArray(int[][]::new);
        return DriverShares.of(concave, most, sides, drivers[0], drivers[1]).realised();
    }

    /// Gains at least as large whose steps do not grow: the same steps, the largest first.
    private static int[] concave(int[] gain) {
        int[] steps = new int[gain.length - 1];
        for (int k = 0; k < steps.length; k++) {
            steps[k] = gain[k] - gain[k + 1];
        }
        Arrays.sort(steps);
        int[] result = gain.clone();
        for (int k = 0; k < steps.length; k++) {
            result[k + 1] = result[k] - steps[k];
        }
        return result;
    }

    private static int side(int slot) {
        return slot / QUADRANT % 2;
    }
}
