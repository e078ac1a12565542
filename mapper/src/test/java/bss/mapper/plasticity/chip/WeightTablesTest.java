package bss.mapper.plasticity.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.config.StdpConfig;
import bss.spec.transfer.StdpTransfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Tables and thresholds against additive weights without steps.
class WeightTablesTest {

    private static final RowRange ROWS = new RowRange(3, 9);

    private static final double QUICK = 0.03;
    private static final double TAU_MS = 20;

    /// What the controller of these tables does to a synapse: collect, compare at every look, look up, empty.
    /// Independent of the emulator: no charges in fixed point, no gains.
    ///
    /// @param looks charge of each pair, negative for anticausal ones, by look
    /// @return sum of all steps, which the weights' range does not clip
    private static double collect(WeightTables tables, List<double[]> looks) {
        StdpConfig config = tables.config(ROWS);
        assertTrue(config.automatic());
        double high = StdpTransfer.pairs(tables.highThresholdCode(), 0);
        double low = StdpTransfer.pairs(tables.lowThresholdCode(), 0);
        double causal = 0;
        double anticausal = 0;
        double sum = 0;
        for (double[] pairs : looks) {
            for (double pair : pairs) {
                causal = Math.min(StdpTransfer.FULL_PAIRS, causal + Math.max(pair, 0));
                anticausal = Math.min(StdpTransfer.FULL_PAIRS, anticausal + Math.max(-pair, 0));
            }
            boolean first = above(config.pattern0(), causal, anticausal, low, high);
            boolean second = above(config.pattern1(), causal, anticausal, low, high);
            sum += (first ? tables.causal() : 0) + (second ? tables.anticausal() : 0);
            causal = first || second ? 0 : causal;
            anticausal = first || second ? 0 : anticausal;
        }
        return sum;
    }

    /// The voltages of both capacitors, joined to the thresholds as a pattern says.
    private static boolean above(int pattern, double causal, double anticausal, double low, double high) {
        double lower = low + ((pattern & 2) != 0 ? causal : 0) + ((pattern & 4) != 0 ? anticausal : 0);
        double higher = high + ((pattern & 8) != 0 ? causal : 0) + ((pattern & 1) != 0 ? anticausal : 0);
        return lower / (1 + Integer.bitCount(pattern & 6)) > higher / (1 + Integer.bitCount(pattern & 9));
    }

    /// @param looks pairs of neighbours by look
    /// @param all charge of all pairs, causal less anticausal
    private record Trains(List<double[]> looks, double all) {}

    /// A Poisson train and a cell that fires at random, and besides, with some probability, 3 ms after an arrival.
    private static Trains trains(Random random, double rate, double cell, double driven, double walkSeconds) {
        double seconds = 40;
        List<Double> arrivals = poisson(random, rate, seconds);
        List<Double> spikes = poisson(random, cell, seconds);
        arrivals.stream().filter(_ -> random.nextDouble() < driven).forEach(t -> spikes.add(t + 3));
        record Event(double ms, boolean arrival) {}
        List<Event> events = new ArrayList<>();
        arrivals.forEach(t -> events.add(new Event(t, true)));
        spikes.forEach(t -> events.add(new Event(t, false)));
        events.sort(Comparator.comparingDouble(Event::ms));
        List<List<Double>> looks = new ArrayList<>();
        for (double t = 0; t < seconds; t += walkSeconds) {
            looks.add(new ArrayList<>());
        }
        double arrival = Double.NEGATIVE_INFINITY;
        double spike = Double.NEGATIVE_INFINITY;
        for (Event event : events) {
            List<Double> look = looks.get(Math.min(looks.size() - 1, (int) (event.ms() / (1e3 * walkSeconds))));
            if (event.arrival()) {
                if (spike > arrival) {
                    look.add(-Math.exp((spike - event.ms()) / TAU_MS));
                }
                arrival = event.ms();
            } else {
                if (arrival > spike) {
                    look.add(Math.exp((arrival - event.ms()) / TAU_MS));
                }
                spike = event.ms();
            }
        }
        double all = 0;
        for (double a : arrivals) {
            for (double b : spikes) {
                all += Math.signum(b - a) * Math.exp(-Math.abs(b - a) / TAU_MS);
            }
        }
        List<double[]> pairs = looks.stream()
                .map(look -> look.stream().mapToDouble(q -> q).toArray())
                .toList();
        return new Trains(pairs, all);
    }

    private static List<Double> poisson(Random random, double hertz, double seconds) {
        List<Double> times = new ArrayList<>();
        for (double t = 0; t < 1e3 * seconds; ) {
            t += -Math.log(1 - random.nextDouble()) * 1e3 / hertz;
            times.add(t);
        }
        return times;
    }

    @Test
    void manyPairsOfOneKindMoveTheWeightAboutAsFarAsTheyShould() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            double up = 0.02 + 0.3 * random.nextDouble();
            double down = up * (0.6 + 0.8 * random.nextDouble());
            WeightTables tables = WeightTables.of(0, 15, up, -down, QUICK);
            List<double[]> pairs =
                    random.doubles(2000, 0, 0.1).mapToObj(q -> new double[] {q}).toList();
            // at 20 Hz, of 8 pairs in a second 4.5 are of neighbours
            double sum = 8 / 4.5 * pairs.stream().mapToDouble(q -> q[0]).sum();
            double raised = collect(tables, pairs);
            double lowered = collect(
                    tables, pairs.stream().map(q -> new double[] {-q[0]}).toList());
            String where = "seed %d, %s per pair, %s".formatted(seed, up, tables);
            // one step that is not yet earned, and a quarter for steps that are whole
            assertEquals(sum * up, raised, tables.causal() + 0.25 * sum * up, where);
            assertEquals(sum * down, -lowered, -tables.anticausal() + 0.25 * sum * down, where);
        }
    }

    @Test
    void causalityIsLearntAboutAsFastAsAskedForHoweverLongTheControllerIsOnItsWay() {
        for (double walk : new double[] {0.4, 1.6, 3.2, 7.1}) {
            for (double perPair : new double[] {0.03, 0.15, 0.6}) {
                WeightTables tables = WeightTables.of(0, 15, perPair, -perPair, walk);
                if (walk < WeightTables.longWalkSeconds(perPair, -perPair)) {
                    continue;
                }
                assertTrue(tables.difference());
                double asked = 0;
                double learnt = 0;
                double drift = 0;
                for (long seed = 0; seed < 60; seed++) {
                    Trains trains = trains(new Random(seed), 20, 17, 0.06, walk);
                    asked += perPair * trains.all();
                    learnt += collect(tables, trains.looks());
                    drift += collect(
                            tables, trains(new Random(seed), 20, 20, 0, walk).looks());
                }
                String where = "walk of %s s, %s codes for each pair: %.1f learnt of %.1f, %.1f of nothing; %s"
                        .formatted(walk, perPair, learnt, asked, drift, tables);
                assertTrue(learnt > asked / 1.35 && learnt < 1.35 * asked, where);
                assertTrue(Math.abs(drift) < asked / 3, where);
            }
        }
    }

    @Test
    void tablesKeepToTheBoundsAndLeaveWhatLiesBeyond() {
        StdpConfig config = WeightTables.of(2.2, 11.6, 0.1, -0.1, QUICK).config(ROWS);
        for (int w = 0; w < 16; w++) {
            assertEquals(w >= 12 ? w : w + 1, config.causal()[w], "causal " + w);
            assertEquals(w <= 2 ? w : w - 1, config.anticausal()[w], "anticausal " + w);
            assertEquals(w, config.combined()[w], "combined " + w);
        }
        assertEquals(3, config.firstRow());
        assertEquals(9, config.lastRow());
    }

    @Test
    void amplitudesThatDifferGiveStepsThatDiffer() {
        WeightTables half = WeightTables.of(0, 15, 0.1, -0.15, QUICK);
        assertEquals(2, half.causal());
        assertEquals(-3, half.anticausal());
        WeightTables fourth = WeightTables.of(0, 15, 0.4, -0.1, QUICK);
        assertEquals(4, fourth.causal());
        assertEquals(-1, fourth.anticausal());
        WeightTables antihebbian = WeightTables.of(0, 15, -0.1, 0.1, QUICK);
        assertEquals(-1, antihebbian.causal());
        assertEquals(1, antihebbian.anticausal());
    }

    @Test
    void withoutAmplitudeOrRangeTheControllerIsOff() {
        assertFalse(WeightTables.of(0, 15, 0, 0, QUICK).config(ROWS).automatic());
        assertFalse(WeightTables.of(4, 4, 0.1, 0.1, QUICK).config(ROWS).automatic());
        assertTrue(WeightTables.of(0, 15, 0.1, 0, QUICK).config(ROWS).automatic());
        assertEquals(0, WeightTables.of(0, 15, 0.1, 0, QUICK).anticausal());
    }
}
