package bss.mapper.rows;

import bss.mapper.drivers.DriverAllocator;
import bss.mapper.network.Network;
import bss.mapper.network.Receptor;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.synapses.Arrivals;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.Defects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Small problems of the driver and row stages, placed and routed by hand.
public record Toy(SynapseTable table, Placement placement, Buses buses, Routing routing) {

    /// Chip of all neurons.
    public static final int CHIP = 100;

    public record Result(Arrivals arrivals, DriverAllocation drivers, RowAssignment rows) {}

    public Result solve(Defects defects, int chainLength) {
        Arrivals arrivals = Arrivals.of(table, placement, buses, routing);
        DriverAllocation drivers = DriverAllocator.allocate(table, placement, buses, arrivals, defects, chainLength);
        return new Result(
                arrivals,
                drivers,
                SynapseAssigner.assign(table, placement, buses, arrivals, drivers, defects, chainLength));
    }

    /// The addresses that may be used, the highest first.
    public static int[] addressesHighFirst() {
        return java.util.stream.IntStream.range(0, 64)
                .map(a -> 63 - a)
                .filter(a -> a != 0 && a % 16 != 1)
                .toArray();
    }

    public static SynapseTable table(Network network) {
        int projections = network.projections().size();
        int[] firstCell = new int[network.populations().size() + 1];
        for (int p = 0; p < network.populations().size(); p++) {
            firstCell[p + 1] = firstCell[p] + network.populations().get(p).size();
        }
        int[] first = new int[projections + 1];
        int[] source = new int[0];
        int[] target = new int[0];
        byte[] side = new byte[projections];
        for (int p = 0; p < projections; p++) {
            Connections c = Expansion.expand(network, p);
            int from = first[p];
            first[p + 1] = from + c.size();
            source = Arrays.copyOf(source, first[p + 1]);
            target = Arrays.copyOf(target, first[p + 1]);
            for (int s = 0; s < c.size(); s++) {
                source[from + s] = firstCell[network.projections().get(p).source()] + c.source(s);
                target[from + s] = firstCell[network.projections().get(p).target()] + c.target(s);
            }
            side[p] = (byte) (network.projections().get(p).receptor() == Receptor.EXCITATORY ? 0 : 1);
        }
        return new SynapseTable(first, source, target, side, new byte[projections]);
    }

    /// A random problem: neurons of random even sizes on one chip, buses from elsewhere with random landings, on own
    /// and neighbouring lines, with random synapses of both sides and three kinds of short-term plasticity.
    public static Toy random(long seed) {
        Random random = new Random(seed);
        int busCount = 1 + random.nextInt(20);
        int[] column = new int[256];
        int[] size = new int[256];
        int neurons = 0;
        for (int block = 0; block < 8; block++) {
            int x = 0;
            while (x < 32) {
                int width = Math.min(1 + random.nextInt(8), 32 - x);
                column[neurons] = 32 * block + x;
                size[neurons++] = 2 * width;
                x += width + random.nextInt(6);
            }
        }
        int sources = busCount * 59;
        int cells = neurons + sources;
        int[] hicann = new int[cells];
        Arrays.fill(hicann, 0, neurons, CHIP);
        Arrays.fill(hicann, neurons, cells, Placement.NOWHERE);
        int[] bus = new int[cells];
        int[] address = new int[cells];
        Arrays.fill(bus, Buses.NONE);
        Arrays.fill(address, Buses.NONE);
        int[] pool = addressesHighFirst();
        for (int s = 0; s < sources; s++) {
            bus[neurons + s] = s / 59;
            address[neurons + s] = pool[s % 59];
        }
        int projections = 1 + random.nextInt(6);
        int[] first = new int[projections + 1];
        byte[] side = new byte[projections];
        byte[] stp = new byte[projections];
        List<Integer> source = new ArrayList<>();
        List<Integer> target = new ArrayList<>();
        boolean plastic = random.nextInt(3) == 0;
        for (int p = 0; p < projections; p++) {
            side[p] = (byte) random.nextInt(2);
            stp[p] = (byte) (plastic ? random.nextInt(3) : 0);
            int n = random.nextInt(6000);
            for (int k = 0; k < n; k++) {
                source.add(neurons + random.nextInt(sources));
                target.add(random.nextInt(neurons));
            }
            first[p + 1] = source.size();
        }
        return new Toy(
                new SynapseTable(
                        first,
                        source.stream().mapToInt(Integer::intValue).toArray(),
                        target.stream().mapToInt(Integer::intValue).toArray(),
                        side,
                        stp),
                new Placement(hicann, Arrays.copyOf(column, cells), Arrays.copyOf(size, cells)),
                buses(busCount, bus, address),
                landings(busCount, random));
    }

    static Buses buses(int count, int[] bus, int[] address) {
        int[] hicann = new int[count];
        int[] dnc = new int[count];
        boolean[] external = new boolean[count];
        for (int b = 0; b < count; b++) {
            hicann[b] = 200 + b / 8;
            dnc[b] = b % 8;
        }
        return new Buses(hicann, dnc, external, bus, address, List.of(), List.of());
    }

    private static Routing landings(int count, Random random) {
        List<Integer> lines = new ArrayList<>();
        for (int v = 0; v < 256; v++) {
            lines.add(v);
        }
        java.util.Collections.shuffle(lines, random);
        List<Routing.Route> routes = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            if (random.nextInt(15) == 0) {
                routes.add(Routing.Route.NOWHERE);
                continue;
            }
            int vline = lines.get(b);
            int from = random.nextInt(4) > 0 ? CHIP : vline < 128 ? CHIP + 1 : CHIP - 1;
            routes.add(new Routing.Route(
                    List.of(), List.of(), List.of(), List.of(new Routing.Landing(CHIP, from, vline, 3))));
        }
        return new Routing(routes, List.of());
    }
}
