package bss.mapper.route;

import bss.spec.random.KeyedRandom;
import bss.spec.topology.L1Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Negotiates planes again in which landings are missing: the buses, their targets and the prices that lines begin
/// with are put in a random order, and what comes out is kept if less is missing.
///
/// A line closes one switch, so the first branches of a tree decide what it can ever reach, and prices that say
/// nothing about switches do not find better ones. Planes share no lines, so each is tried for itself. The work is
/// limited and counted in steps of the search: where many buses must go without, trying again gains little.
final class Repair {

    private static final long MOST_STEPS = 500_000;
    private static final int MOST_TRIES = 60;
    private static final double NOISE = 1;
    private static final long ORDER = 0x2E7A;

    private final Negotiation negotiation;
    private final Congestion congestion;
    private final TreeSearch search;
    private final BooleanSupplier stop;

    Repair(Negotiation negotiation, Congestion congestion, TreeSearch search, BooleanSupplier stop) {
        this.negotiation = negotiation;
        this.congestion = congestion;
        this.search = search;
        this.stop = stop;
    }

    /// Tries again with nets that are legal, and leaves them legal.
    void run(List<Net> nets) {
        SortedMap<Integer, List<Net>> planes = new TreeMap<>();
        for (Net net : nets) {
            planes.computeIfAbsent(L1Planes.of(net.source), _ -> new ArrayList<>())
                    .add(net);
        }
        long end = search.steps() + MOST_STEPS;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            planes.values().removeIf(plane -> missing(plane) == 0);
            for (var plane : planes.entrySet()) {
                if (search.steps() >= end || stop.getAsBoolean()) {
                    return;
                }
                again(plane.getKey(), plane.getValue(), KeyedRandom.of(ORDER, plane.getKey(), tries));
            }
        }
    }

    private void again(int plane, List<Net> nets, KeyedRandom random) {
        long before = missing(nets);
        List<Net> saved = nets.stream().map(Net::copy).toList();
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            if (L1Planes.of(line) == plane) {
                congestion.history(line, NOISE * random.nextDouble());
            }
        }
        nets.forEach(net -> net.order(shuffled(net.order(), random)));
        negotiation.solve(shuffled(nets, random));
        if (missing(nets) >= before) {
            search.drop();
            for (int i = 0; i < saved.size(); i++) {
                search.count(nets.get(i), -1);
                nets.get(i).become(saved.get(i));
                search.count(nets.get(i), 1);
            }
        }
    }

    private static <T> List<T> shuffled(List<T> values, KeyedRandom random) {
        List<T> result = new ArrayList<>(values);
        for (int i = result.size() - 1; i > 0; i--) {
            Collections.swap(result, i, random.nextInt(i + 1));
        }
        return result;
    }

    /// The synapses behind the landings that are missing, and drivers that are.
    private long missing(List<Net> nets) {
        long sum = 0;
        for (Net net : nets) {
            for (int t = 0; t < net.targets.length; t++) {
                for (int k = net.landed(t); k < net.possible(t); k++) {
                    sum += 1 + net.synapses[t] / (k + 1);
                }
            }
            sum += negotiation.overfull(net);
        }
        return sum;
    }
}
