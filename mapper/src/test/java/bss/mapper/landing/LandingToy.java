package bss.mapper.landing;

import bss.mapper.problem.WaferResources;
import bss.mapper.rows.RowAssignment;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Route;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Neurons on three chips and buses that land there, several times if need be, placed and routed by chance.
record LandingToy(SynapseTable table, Placement placement, Buses buses, Routing routing) {

    /// Two neighbours and one elsewhere.
    static final List<Integer> CHIPS = List.of(100, 101, 200);

    record Result(LandingStage.Result landings, RowAssignment rows) {}

    Result solve(Defects defects, int chainLength, double work) {
        WaferResources wafer = WaferResources.of(defects);
        ChipSynapses synapses = ChipSynapses.of(table, Wiring.of(placement, buses));
        LandingStage.Result landings = LandingStage.run(
                synapses, buses, routing, wafer, chainLength, new LandingStage.Work(work > 0 ? 384 : 0, work));
        return new Result(landings, RowStage.run(synapses, placement, buses, routing, landings.drivers(), wafer));
    }

    static LandingToy random(long seed) {
        Random random = new Random(seed);
        int[] hicann = new int[600];
        int[] column = new int[600];
        int[] size = new int[600];
        Arrays.fill(hicann, Placement.NOWHERE);
        Arrays.fill(size, 2);
        int neurons = 0;
        boolean wide = random.nextBoolean();
        for (int chip : CHIPS.subList(0, 1 + random.nextInt(3))) {
            int blocks = 1 + random.nextInt(3);
            for (int x = 32 * random.nextInt(5), end = x + 32 * blocks; x < end; ) {
                int width = Math.min(1 + random.nextInt(wide ? 16 : 5), 32 - x % 32);
                hicann[neurons] = chip;
                column[neurons] = x;
                size[neurons++] = 2 * width;
                x += width + Math.min(random.nextInt(3), 31 - (x + width - 1) % 32);
            }
        }
        int placed = neurons;
        neurons += random.nextInt(3); // without a place
        int busCount = 1 + random.nextInt(random.nextBoolean() ? 4 : 14);
        int sources = Math.min(hicann.length - neurons, busCount * (1 + random.nextInt(59)));
        int cells = neurons + sources;
        Buses buses = buses(busCount, neurons, cells, placed, random);
        SynapseTable table = synapses(neurons, cells, random);
        Placement placement =
                new Placement(Arrays.copyOf(hicann, cells), Arrays.copyOf(column, cells), Arrays.copyOf(size, cells));
        return new LandingToy(table, placement, buses, routing(busCount, random));
    }

    private static Buses buses(int count, int neurons, int cells, int placed, Random random) {
        int[] bus = new int[cells];
        int[] address = new int[cells];
        Arrays.fill(bus, Buses.NONE);
        Arrays.fill(address, Buses.NONE);
        List<Buses.Unsent> unsent = new ArrayList<>();
        List<List<Integer>> free = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            List<Integer> pool = new ArrayList<>(
                    IntStream.range(2, 64).filter(a -> a % 16 != 1).boxed().toList());
            if (random.nextBoolean()) {
                Collections.shuffle(pool, random);
            }
            free.add(pool);
        }
        for (int cell = 0; cell < cells; cell++) {
            List<Integer> pool = free.get(cell % count);
            if (cell < neurons && (cell >= placed || random.nextInt(4) > 0)) {
                continue; // sends to nobody, or from nowhere
            }
            if (pool.isEmpty() || random.nextInt(40) == 0) {
                unsent.add(new Buses.Unsent(cell, new Loss(LossCause.INPUT_RATE, "too fast")));
            } else {
                bus[cell] = cell % count;
                address[cell] = pool.removeLast();
            }
        }
        int[] chip = IntStream.range(0, count).map(b -> 250 + b / 8).toArray();
        int[] dnc = IntStream.range(0, count).map(b -> b % 8).toArray();
        return new Buses(chip, dnc, new boolean[count], bus, address, List.of(), unsent);
    }

    private static SynapseTable synapses(int neurons, int cells, Random random) {
        int projections = 1 + random.nextInt(5);
        int[] first = new int[projections + 1];
        byte[] side = new byte[projections];
        byte[] stp = new byte[projections];
        boolean plastic = random.nextInt(4) == 0;
        for (int p = 0; p < projections; p++) {
            side[p] = (byte) random.nextInt(2);
            stp[p] = (byte) (plastic ? random.nextInt(3) : 0);
            first[p + 1] = first[p] + random.nextInt(random.nextBoolean() ? 300 : 6000);
        }
        int[] source = random.ints(first[projections], 0, cells).toArray();
        int[] target = random.ints(first[projections], 0, neurons).toArray();
        return new SynapseTable(first, source, target, side, stp);
    }

    /// Lands every bus up to four times on every chip, on lines of the chip and its neighbours, each line once.
    private static Routing routing(int count, Random random) {
        List<List<Landing>> landings = new ArrayList<>();
        List<Routing.Unreached> unreached = new ArrayList<>();
        boolean[] used = new boolean[384 * 256];
        for (int b = 0; b < count; b++) {
            landings.add(new ArrayList<>());
            for (int chip : CHIPS) {
                int n = random.nextInt(5);
                for (int i = 0; i < n; i++) {
                    int vline = random.nextInt(256);
                    int from = random.nextInt(4) > 0 ? chip : vline < 128 ? chip + 1 : chip - 1;
                    if (!used[from * 256 + vline]) {
                        used[from * 256 + vline] = true;
                        landings.get(b).add(new Landing(chip, from, vline, 3));
                    }
                }
                if (n == 0 && random.nextBoolean()) {
                    unreached.add(new Routing.Unreached(b, chip, new Loss(LossCause.L1_ROUTE, "no line")));
                }
            }
        }
        return new Routing(
                landings.stream()
                        .map(l -> new Route(List.of(), List.of(), List.of(), l))
                        .toList(),
                unreached);
    }

    /// Drivers and switches, and if asked rows and single circuits too, of the three chips.
    static Defects defects(long seed, boolean circuits) {
        Random random = new Random(seed);
        Defects.Builder defects = Defects.builder();
        for (int chip : CHIPS) {
            for (int k = random.nextInt(60); k > 0; k--) {
                defects.mark(DefectClass.SYNAPSE_DRIVER, chip, random.nextInt(224));
                defects.mark(DefectClass.SYNAPSE_SWITCH, chip - 1 + random.nextInt(3), random.nextInt(7168));
                if (circuits) {
                    defects.mark(DefectClass.SYNAPSE_ROW, chip, random.nextInt(448));
                }
            }
            for (int k = circuits ? random.nextInt(12_000) : 0; k > 0; k--) {
                defects.mark(DefectClass.SYNAPSE, chip, random.nextInt(448 * 256));
            }
            for (int k = random.nextInt(10); k > 0; k--) {
                defects.mark(DefectClass.SYNAPSE_SWITCH_ROW, chip, random.nextInt(448));
            }
            if (random.nextInt(10) == 0) {
                defects.mark(DefectClass.SYNAPSE_ARRAY, chip, random.nextInt(2));
            }
            if (random.nextInt(10) == 0) {
                defects.mark(DefectClass.FG_BLOCK, chip, random.nextInt(4));
            }
        }
        return defects.build();
    }
}
