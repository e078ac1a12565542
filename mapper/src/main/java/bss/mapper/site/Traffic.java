package bss.mapper.site;

import bss.mapper.landing.Wiring;
import bss.mapper.partition.Plan;
import bss.mapper.synapses.SynapseTable;
import java.util.Arrays;

/// Which buses of a plan have synapses on which of its chips.
public final class Traffic {

    private final int[] home;
    private final int[][] targets;
    private final int[][] busesAt;

    private Traffic(int[] home, int[][] targets, int chips) {
        this.home = home;
        this.targets = targets;
        int[] count = new int[chips];
        for (int[] t : targets) {
            for (int chip : t) {
                count[chip]++;
            }
        }
        for (int h : home) {
            if (h >= 0) {
                count[h]++;
            }
        }
        busesAt = new int[chips][];
        Arrays.setAll(busesAt, c -> new int[count[c]]);
        Arrays.fill(count, 0);
        for (int b = 0; b < targets.length; b++) {
            boolean atHome = home[b] >= 0;
            for (int chip : targets[b]) {
                busesAt[chip][count[chip]++] = b;
                atHome &= chip != home[b];
            }
            if (atHome) {
                busesAt[home[b]][count[home[b]]++] = b;
            }
        }
        for (int c = 0; c < chips; c++) {
            busesAt[c] = Arrays.copyOf(busesAt[c], count[c]);
        }
    }

    /// Counts the traffic of a plan.
    public static Traffic of(SynapseTable table, Plan plan) {
        Wiring wiring = plan.wiring();
        int chips = wiring.chips();
        boolean[] meets = new boolean[wiring.buses() * chips];
        int[] home = new int[wiring.buses()];
        Arrays.fill(home, -1);
        for (int cell = 0; cell < wiring.cells(); cell++) {
            if (wiring.bus(cell) >= 0) {
                home[wiring.bus(cell)] = wiring.chip(cell);
            }
        }
        for (int s = 0; s < table.size(); s++) {
            int bus = wiring.bus(table.source(s));
            int chip = wiring.chip(table.target(s));
            if (bus >= 0 && chip >= 0) {
                meets[bus * chips + chip] = true;
            }
        }
        int[][] targets = new int[wiring.buses()][];
        for (int b = 0; b < targets.length; b++) {
            int n = 0;
            int[] at = new int[chips];
            for (int c = 0; c < chips; c++) {
                if (meets[b * chips + c]) {
                    at[n++] = c;
                }
            }
            targets[b] = Arrays.copyOf(at, n);
        }
        return new Traffic(home, targets, chips);
    }

    public int buses() {
        return home.length;
    }

    public int chips() {
        return busesAt.length;
    }

    /// The chip of the plan that sends a bus, -1 for external sources.
    int home(int bus) {
        return home[bus];
    }

    /// Chips with synapses of a bus, ascending.
    public int[] targets(int bus) {
        return targets[bus];
    }

    /// Buses that a chip sends or takes.
    int[] busesAt(int chip) {
        return busesAt[chip];
    }

    /// Landings, one for each bus and chip.
    long landings() {
        long sum = 0;
        for (int[] t : targets) {
            sum += t.length;
        }
        return sum;
    }
}
