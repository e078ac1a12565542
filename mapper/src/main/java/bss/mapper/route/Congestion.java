package bss.mapper.route;

import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;

/// What it costs a bus to use a line or to land: negotiated congestion.
///
/// A line costs `(1 + history) * (1 + pressure * users)`, where history grows each time the line was wanted by
/// more than one bus (McMurchie and Ebeling 1995, PathFinder). A landing costs more the more landings and wanted
/// drivers its group of 14 drivers and its side of the chip already have, so that they spread; prices of groups
/// where drivers were short come from the driver stage.
final class Congestion {

    private static final double LANDING = 0.25;
    private static final double GROUP = 3;
    private static final double SIDE = 3;
    private static final double OVERFLOW = 6;
    private static final int GROUPS = 2 * LandingReach.GROUPS;

    private final int[] users = new int[L1Topology.LINES_ON_WAFER];
    private final double[] history = new double[L1Topology.LINES_ON_WAFER];
    private final int[] landings = new int[HicannOnWafer.COUNT * GROUPS];
    private final double[] wanted = new double[HicannOnWafer.COUNT * 2];
    private final double[] price = new double[HicannOnWafer.COUNT * GROUPS];
    private final int[] usable;
    private double pressure;
    private boolean hard;

    /// @param usable drivers by chip and side, 2 * chip + side
    Congestion(int[] usable) {
        this.usable = usable;
    }

    void pressure(double value) {
        pressure = value;
    }

    /// Whether lines in use are out of reach instead of dear.
    void hard(boolean value) {
        hard = value;
    }

    /// The cost of a line; infinite if it must not be used.
    double line(int line) {
        int n = users[line];
        if (n == 0) {
            return 1 + history[line];
        }
        return hard ? Double.POSITIVE_INFINITY : (1 + history[line]) * (1 + pressure * n);
    }

    /// The number of a group of drivers of the wafer.
    static int group(int target, int side, int group) {
        return (target * 2 + side) * LandingReach.GROUPS + group;
    }

    /// The cost of one more landing.
    ///
    /// @param primaries drivers of the group that the line can feed
    double landing(int target, int side, int group, int primaries) {
        int at = group(target, side, group);
        int n = landings[at];
        if (hard && n >= primaries) {
            return Double.POSITIVE_INFINITY;
        }
        double fill = (double) n / primaries;
        double sideFill = wanted[2 * target + side] / Math.max(1, usable[2 * target + side]);
        return LANDING
                + price[at]
                + GROUP * fill * fill
                + SIDE * sideFill * sideFill * sideFill
                + (n >= primaries ? OVERFLOW * (1 + pressure) * (n - primaries + 1) : 0);
    }

    int users(int line) {
        return users[line];
    }

    /// Landings in a group.
    int landings(int group) {
        return landings[group];
    }

    void use(int line, int change) {
        users[line] += change;
    }

    void land(int target, int side, int group, double drivers, int change) {
        landings[group(target, side, group)] += change;
        wanted[2 * target + side] += change * drivers;
    }

    /// Makes every line with several users dearer for good.
    void remember(double by) {
        for (int line = 0; line < users.length; line++) {
            if (users[line] > 1) {
                history[line] += by * (users[line] - 1);
            }
        }
    }

    /// Sets what a line has learnt.
    void history(int line, double value) {
        history[line] = value;
    }

    /// Makes a group of drivers dearer for good.
    void raise(int group, double by) {
        price[group] += by;
    }
}
