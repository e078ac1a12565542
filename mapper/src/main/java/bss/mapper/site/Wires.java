package bss.mapper.site;

import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;
import java.util.Arrays;

/// Estimates the lines that a bus needs: a horizontal trunk in the row of its chip over all columns with
/// targets, and in each of them a vertical trunk from that row to the farthest targets.
final class Wires {

    private final Traffic traffic;
    private final int[] site;
    private final int[] low = new int[HicannOnWafer.COLUMNS];
    private final int[] high = new int[HicannOnWafer.COLUMNS];

    /// @param site chip of the wafer by chip of the plan; may change
    Wires(Traffic traffic, int[] site) {
        this.traffic = traffic;
        this.site = site;
    }

    long of(int bus) {
        int[] targets = traffic.targets(bus);
        if (targets.length == 0) {
            return 0;
        }
        int home = traffic.home(bus) >= 0 ? site[traffic.home(bus)] : site[targets[targets.length / 2]];
        int x = WaferTopology.x(home);
        int y = WaferTopology.y(home);
        Arrays.fill(low, Integer.MAX_VALUE);
        int west = x;
        int east = x;
        for (int t : targets) {
            int tx = WaferTopology.x(site[t]);
            int ty = WaferTopology.y(site[t]);
            if (low[tx] == Integer.MAX_VALUE) {
                low[tx] = y;
                high[tx] = y;
            }
            low[tx] = Math.min(low[tx], ty);
            high[tx] = Math.max(high[tx], ty);
            west = Math.min(west, tx);
            east = Math.max(east, tx);
        }
        long wires = (long) east - west;
        for (int column = west; column <= east; column++) {
            if (low[column] != Integer.MAX_VALUE) {
                wires += 1 + high[column] - low[column];
            }
        }
        return wires;
    }

    /// Of all buses that meet one of two chips.
    long at(int chip, int other) {
        long sum = 0;
        for (int bus : traffic.busesAt(chip)) {
            sum += of(bus);
        }
        for (int bus : other < 0 ? new int[0] : traffic.busesAt(other)) {
            sum += meets(bus, chip) ? 0 : of(bus);
        }
        return sum;
    }

    private boolean meets(int bus, int chip) {
        return traffic.home(bus) == chip || Arrays.binarySearch(traffic.targets(bus), chip) >= 0;
    }

    long all() {
        long sum = 0;
        for (int bus = 0; bus < traffic.buses(); bus++) {
            sum += of(bus);
        }
        return sum;
    }
}
