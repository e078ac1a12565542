package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Negotiates lines among buses until none is shared, or else decides who gets them.
final class Negotiation {

    private static final int MOST_ROUNDS = 60;
    private static final int PATIENCE = 8;
    /// A round is worth while if it solves more than one conflict in so many.
    private static final int WORTHWHILE = 40;

    private static final int MOST_ATTEMPTS = 4;
    private static final double FIRST_PRESSURE = 0.5;
    private static final double PRESSURE_GROWTH = 1.5;
    private static final double MOST_PRESSURE = 1000;
    private static final double HISTORY = 0.4;

    private final Congestion congestion;
    private final TreeSearch search;
    private final BooleanSupplier stop;
    private final int[] groupSize = new int[HicannOnWafer.COUNT * 2 * LandingReach.GROUPS];

    Negotiation(WaferResources wafer, Congestion congestion, TreeSearch search, BooleanSupplier stop) {
        this.congestion = congestion;
        this.search = search;
        this.stop = stop;
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            for (int d = 0; d < L1Topology.DRIVERS; d++) {
                if (wafer.defects().driverUsable(h, d)) {
                    int place = L1Topology.driverIndexOnQuadrant(d) % LandingReach.GROUPS;
                    int group = L1Topology.driverHalf(d) == 0 ? place : LandingReach.GROUPS - 1 - place;
                    groupSize[Congestion.group(h, L1Topology.driverSide(d), group)]++;
                }
            }
        }
    }

    /// Gives each of the nets a legal tree, beside those of nets that are not among them.
    void solve(List<Net> nets) {
        congestion.hard(false);
        negotiate(nets);
        legalise(nets);
        complete(nets);
    }

    private void negotiate(List<Net> nets) {
        double pressure = FIRST_PRESSURE;
        long best = Long.MAX_VALUE;
        int since = 0;
        for (int round = 0; round < MOST_ROUNDS && since < PATIENCE && !(round > 0 && stop.getAsBoolean()); round++) {
            congestion.pressure(pressure);
            for (Net net : nets) {
                if (round == 0 || contested(net)) {
                    ripUp(net);
                    grow(net);
                }
            }
            long conflicts = conflicts();
            if (conflicts == 0) {
                return;
            }
            // many conflicts that hardly get fewer are more than the lines can hold
            since = conflicts < best - best / WORTHWHILE ? 0 : since + 1;
            best = Math.min(best, conflicts);
            congestion.remember(HISTORY);
            raiseFullGroups();
            pressure = Math.min(MOST_PRESSURE, pressure * PRESSURE_GROWTH);
        }
    }

    /// Grows the tree of a net from nothing. A line closes one switch, so a bus can bar its own way: landings
    /// that fail for that are tried again before the others. The best of some attempts is left.
    private void grow(Net net) {
        Attempt best = attempt(net);
        Attempt last = best;
        for (int i = 0; i < MOST_ATTEMPTS && !last.failed().isEmpty(); i++) {
            net.order(last.failedFirst());
            ripUp(net);
            last = attempt(net);
            best = last.failed().size() < best.failed().size() ? last : best;
        }
        if (last.failed().size() > best.failed().size()) {
            net.order(best.order());
            ripUp(net);
            last = attempt(net);
        }
        net.order(last.order());
    }

    private void ripUp(Net net) {
        search.count(net, -1);
        search.drop();
        net.clear();
        search.take(net);
    }

    /// The order of the landings of a net, without those to which nothing leads, and what became of them.
    private record Attempt(List<Integer> order, List<Integer> failed, List<Integer> reached) {

        List<Integer> failedFirst() {
            return Stream.concat(failed.stream(), reached.stream()).toList();
        }
    }

    private Attempt attempt(Net net) {
        Attempt result = new Attempt(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int target : net.order()) {
            boolean nothingInTheWay = net.landings() == 0;
            boolean found = search.reach(target);
            if (found || !nothingInTheWay) {
                result.order().add(target);
                (found ? result.reached() : result.failed()).add(target);
            }
        }
        return result;
    }

    private boolean contested(Net net) {
        for (int i = 0; i < net.lines(); i++) {
            if (congestion.users(net.line(i)) > 1) {
                return true;
            }
        }
        return overfull(net) > 0;
    }

    /// Landings in groups that have fewer drivers than landings.
    int overfull(Net net) {
        int n = 0;
        for (int i = 0; i < net.landings(); i++) {
            int group = groupOf(net, i);
            n += congestion.landings(group) > groupSize[group] ? 1 : 0;
        }
        return n;
    }

    private static int groupOf(Net net, int landing) {
        int target = net.targets[net.landingTarget(landing)];
        int line = net.landingLine(landing);
        boolean own = L1Topology.hicannOfLine(line) == target;
        int vline = L1Topology.lineOnHicann(line) - L1Topology.HLINES;
        return Congestion.group(target, LandingReach.side(own, vline), LandingReach.group(own, vline));
    }

    private long conflicts() {
        long n = 0;
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            n += Math.max(0, congestion.users(line) - 1);
        }
        for (int g = 0; g < groupSize.length; g++) {
            n += Math.max(0, congestion.landings(g) - groupSize[g]);
        }
        return n;
    }

    private void raiseFullGroups() {
        for (int g = 0; g < groupSize.length; g++) {
            if (congestion.landings(g) > groupSize[g]) {
                congestion.raise(g, HISTORY * (congestion.landings(g) - groupSize[g]));
            }
        }
    }

    /// Leaves every shared line to the bus with most synapses behind it.
    private void legalise(List<Net> nets) {
        List<Map<Integer, Integer>> before = new ArrayList<>();
        List<Map<Integer, Long>> worth = new ArrayList<>();
        for (Net net : nets) {
            before.add(before(net));
            worth.add(worth(net, before.getLast()));
        }
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            if (congestion.users(line) <= 1) {
                continue;
            }
            int winner = -1;
            long most = -1;
            for (int n = 0; n < nets.size(); n++) {
                long here = nets.get(n).source == line
                        ? Long.MAX_VALUE
                        : worth.get(n).getOrDefault(line, -1L);
                if (here > most) {
                    most = here;
                    winner = n;
                }
            }
            for (int n = 0; n < nets.size(); n++) {
                if (n != winner && before.get(n).containsKey(line)) {
                    cut(nets.get(n), before.get(n), line);
                    before.set(n, before(nets.get(n)));
                    worth.set(n, worth(nets.get(n), before.get(n)));
                }
            }
        }
    }

    static Map<Integer, Integer> before(Net net) {
        Map<Integer, Integer> before = new HashMap<>();
        for (int i = 0; i < net.lines(); i++) {
            before.put(net.line(i), net.before(i));
        }
        return before;
    }

    /// Synapses behind each line of a net.
    private static Map<Integer, Long> worth(Net net, Map<Integer, Integer> before) {
        Map<Integer, Long> worth = new HashMap<>();
        for (int i = 0; i < net.landings(); i++) {
            int at = net.landingLine(i);
            while (at != net.source) {
                worth.merge(at, net.synapses[net.landingTarget(i)], Long::sum);
                at = before.getOrDefault(at, net.source);
            }
        }
        return worth;
    }

    private static boolean passes(Net net, Map<Integer, Integer> before, int landing, int line) {
        int at = net.landingLine(landing);
        while (at != net.source && at != line) {
            at = before.getOrDefault(at, net.source);
        }
        return at == line;
    }

    private void cut(Net net, Map<Integer, Integer> before, int line) {
        boolean[] keep = new boolean[net.landings()];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = !passes(net, before, i, line);
        }
        search.drop();
        search.count(net, -1);
        net.prune(keep);
        search.count(net, 1);
    }

    /// Gives targets without landing what is left of the lines, those with most synapses first.
    private void complete(List<Net> nets) {
        congestion.hard(true);
        record Missing(int net, int target, long synapses) {}
        List<Missing> missing = new ArrayList<>();
        for (int n = 0; n < nets.size(); n++) {
            Net net = nets.get(n);
            for (int t = 0; t < net.targets.length; t++) {
                for (int k = net.landed(t); k < net.possible(t); k++) {
                    missing.add(new Missing(n, t, net.synapses[t] / (k + 1)));
                }
            }
        }
        missing.sort(Comparator.comparingLong(Missing::synapses).reversed());
        for (Missing m : missing) {
            search.take(nets.get(m.net()));
            search.reach(m.target());
        }
    }
}
