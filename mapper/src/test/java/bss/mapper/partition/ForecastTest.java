package bss.mapper.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.TestNetworks;
import bss.mapper.network.Network;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.problem.MappingProblem;
import bss.mapper.synapses.SynapseTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Forecasts against a slow model that takes the best of all by tables of best values, not by greedy choice.
class ForecastTest {

    private static final int MOST_LANDINGS = 4;

    @Test
    void whatIsLostIsWhatTheBestRowsAndDriversOfEachChipLeave() {
        int lossy = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            MappingProblem problem = MappingProblem.of(network(random));
            SynapseTable table = SynapseTable.of(problem);
            Plan plan = plan(problem, random);
            int chain = 1 + random.nextInt(4);
            int drivers = random.nextInt(3) == 0 ? 224 : 1 + random.nextInt(30);
            Forecast forecast = Forecast.of(table, plan, chain, drivers);
            long realised = 0;
            long landings = 0;
            long crowding = 0;
            for (ChipPlan chip : plan.chips()) {
                int[][] gains = gains(table, plan, chip, chain * MOST_LANDINGS);
                realised += best(gains, drivers);
                long here = landings(gains, drivers, chain);
                landings += here;
                crowding = Math.max(crowding, here);
            }
            String context = "seed " + seed;
            assertEquals(table.size() - realised, forecast.lost(), context);
            assertEquals(landings, forecast.landings(), context);
            assertEquals(crowding, forecast.crowding(), context);
            assertEquals(plan.chips().size(), forecast.chips(), context);
            lossy += forecast.lost() > 0 ? 1 : 0;
        }
        assertTrue(lossy > 10 && lossy < 55, "lossy: " + lossy);
    }

    private static Network network(Random random) {
        List<Population> populations = new ArrayList<>();
        List<Projection> projections = new ArrayList<>();
        int neurons = 1 + random.nextInt(3);
        int all = neurons + random.nextInt(3);
        for (int p = 0; p < all; p++) {
            int size = 1 + random.nextInt(60);
            populations.add(p < neurons ? TestNetworks.neurons("n" + p, size) : TestNetworks.poisson("s" + p, size, 5));
            for (int target = 0; target < neurons; target++) {
                if (random.nextInt(4) > 0) {
                    double probability = random.nextBoolean() ? random.nextDouble() : 0.1 * random.nextDouble();
                    projections.add(KindsToy.projection(p, target, random.nextBoolean(), probability));
                }
            }
        }
        return TestNetworks.network(populations, projections.toArray(Projection[]::new));
    }

    /// Sizes that are multiples of four: as many even as odd columns, for which the order of half rows is proven.
    private static Plan plan(MappingProblem problem, Random random) {
        int[] sizes = new int[problem.cells()];
        double[] hz = new double[sizes.length];
        int size = 4 + 4 * random.nextInt(6);
        for (int cell = 0; cell < sizes.length; cell++) {
            sizes[cell] = problem.external(cell) ? 0 : size;
            hz[cell] = problem.rateHz(cell);
        }
        List<int[]> units = new ArrayList<>();
        for (int p = 0; p < problem.populations(); p++) {
            if (!problem.population(p).cell().isSource()) {
                int first = problem.firstCell(p);
                int[] unit = new int[problem.firstCell(p + 1) - first];
                Arrays.setAll(unit, i -> first + i);
                units.add(unit);
            }
        }
        NeuronKinds kinds = NeuronKinds.of(problem);
        List<ChipPlan> chips =
                ChipFill.fill(units, sizes, hz, kinds, 1400, 1 + random.nextInt(4), random.nextBoolean());
        return new Plan(sizes, chips, InputChunks.of(problem, kinds, _ -> true, 1 + random.nextInt(59), 1400));
    }

    /// By bus with synapses here: what 0, 1, 2, … drivers realise at best.
    private static int[][] gains(SynapseTable table, Plan plan, ChipPlan chip, int most) {
        List<Integer> targets = chip.cells();
        List<int[]> gains = new ArrayList<>();
        for (List<Integer> bus : plan.buses()) {
            int groups = bus.size() <= 15 ? 1 : bus.size() <= 30 ? 2 : bus.size() <= 45 ? 3 : 4;
            int[][][] counts = new int[2][4][targets.size()];
            boolean any = false;
            for (int s = 0; s < table.size(); s++) {
                int source = bus.indexOf(table.source(s));
                int target = targets.indexOf(table.target(s));
                if (source >= 0 && target >= 0) {
                    // in turn to 3, 2, 1, 0; the last three of 57 and more cells find group 0 no fuller than 14
                    int msb = source < 56 ? 3 - source % groups : 59 - source;
                    counts[table.side(table.projection(s))][msb][target]++;
                    any = true;
                }
            }
            if (any) {
                int columns = plan.size(targets.getFirst()) / 4;
                int[] left = rows(counts[0], columns, 2 * most);
                int[] right = rows(counts[1], columns, 2 * most);
                int[] gain = new int[most + 1];
                for (int k = 0; k <= most; k++) {
                    for (int l = 0; l <= 2 * k; l++) {
                        gain[k] = Math.max(gain[k], left[l] + right[2 * k - l]);
                    }
                }
                gains.add(gain);
            }
        }
        return gains.toArray(int[][]::new);
    }

    /// What 0, 1, 2, … rows of one side realise at best, two half rows each, over all divisions among groups.
    private static int[] rows(int[][] counts, int columns, int most) {
        int[] best = new int[2 * most + 1];
        for (int[] ofGroup : counts) {
            int[] next = new int[best.length];
            for (int m = 0; m < best.length; m++) {
                int here = 0;
                for (int count : ofGroup) {
                    here += Math.min(count, m * columns);
                }
                for (int before = 0; before + m < best.length; before++) {
                    next[before + m] = Math.max(next[before + m], best[before] + here);
                }
            }
            best = next;
        }
        int[] rows = new int[most + 1];
        for (int r = 0; r <= most; r++) {
            rows[r] = best[2 * r];
        }
        return rows;
    }

    private static long best(int[][] gains, int drivers) {
        long[] best = new long[drivers + 1];
        for (int[] gain : gains) {
            long[] next = new long[drivers + 1];
            for (int k = 0; k < gain.length; k++) {
                for (int before = 0; before + k <= drivers; before++) {
                    next[before + k] = Math.max(next[before + k], best[before] + gain[k]);
                }
            }
            best = next;
        }
        return best[drivers];
    }

    /// One driver after the other to where it adds most, of equal ones to the first.
    private static long landings(int[][] gains, int drivers, int chain) {
        int[] of = new int[gains.length];
        for (int d = 0; d < drivers; d++) {
            int best = -1;
            int most = 0;
            for (int a = 0; a < of.length; a++) {
                int adds = of[a] + 1 < gains[a].length ? gains[a][of[a] + 1] - gains[a][of[a]] : 0;
                if (adds > most) {
                    most = adds;
                    best = a;
                }
            }
            if (best >= 0) {
                of[best]++;
            }
        }
        return Arrays.stream(of).mapToLong(k -> Math.ceilDiv(k, chain)).sum();
    }
}
