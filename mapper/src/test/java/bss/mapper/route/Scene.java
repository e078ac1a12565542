package bss.mapper.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// A bus with part of its tree, looking for a chip on a crowded piece of a wafer; all of it random.
final class Scene {

    static final int TARGETS = 5;

    final WireModel wires;
    final List<Integer> chips;
    final List<Integer> lines = new ArrayList<>();
    final Net net;
    final Congestion congestion;
    final TreeSearch search;
    final Set<Integer> tree = new HashSet<>();
    final Set<Integer> switched = new HashSet<>();
    final Set<Integer> landed = new HashSet<>();
    private final Random random;

    Scene(int seed) {
        random = new Random(seed);
        double dirt = seed % 3 == 0 ? 0 : 0.25 * random.nextDouble();
        RandomWindow window = RandomWindow.of(
                random, 2 + random.nextInt(3), 2 + random.nextInt(3), dirt, dirt, seed % 4 == 0 ? 0.9 : dirt);
        chips = window.chips();
        wires = new WireModel(window.wafer());
        int source = 320 * chips.get(random.nextInt(chips.size())) + 6 + 8 * random.nextInt(8);
        int plane = WireModel.plane(source);
        for (int chip : chips) {
            for (int line = 320 * chip; line < 320 * chip + 320; line++) {
                if (WireModel.plane(line) == plane && wires.usable(line)) {
                    lines.add(line);
                }
            }
        }
        congestion = congestion();
        int[] targets = random.ints(TARGETS, 0, chips.size()).map(chips::get).toArray();
        net = new Net(
                7,
                source,
                targets,
                random.ints(TARGETS, 1, 3).toArray(),
                random.longs(TARGETS, 1, 99).toArray(),
                random.doubles(TARGETS, 0, 3).toArray());
        growTree();
        search = new TreeSearch(new L1Graph(window.wafer()), congestion);
        search.take(net);
    }

    private Congestion congestion() {
        int[] usable = new int[2 * 384];
        for (int i = 0; i < usable.length; i++) {
            usable[i] = 20 + random.nextInt(92);
        }
        Congestion result = new Congestion(usable);
        double crowd = random.nextDouble();
        for (int round = 0; round < 4; round++) {
            for (int line : lines) {
                if (random.nextDouble() < crowd) {
                    result.use(line, 1);
                }
            }
            result.remember(random.nextDouble());
        }
        for (int chip : chips) {
            for (int group = 0; group < 16; group++) {
                result.raise(16 * chip + group, random.nextDouble());
                for (int n = random.nextInt(12); n > 0; n--) {
                    result.land(chip, group / 8, group % 8, 3 * random.nextDouble(), 1);
                }
            }
        }
        result.pressure(20 * random.nextDouble());
        result.hard(random.nextInt(8) == 0);
        return result;
    }

    /// Adds random lines that something joins to the tree, then lands on some of them.
    private void growTree() {
        tree.add(net.source);
        for (int size = random.nextInt(12); size > 0; size--) {
            int from = List.copyOf(new TreeSet<>(tree)).get(random.nextInt(tree.size()));
            List<Integer> next = new ArrayList<>(List.of(wires.along(from, 0), wires.along(from, 1)));
            List<Integer> crossings = wires.crossings(from);
            crossings.removeIf(line -> switched.contains(line) || switched.contains(from));
            next.addAll(crossings);
            next.removeIf(line -> line == WireModel.NONE || tree.contains(line));
            if (!next.isEmpty()) {
                int line = next.get(random.nextInt(next.size()));
                tree.add(line);
                net.add(line, from);
                congestion.use(line, 1);
                if (crossings.contains(line)) {
                    switched.add(line);
                    switched.add(from);
                }
            }
        }
        for (int line : tree) {
            if (!wires.drivers(line, net.targets[0]).isEmpty() && random.nextBoolean()) {
                landed.add(line);
                net.land(0, line);
            }
        }
    }

    /// Takes note of what the search has added to the net, from line `first` on and as its last landing.
    void update(int first) {
        for (int i = first; i < net.lines(); i++) {
            tree.add(net.line(i));
            if (wires.crossings(net.line(i)).contains(net.before(i))) {
                switched.add(net.line(i));
                switched.add(net.before(i));
            }
        }
        landed.add(net.landingLine(net.landings() - 1));
    }

    double landingCost(int line, int target) {
        int chip = net.targets[target];
        List<Integer> drivers = wires.drivers(line, chip);
        int group = WireModel.group(chip, drivers.getFirst());
        return congestion.landing(chip, group % 16 / 8, group % 8, drivers.size());
    }

    /// By VLine from which a target can be fed.
    Map<Integer, Double> landingPrices(int target) {
        Map<Integer, Double> prices = new HashMap<>();
        lines.stream()
                .filter(line -> !wires.drivers(line, net.targets[target]).isEmpty())
                .forEach(line -> prices.put(line, landingCost(line, target)));
        return prices;
    }

    Map<Integer, Integer> users() {
        Map<Integer, Integer> users = new HashMap<>();
        lines.forEach(line -> users.put(line, congestion.users(line)));
        return users;
    }

    Map<Integer, Double> prices() {
        Map<Integer, Double> prices = new HashMap<>();
        lines.forEach(line -> prices.put(line, congestion.line(line)));
        return prices;
    }
}
