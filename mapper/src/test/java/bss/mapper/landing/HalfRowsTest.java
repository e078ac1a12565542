package bss.mapper.landing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.synapses.SynapseTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Small arrivals against all settings of their rows.
class HalfRowsTest {

    /// Some neurons and one bus: columns by neuron, synapses by side, upper address bits and neuron.
    private static final class Toy {
        private final int[] even;
        private final int[] odd;
        private final int[][][] counts;

        Toy(int[] even, int[] odd, int[][][] counts) {
            this.even = even;
            this.odd = odd;
            this.counts = counts;
        }

        static Toy random(Random random, boolean uniform) {
            int neurons = 1 + random.nextInt(4);
            int[] even = random.ints(neurons, uniform ? 1 : 0, 4).toArray();
            int[] odd = even.clone();
            if (!uniform) {
                // columns alternate, so that the parities differ by one at most
                Arrays.setAll(odd, n -> even[n] == 0 ? 1 : even[n] - 1 + random.nextInt(3));
            }
            int[][][] counts = new int[2][4][neurons];
            int kinds = 1 + random.nextInt(8);
            for (int k = 0; k < kinds; k++) {
                int[] of = counts[random.nextInt(3) / 2][random.nextInt(4)];
                int most = 1 + random.nextInt(9);
                Arrays.setAll(of, _ -> random.nextInt(most));
            }
            return new Toy(even, odd, counts);
        }

        int neurons() {
            return even.length;
        }

        int total() {
            return Arrays.stream(counts)
                    .flatMap(Arrays::stream)
                    .flatMapToInt(IntStream::of)
                    .sum();
        }

        /// Cells 0 to 3 send with these upper address bits, the others are the neurons.
        ChipDemand demand() {
            List<Integer> source = new ArrayList<>();
            List<Integer> target = new ArrayList<>();
            int[] first = new int[3];
            for (int side = 0; side < 2; side++) {
                for (int msb = 0; msb < 4; msb++) {
                    for (int n = 0; n < neurons(); n++) {
                        for (int i = 0; i < counts[side][msb][n]; i++) {
                            source.add(msb);
                            target.add(4 + n);
                        }
                    }
                }
                first[side + 1] = source.size();
            }
            int cells = 4 + neurons();
            int[] chip = new int[cells];
            int[] bus = new int[cells];
            byte[] evenOf = new byte[cells];
            byte[] oddOf = new byte[cells];
            for (int cell = 0; cell < cells; cell++) {
                chip[cell] = cell < 4 ? Wiring.NONE : 0;
                bus[cell] = cell < 4 ? 0 : Wiring.NONE;
                evenOf[cell] = (byte) (cell < 4 ? 0 : even[cell - 4]);
                oddOf[cell] = (byte) (cell < 4 ? 0 : odd[cell - 4]);
            }
            byte[] msb = Arrays.copyOf(new byte[] {0, 1, 2, 3}, cells);
            SynapseTable table = new SynapseTable(
                    first,
                    source.stream().mapToInt(s -> s).toArray(),
                    target.stream().mapToInt(t -> t).toArray(),
                    new byte[] {0, 1},
                    new byte[2]);
            return ChipDemand.of(ChipSynapses.of(table, new Wiring(1, chip, evenOf, oddOf, 1, bus, msb)), 0);
        }

        /// Synapses realised with so many half rows of even and odd columns by side and upper address bits.
        int realised(int[][] evenRows, int[][] oddRows) {
            int sum = 0;
            for (int side = 0; side < 2; side++) {
                for (int msb = 0; msb < 4; msb++) {
                    for (int n = 0; n < neurons(); n++) {
                        int circuits = evenRows[side][msb] * even[n] + oddRows[side][msb] * odd[n];
                        sum += Math.min(counts[side][msb][n], circuits);
                    }
                }
            }
            return sum;
        }

        /// The best of all settings of so many rows; a setting is side * 16 + msb of the even columns * 4 + msb of
        /// the odd ones.
        int best(int rows, int least, int[][] evenRows, int[][] oddRows) {
            if (rows == 0) {
                return realised(evenRows, oddRows);
            }
            int best = 0;
            for (int setting = least; setting < 32; setting++) {
                evenRows[setting / 16][setting / 4 % 4]++;
                oddRows[setting / 16][setting % 4]++;
                best = Math.max(best, best(rows - 1, setting, evenRows, oddRows));
                evenRows[setting / 16][setting / 4 % 4]--;
                oddRows[setting / 16][setting % 4]--;
            }
            return best;
        }

        int best(int rows) {
            return best(rows, 0, new int[2][4], new int[2][4]);
        }

        @Override
        public String toString() {
            return "even %s, odd %s, counts %s"
                    .formatted(Arrays.toString(even), Arrays.toString(odd), Arrays.deepToString(counts));
        }
    }

    /// What the product's rows realise, counted anew; their gains must say the same.
    private static int realised(Toy toy, List<HalfRows.Row> rows, String context) {
        int[][] even = new int[2][4];
        int[][] odd = new int[2][4];
        int before = 0;
        for (HalfRows.Row row : rows) {
            if (row.evenMsb() != HalfRows.UNUSED) {
                even[row.side()][row.evenMsb()]++;
            }
            if (row.oddMsb() != HalfRows.UNUSED) {
                odd[row.side()][row.oddMsb()]++;
            }
            int now = toy.realised(even, odd);
            assertEquals(now - before, row.gain(), context);
            before = now;
        }
        return before;
    }

    @Test
    void withAsManyEvenAsOddColumnsNoOtherSettingOfTheRowsRealisesMore() {
        for (int seed = 0; seed < 400; seed++) {
            Toy toy = Toy.random(new Random(seed), true);
            if (toy.total() == 0) {
                continue;
            }
            ChipDemand demand = toy.demand();
            assertTrue(demand.uniform(), "seed " + seed);
            for (int rows = 0; rows <= (seed % 20 == 0 ? 4 : 3); rows++) {
                String context = "seed %d, %d rows: %s".formatted(seed, rows, toy);
                List<HalfRows.Row> plan = HalfRows.of(demand, 0, rows);
                assertTrue(plan.size() <= rows, context);
                assertEquals(toy.best(rows), realised(toy, plan, context), context);
            }
        }
    }

    @Test
    void otherwiseTheRowsAreNoBetterThanTheBestAndRarelyMuchWorse() {
        int realised = 0;
        int possible = 0;
        for (int seed = 1000; seed < 1400; seed++) {
            Toy toy = Toy.random(new Random(seed), false);
            if (toy.total() == 0) {
                continue;
            }
            ChipDemand demand = toy.demand();
            for (int rows = 1; rows <= 3; rows++) {
                String context = "seed %d, %d rows: %s".formatted(seed, rows, toy);
                int here = realised(toy, HalfRows.of(demand, 0, rows), context);
                int best = toy.best(rows);
                assertTrue(here <= best, context);
                realised += here;
                possible += best;
            }
        }
        assertTrue(realised >= 0.97 * possible, "%d of %d".formatted(realised, possible));
    }

    @Test
    void theBoundHoldsForEverySettingOfTheRows() {
        for (int seed = 0; seed < 400; seed++) {
            Toy toy = Toy.random(new Random(seed), seed % 2 == 0);
            if (toy.total() == 0) {
                continue;
            }
            int[] bound = HalfRows.bound(toy.demand(), 0, 8);
            assertEquals(0, bound[0]);
            assertTrue(bound[Math.min(1, bound.length - 1)] >= toy.best(2), "seed %d: %s".formatted(seed, toy));
            if (seed % 16 < 2) {
                assertTrue(bound[Math.min(2, bound.length - 1)] >= toy.best(4), "seed %d: %s".formatted(seed, toy));
            }
        }
    }

    @Test
    void driversHaveTwoRowsEachAndRealiseEverythingInTheEndWithStepsThatDoNotGrow() {
        for (int seed = 0; seed < 2000; seed++) {
            Toy toy = Toy.random(new Random(seed), seed % 2 == 0);
            if (toy.total() == 0) {
                continue;
            }
            String context = "seed %d: %s".formatted(seed, toy);
            ChipDemand demand = toy.demand();
            int[] gains = HalfRows.ofDrivers(demand, 0, 224);
            assertEquals(toy.total(), gains[gains.length - 1], context);
            for (int k = 1; k < gains.length; k++) {
                assertTrue(gains[k] > gains[k - 1], context);
                assertTrue(k < 2 || gains[k] - gains[k - 1] <= gains[k - 1] - gains[k - 2], context);
                assertEquals(realised(toy, HalfRows.of(demand, 0, 2 * k), context), gains[k], context);
            }
            int most = 1 + seed % 3;
            assertArrayEquals(
                    Arrays.copyOf(gains, Math.min(most + 1, gains.length)),
                    HalfRows.ofDrivers(demand, 0, most),
                    context);
            int[] bound = HalfRows.bound(demand, 0, 224);
            for (int k = 0; k < gains.length; k++) {
                assertTrue(bound[Math.min(k, bound.length - 1)] >= gains[k], context);
            }
        }
    }

    @Test
    void demandsCountEachSynapseOfTheChipOnceByArrivalKindAndNeuron() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int cells = 2 + random.nextInt(20);
            int[] chip = random.ints(cells, -1, 3).toArray();
            int[] bus = random.ints(cells, -1, 3).toArray();
            byte[] msb = new byte[cells];
            byte[] columns = new byte[cells];
            for (int cell = 0; cell < cells; cell++) {
                msb[cell] = (byte) random.nextInt(4);
                columns[cell] = 1;
            }
            int[] first = {0, random.nextInt(30), 0, 0};
            first[2] = first[1] + random.nextInt(30);
            first[3] = first[2] + random.nextInt(30);
            int[] source = random.ints(first[3], 0, cells).toArray();
            int[] target = random.ints(first[3], 0, cells).toArray();
            byte[] side = {0, 1, 1};
            byte[] stp = {(byte) random.nextInt(3), (byte) random.nextInt(3), (byte) random.nextInt(3)};
            SynapseTable table = new SynapseTable(first, source, target, side, stp);
            ChipSynapses synapses = ChipSynapses.of(table, new Wiring(3, chip, columns, columns, 3, bus, msb));
            int[][][] wanted = new int[3 * 3 * 3][8][cells];
            int arriving = 0;
            for (int s = 0; s < first[3]; s++) {
                int p = s < first[1] ? 0 : s < first[2] ? 1 : 2;
                if (chip[target[s]] >= 0 && bus[source[s]] >= 0) {
                    wanted[(chip[target[s]] * 3 + bus[source[s]]) * 3 + stp[p]][4 * side[p] + msb[source[s]]][
                            target[s]]++;
                    arriving++;
                }
            }
            assertEquals(arriving, synapses.size(), "seed " + seed);
            for (int h = 0; h < 3; h++) {
                check(ChipDemand.of(synapses, h), Arrays.copyOfRange(wanted, 9 * h, 9 * h + 9), "seed " + seed);
            }
        }
    }

    private static void check(ChipDemand demand, int[][][] wanted, String context) {
        for (int key = 0; key < 9; key++) {
            int total = Arrays.stream(wanted[key]).flatMapToInt(IntStream::of).sum();
            int a = demand.arrival(key / 3, key % 3);
            assertEquals(total > 0, a >= 0, context);
            if (a < 0) {
                continue;
            }
            assertEquals(key / 3, demand.bus(a), context);
            assertEquals(key % 3, demand.stp(a), context);
            assertEquals(total, demand.total(a), context);
            for (int kind = 0; kind < 8; kind++) {
                int[] counts = demand.counts(a, kind);
                int seen = 0;
                for (int n = 0; n < demand.neurons(); n++) {
                    assertEquals(wanted[key][kind][demand.cell(n)], counts[n], context);
                    seen += counts[n];
                }
                assertEquals(IntStream.of(wanted[key][kind]).sum(), seen, context);
            }
        }
    }
}
