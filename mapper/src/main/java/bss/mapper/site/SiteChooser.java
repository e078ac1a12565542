package bss.mapper.site;

import bss.mapper.solver.Assignment;
import bss.spec.coord.HicannOnWafer;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Gives each chip of a plan a chip of the wafer.
///
/// The region is made of the middle columns, as few as hold all chips: every bus needs one vertical trunk for
/// each column, and full columns spread their buses evenly over the 32 planes of the L1 network. Inside it chips
/// begin in the order of the plan along a line that winds through the columns; then linear assignment and
/// simulated annealing shorten the wires, where buses do not go everywhere anyway.
public final class SiteChooser {

    private static final double DENSE = 0.6;
    private static final long WORK = 60_000_000;
    private static final int MOST_MOVES = 300_000;
    private static final double COOLING_TO = 0.01;
    private static final int SPARE = 8;

    private final Traffic traffic;
    private final int[] site;
    private final boolean[] free;
    private final Wires wires;

    private SiteChooser(Traffic traffic, int[] site, boolean[] free) {
        this.traffic = traffic;
        this.site = site;
        this.free = free;
        wires = new Wires(traffic, site);
    }

    /// Chooses sites.
    ///
    /// @param usable chips of the wafer that may be filled
    /// @param pinned by chip of the plan: its chip of the wafer, or -1
    /// @return by chip of the plan; -1 for those that find none
    public static int[] choose(Traffic traffic, List<Integer> usable, int[] pinned, long seed) {
        int[] site = pinned.clone();
        BitSet used = new BitSet();
        Arrays.stream(pinned).filter(p -> p >= 0).forEach(used::set);
        List<Integer> open = order(usable).stream().filter(h -> !used.get(h)).toList();
        int wanted = (int) Arrays.stream(pinned).filter(p -> p < 0).count();
        List<Integer> region = new ArrayList<>(open.subList(0, Math.min(wanted, open.size())));
        region.sort(SiteChooser::winding);
        boolean[] movable = new boolean[site.length];
        int next = 0;
        for (int c = 0; c < site.length; c++) {
            if (site[c] < 0 && next < region.size()) {
                site[c] = region.get(next++);
                movable[c] = true;
            }
        }
        boolean whole = Arrays.stream(site).allMatch(s -> s >= 0);
        boolean sparse = traffic.landings() < DENSE * traffic.buses() * traffic.chips();
        if (whole && sparse && region.size() > 1) {
            List<Integer> spare =
                    open.subList(region.size(), Math.min(open.size(), region.size() + region.size() / SPARE + 2));
            SiteChooser chooser = new SiteChooser(traffic, site, movable);
            chooser.assign(region);
            chooser.anneal(spare, KeyedRandom.of(seed, 0x517e));
        }
        return site;
    }

    /// Usable chips, the middle columns and rows first.
    public static List<Integer> order(List<Integer> usable) {
        List<Integer> order = new ArrayList<>(usable);
        order.sort(Comparator.<Integer>comparingInt(h -> Math.abs(2 * WaferTopology.x(h) - (HicannOnWafer.COLUMNS - 1)))
                .thenComparingInt(h -> WaferTopology.x(h))
                .thenComparingInt(h -> Math.abs(2 * WaferTopology.y(h) - (HicannOnWafer.ROWS - 1)))
                .thenComparingInt(h -> h));
        return order;
    }

    /// Down one column and up the next.
    private static int winding(int a, int b) {
        int byColumn = Integer.compare(WaferTopology.x(a), WaferTopology.x(b));
        int byRow = Integer.compare(WaferTopology.y(a), WaferTopology.y(b));
        return byColumn != 0 ? byColumn : WaferTopology.x(a) % 2 == 0 ? byRow : -byRow;
    }

    /// Moves all chips at once to where their partners lie now, as far as sites allow: distances to the partners
    /// as costs of a linear assignment. Kept if it shortens the wires.
    private void assign(List<Integer> region) {
        List<Integer> chips = new ArrayList<>();
        for (int c = 0; c < site.length; c++) {
            if (free[c]) {
                chips.add(c);
            }
        }
        long[][] cost = new long[chips.size()][region.size()];
        for (int i = 0; i < chips.size(); i++) {
            int[] weight = partners(chips.get(i));
            for (int j = 0; j < region.size(); j++) {
                for (int other = 0; other < weight.length; other++) {
                    cost[i][j] += weight[other] == 0
                            ? 0
                            : (long) weight[other] * WaferTopology.distance(region.get(j), site[other]);
                }
            }
        }
        int[] before = site.clone();
        long wiresBefore = wires.all();
        int[] to = Assignment.cheapest(cost);
        for (int i = 0; i < to.length; i++) {
            site[chips.get(i)] = region.get(to[i]);
        }
        if (wires.all() >= wiresBefore) {
            System.arraycopy(before, 0, site, 0, site.length);
        }
    }

    /// How many buses a chip shares with each other one, as sender and target.
    private int[] partners(int chip) {
        int[] weight = new int[traffic.chips()];
        for (int bus : traffic.busesAt(chip)) {
            int home = traffic.home(bus);
            if (home == chip) {
                for (int t : traffic.targets(bus)) {
                    weight[t]++;
                }
            } else if (home >= 0) {
                weight[home]++;
            }
        }
        weight[chip] = 0;
        return weight;
    }

    private void anneal(List<Integer> spare, KeyedRandom random) {
        int[] movable = IntStream.range(0, site.length).filter(c -> free[c]).toArray();
        int[] empty = spare.stream().mapToInt(h -> h).toArray();
        long perMove = 1 + 4 * traffic.landings() * traffic.landings() / ((long) traffic.chips() * traffic.buses() + 1);
        int moves = (int) Math.min(MOST_MOVES, WORK / perMove);
        if (movable.length < 2 || moves < movable.length) {
            return;
        }
        double hot = 1.0 + 0.2 * wires.all() / Math.max(1, traffic.buses());
        long now = 0;
        long best = 0;
        int[] bestSite = site.clone();
        for (int m = 0; m < moves; m++) {
            double temperature = hot * Math.pow(COOLING_TO / hot, (double) m / moves);
            int a = movable[random.nextInt(movable.length)];
            int pick = random.nextInt(movable.length + empty.length);
            boolean swap = pick < movable.length;
            int b = swap ? movable[pick] : -1;
            if (a == b) {
                continue;
            }
            long before = wires.at(a, b);
            exchange(a, b, pick - movable.length, empty);
            long change = wires.at(a, b) - before;
            if (change <= 0 || random.nextDouble() < Math.exp(-change / temperature)) {
                now += change;
                if (now < best) {
                    best = now;
                    System.arraycopy(site, 0, bestSite, 0, site.length);
                }
            } else {
                exchange(a, b, pick - movable.length, empty);
            }
        }
        System.arraycopy(bestSite, 0, site, 0, site.length);
    }

    /// Swaps two chips, or one with an empty site; twice changes nothing.
    private void exchange(int a, int b, int spare, int[] empty) {
        int from = site[a];
        if (b >= 0) {
            site[a] = site[b];
            site[b] = from;
        } else {
            site[a] = empty[spare];
            empty[spare] = from;
        }
    }
}
