package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.mapper.route.NegotiatedRouter.Request;
import bss.mapper.route.NegotiatedRouter.Target;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Routing;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Buses that want to reach chips.
record RoutingCase(WaferResources wafer, Buses buses, List<Request> requests) {

    /// Where a bus begins: chip * 8 + DNC merger.
    static RoutingCase of(WaferResources wafer, List<Integer> senders, List<List<Target>> targets) {
        List<Request> requests = IntStream.range(0, senders.size())
                .mapToObj(b -> new Request(b, targets.get(b)))
                .toList();
        return new RoutingCase(wafer, buses(senders), requests);
    }

    static Buses buses(List<Integer> senders) {
        return new Buses(
                senders.stream().mapToInt(s -> s / 8).toArray(),
                senders.stream().mapToInt(s -> s % 8).toArray(),
                new boolean[senders.size()],
                new int[0],
                new int[0],
                List.of(),
                List.of());
    }

    /// A small window with many defects and buses that share up to three planes.
    ///
    /// Of four cases three ask for nothing that no wire leads to.
    static RoutingCase random(int seed) {
        Random random = new Random(seed);
        int height = 2 + random.nextInt(2);
        int width = 2 + random.nextInt(height == 3 ? 2 : 3);
        double dirt = 0.15 * random.nextDouble();
        double drivers = random.nextInt(3) == 0 ? 0.9 : 0.3;
        RandomWindow window = RandomWindow.of(random, width, height, dirt, 0.15 * random.nextDouble(), drivers);
        WireModel wires = new WireModel(window.wafer());
        List<Integer> senders = senders(random, window, wires);
        double share = 0.5 + 0.5 * random.nextDouble();
        int most = 1 + random.nextInt(2);
        List<List<Target>> targets = new ArrayList<>();
        for (int sender : senders) {
            Set<Integer> lines = wires.connected(source(sender));
            targets.add(window.chips().stream()
                    .filter(_ -> random.nextDouble() < share)
                    .filter(chip -> seed % 4 == 0
                            || lines.stream()
                                    .anyMatch(line -> !wires.drivers(line, chip).isEmpty()))
                    .map(chip -> new Target(
                            chip, 1 + random.nextInt(most), 1 + random.nextInt(100), 1 + 2 * random.nextDouble()))
                    .toList());
        }
        return of(window.wafer(), senders, targets);
    }

    private static List<Integer> senders(Random random, RandomWindow window, WireModel wires) {
        int planes = 1 + random.nextInt(3);
        int first = random.nextInt(32);
        List<Integer> senders = new ArrayList<>();
        for (int sender : window.chips().stream()
                .flatMap(chip -> IntStream.range(8 * chip, 8 * chip + 8).boxed())
                .toList()) {
            int plane = WireModel.plane(source(sender));
            if (Math.floorMod(plane - first, 32) < planes && wires.sends(source(sender)) && random.nextInt(8) > 0) {
                senders.add(sender);
            }
        }
        Collections.shuffle(senders, random);
        return senders;
    }

    private static int source(int sender) {
        return 320 * (sender / 8) + 62 - 8 * (sender % 8);
    }

    /// One bus of every chip of a rectangle, over the merger that sees the whole chip, to all of them.
    static RoutingCase allToAll(WaferResources wafer, int width, int height) {
        List<Integer> chips = rectangle(width, height);
        List<Target> targets =
                chips.stream().map(chip -> new Target(chip, 1, 10, 1)).toList();
        return of(wafer, chips.stream().map(chip -> 8 * chip + 3).toList(), Collections.nCopies(chips.size(), targets));
    }

    /// Chips of a rectangle about the middle of the wafer.
    static List<Integer> rectangle(int width, int height) {
        int west = (36 - width) / 2;
        int north = (16 - height) / 2;
        return IntStream.range(0, 384)
                .filter(h -> WaferTopology.x(h) >= west && WaferTopology.x(h) < west + width)
                .filter(h -> WaferTopology.y(h) >= north && WaferTopology.y(h) < north + height)
                .boxed()
                .toList();
    }

    Routing route() {
        return route(() -> false);
    }

    Routing route(BooleanSupplier stop) {
        return NegotiatedRouter.route(requests, buses, wafer, new double[0], stop);
    }

    /// The HLine of a bus.
    int sourceOf(int bus) {
        return source(8 * buses.hicann(bus) + buses.dncMerger(bus));
    }

    /// Whether all that is asked for is there, and no group of drivers has more landings than drivers.
    boolean isFullyRouted(Routing routing) {
        int[] groups = new int[384 * 16];
        WireModel wires = new WireModel(wafer);
        for (Request request : requests) {
            List<Routing.Landing> landings = routing.routes().get(request.bus()).landings();
            for (Target target : request.targets()) {
                if (landings.stream().filter(l -> l.target() == target.hicann()).count() < target.landings()) {
                    return false;
                }
            }
            for (Routing.Landing landing : landings) {
                int line = 320 * landing.hicann() + 64 + landing.vline();
                groups[
                        WireModel.group(
                                landing.target(),
                                wires.drivers(line, landing.target()).getFirst())]++;
            }
        }
        return IntStream.range(0, groups.length).allMatch(g -> groups[g] == 0 || groups[g] <= wires.groupSize(g));
    }
}
