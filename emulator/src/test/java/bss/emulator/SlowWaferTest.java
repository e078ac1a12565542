package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bss.spec.backend.RunCounters;
import bss.spec.config.WaferConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// The emulator's events against the slow model, feature by feature.
class SlowWaferTest {

    private static final int NETWORKS = 10;

    private interface Setup {
        void make(RandomWafer random) throws Exception;
    }

    /// Runs networks of a feature and demands that each of the counters is reached in some of them.
    private static void compare(
            String feature, int width, int height, int pulses, Setup setup, List<ToLongFunction<RunCounters>> reached)
            throws Exception {
        long[] sums = new long[reached.size()];
        long first = Math.floorMod(feature.hashCode(), 1000) * 100L;
        for (int n = 0; n < NETWORKS; n++) {
            long seed = first + n;
            RandomWafer random = new RandomWafer(seed, width, height);
            setup.make(random);
            try (ModelComparison both = new ModelComparison(feature + ", seed " + seed, random.wafer.build())) {
                if (pulses > 0) {
                    both.play(random.pulses(pulses, 0, 1600));
                }
                both.advance(100 + random.random.nextInt(300));
                if (pulses > 0) {
                    both.play(random.pulses(pulses / 2, 600, 1600));
                }
                both.advance(500 + random.random.nextInt(300));
                RunCounters end = both.advance(1500);
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += reached.get(k).applyAsLong(end);
                }
            }
        }
        System.out.printf(
                "%s: seeds %d to %d, counted %s%n", feature, first, first + NETWORKS - 1, Arrays.toString(sums));
        for (int k = 0; k < sums.length; k++) {
            assertTrue(sums[k] > 0, feature + ": counter " + k + " was never reached");
        }
    }

    @Test
    void plainRoutesOverSeveralChips() throws Exception {
        compare(
                "routes",
                3,
                2,
                0,
                random -> {
                    random.lock();
                    random.neurons(15, false);
                    random.routes(2, 4);
                },
                List.of(RunCounters::synapticEvents, RunCounters::l1Events));
    }

    @Test
    void chainsOfDrivers() throws Exception {
        compare(
                "chains",
                2,
                1,
                0,
                random -> {
                    random.lock();
                    random.neurons(15, false);
                    random.routes(3, 1);
                    for (int h : random.chips) {
                        for (int k = 0; k < 8; k++) {
                            random.chain(h, random.random.nextInt(224), random.random.nextInt(6));
                        }
                    }
                },
                List.of(RunCounters::synapticEvents));
    }

    @Test
    void mergingTreesWithSlowMergersAndContention() throws Exception {
        compare(
                "merging",
                1,
                1,
                0,
                random -> {
                    random.generators(0.3, 0.3, true);
                    random.tree();
                    random.dncMergers(0.4, 0);
                    random.neurons(100, true);
                    random.routes(8, 0);
                    random.links(0.2, 0.1);
                },
                List.of(
                        RunCounters::lostEncoder,
                        RunCounters::lostMerger,
                        RunCounters::copies,
                        RunCounters::unheard,
                        RunCounters::lostL1,
                        RunCounters::l1Events));
    }

    @Test
    void loopbacks() throws Exception {
        compare(
                "loopbacks",
                2,
                1,
                200,
                random -> {
                    random.generators(0.4, 0.2, false);
                    random.dncMergers(0.3, 0.5);
                    random.neurons(30, false);
                    random.routes(6, 1);
                    random.links(0.3, 0.3);
                },
                List.of(RunCounters::copies, RunCounters::l1Events, RunCounters::unheard));
    }

    @Test
    void externalInputWithAndWithoutTimestamps() throws Exception {
        compare(
                "external",
                4,
                2,
                400,
                random -> {
                    random.lock();
                    random.neurons(5, false);
                    random.dncMergers(0.5, 0);
                    random.routes(3, 2);
                    random.links(0.1, 0.7);
                    random.timestamps(0.5);
                },
                List.of(RunCounters::external, RunCounters::synapticEvents, RunCounters::lostDown));
    }

    @Test
    void overloadOfFpgaLinkAndQueues() throws Exception {
        compare(
                "overload",
                3,
                2,
                2500,
                random -> {
                    random.lock();
                    random.neurons(20, true);
                    random.dncMergers(0.5, 0.1);
                    random.routes(3, 2);
                    random.links(0.1, 0.8);
                    random.timestamps(0.5);
                },
                List.of(RunCounters::external, RunCounters::droppedBeforeRun, RunCounters::lostDown));
    }

    @Test
    void generatorsLockedAndUnlockedAndConflictsOnLines() throws Exception {
        compare(
                "generators",
                2,
                2,
                0,
                random -> {
                    random.generators(0.5, 0.3, true);
                    if (random.chance(0.5)) {
                        random.tree();
                    }
                    random.neurons(10, false);
                    random.routes(8, 4);
                },
                List.of(RunCounters::generated, RunCounters::l1Events, RunCounters::lostL1));
    }

    @Test
    void overloadOfTheWayUpAndTheBackgroundFilter() throws Exception {
        compare(
                "up",
                2,
                2,
                100,
                random -> {
                    random.generators(0.5, 0.5, true);
                    random.neurons(60, true);
                    random.links(0.8, 0.1);
                },
                List.of(RunCounters::traced, RunCounters::filtered, RunCounters::lostUp));
    }

    @Test
    void anyBits() throws Exception {
        compare(
                "bits",
                3,
                2,
                600,
                random -> {
                    random.generators(0.4, 0.3, true);
                    random.tree();
                    random.dncMergers(0.4, 0.3);
                    random.neurons(20, false);
                    random.routes(6, 3);
                    random.links(0.4, 0.4);
                    random.timestamps(0.5);
                    random.flips(60);
                },
                List.of(RunCounters::external, RunCounters::l1Events, RunCounters::lostL1));
    }

    /// Everything but generators is silent when new bits come: mergers take them some cycles ahead.
    @Test
    void reconfigurationInTheMiddleOfARun() throws Exception {
        long events = 0;
        for (long seed = 4000; seed < 4000 + NETWORKS; seed++) {
            RandomWafer random = new RandomWafer(seed, 3, 2);
            List<int[]> neurons = rewire(random);
            try (ModelComparison both = new ModelComparison("reconfiguration, seed " + seed, random.wafer.build())) {
                for (int phase = 0; phase < 4; phase++) {
                    long start = both.now();
                    both.play(random.pulses(100, 2 * start + 60, 2 * start + 400));
                    for (int k = 0; k < 8; k++) {
                        for (int n = 0; n < 10; n++) {
                            int[] neuron = neurons.get(random.random.nextInt(neurons.size()));
                            both.fire(neuron[0], neuron[1]);
                        }
                        both.advance(both.now() + 1 + random.random.nextInt(20));
                    }
                    // 60 clocks after the generators
                    both.advance((start / 125 + 4) * 125 + 54);
                    assertTrue(both.quiet(), "not quiet, seed " + seed);
                    blankAndRewire(random, neurons);
                    both.configure(random.wafer.build());
                }
                events += both.advance(both.now() + 100).l1Events();
            }
        }
        assertTrue(events > 100, "events " + events);
    }

    private static void blankAndRewire(RandomWafer random, List<int[]> neurons) {
        random.blank();
        neurons.clear();
        neurons.addAll(rewire(random));
    }

    private static List<int[]> rewire(RandomWafer random) {
        for (int h : random.chips) {
            for (int g = 0; g < 8; g++) {
                if (random.chance(0.4)) {
                    random.wafer.chip(h).generator(g);
                }
            }
        }
        random.dncMergers(0.3, 0.3);
        random.routes(4, 2);
        random.links(0.3, 0.5);
        random.timestamps(0.5);
        return random.quietNeurons(20);
    }

    @Test
    void shortTermPlasticity() throws Exception {
        assumeTrue(TestFeatures.PLASTICITY);
        compare(
                "stp",
                2,
                1,
                100,
                random -> {
                    random.lock();
                    random.neurons(10, false);
                    random.routes(4, 1);
                    random.links(0.1, 0.4);
                    random.shortTerm();
                },
                List.of(RunCounters::synapticEvents));
    }

    @Test
    void longTermPlasticity() throws Exception {
        assumeTrue(TestFeatures.PLASTICITY);
        long events = 0;
        long changed = 0;
        long charged = 0;
        for (long seed = 5000; seed < 5000 + NETWORKS; seed++) {
            RandomWafer random = new RandomWafer(seed, 2, 1);
            random.lock();
            random.neurons(100, false);
            random.join(20);
            random.routes(4, 1);
            if (random.chance(0.5)) {
                random.shortTerm();
            }
            random.longTerm();
            WaferConfiguration wafer = random.wafer.build();
            try (ModelComparison both = new ModelComparison("stdp, seed " + seed, wafer)) {
                for (int stop = 1000; stop <= 3000; stop += 1000) {
                    events += both.advance(stop).synapticEvents();
                    changed += both.compareWeights(wafer);
                }
                charged += both.model().chargedEvaluations();
            }
        }
        assertTrue(events > 1000 && changed > 1000 && charged > 300, events + " " + changed + " " + charged);
    }
}
