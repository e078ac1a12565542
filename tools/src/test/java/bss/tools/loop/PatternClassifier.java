package bss.tools.loop;

import bss.hil.loop.Iteration;
import bss.hil.loop.NetworkLoop;
import bss.spec.backend.BackendException;
import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The training of `examples/loop/classifier.py` on its network, with random numbers of its own.
final class PatternClassifier {

    private static final List<String> CLASSES = List.of("left", "right");
    private static final int INPUTS = 48;
    private static final int NEURONS = 4;
    private static final int PROTOTYPES = 12;
    private static final int ACTIVE = 20;
    private static final double SPREAD_MS = 40;
    private static final double SLOT_MS = 100;
    private static final double JITTER_MS = 4;
    private static final double DELETED = 0.2;
    private static final double BACKGROUND_HZ = 5;
    private static final double TARGET = 3;
    private static final double RATE = 0.6;
    private static final double MOST = 2;

    /// What random numbers are for.
    private enum Stream {
        PROTOTYPES,
        TRAINING,
        HELD_OUT,
        INITIAL,
        ROUNDING
    }

    private final NetworkLoop loop;
    private final double[][][] prototypes;
    private final SplittableRandom training;
    private final SplittableRandom rounding;
    private final Patterns heldOut;
    /// By input, class and neuron; negative ones are inhibitory.
    private final double[][][] weights = new double[INPUTS][2][NEURONS];

    PatternClassifier(NetworkLoop loop, long seed, int heldOut) {
        this.loop = loop;
        training = stream(seed, Stream.TRAINING);
        rounding = stream(seed, Stream.ROUNDING);
        SplittableRandom drawn = stream(seed, Stream.PROTOTYPES);
        prototypes = new double[PROTOTYPES][INPUTS][0];
        for (double[][] prototype : prototypes) {
            for (int input : Arrays.copyOf(shuffled(INPUTS, drawn), ACTIVE)) {
                prototype[input] = new double[] {SPREAD_MS * drawn.nextDouble(), SPREAD_MS * drawn.nextDouble()};
            }
        }
        this.heldOut = new Patterns(heldOut, stream(seed, Stream.HELD_OUT));
        SplittableRandom initial = stream(seed, Stream.INITIAL);
        for (double[][] of : weights) {
            for (double[] row : of) {
                Arrays.setAll(row, _ -> -5 + 12 * initial.nextDouble());
            }
        }
    }

    private static SplittableRandom stream(long seed, Stream what) {
        return new SplittableRandom(KeyedRandom.key(seed, what.ordinal()));
    }

    private static int[] shuffled(int count, SplittableRandom random) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            all[i] = all[at];
            all[at] = i;
        }
        return all;
    }

    /// Noisy copies of prototypes, one after the other.
    private final class Patterns {

        private final int[] classes;
        private final int[][] counts;
        private final List<List<Double>> trains = new ArrayList<>();

        Patterns(int count, SplittableRandom random) {
            classes = new int[count];
            counts = new int[count][INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                trains.add(new ArrayList<>());
            }
            int[] order = shuffled(count, random);
            for (int n = 0; n < count; n++) {
                int prototype = order[n] % PROTOTYPES;
                classes[n] = prototype % 2;
                for (int i = 0; i < INPUTS; i++) {
                    for (double ms : prototypes[prototype][i]) {
                        if (random.nextDouble() >= DELETED) {
                            add(n, i, ms + JITTER_MS * random.nextGaussian());
                        }
                    }
                    // rarely two: the rate is small
                    if (random.nextDouble() < BACKGROUND_HZ * SPREAD_MS * 1e-3) {
                        add(n, i, SPREAD_MS * random.nextDouble());
                    }
                }
            }
        }

        private void add(int pattern, int input, double ms) {
            trains.get(input).add(pattern * SLOT_MS + 10 + Math.clamp(ms, -10, SPREAD_MS + 10));
            counts[pattern][input]++;
        }

        /// Spikes by pattern, class and neuron.
        int[][][] answers() throws BackendException, InterruptedException {
            for (int i = 0; i < INPUTS; i++) {
                loop.setSpikes(
                        loop.population("inputs"),
                        i,
                        trains.get(i).stream().mapToDouble(ms -> ms).toArray());
            }
            Iteration iteration = loop.run(classes.length * SLOT_MS);
            int[][][] answers = new int[classes.length][2][NEURONS];
            for (int c = 0; c < 2; c++) {
                for (int k = 0; k < NEURONS; k++) {
                    for (double ms : iteration.spikes().times(loop.population(CLASSES.get(c)), k)) {
                        answers[(int) (ms / SLOT_MS)][c][k]++;
                    }
                }
            }
            return answers;
        }

        double accuracy() throws BackendException, InterruptedException {
            int right = 0;
            int[][][] answers = answers();
            for (int n = 0; n < classes.length; n++) {
                int own = Arrays.stream(answers[n][classes[n]]).sum();
                int other = Arrays.stream(answers[n][1 - classes[n]]).sum();
                right += own > other ? 1 : 0;
            }
            return (double) right / classes.length;
        }
    }

    /// Writes the weights, rounded at random so that the mean is right.
    void write() {
        for (int c = 0; c < 2; c++) {
            int excitatory = loop.projection(CLASSES.get(c) + " excitatory");
            int inhibitory = loop.projection(CLASSES.get(c) + " inhibitory");
            for (int i = 0; i < INPUTS; i++) {
                for (int k = 0; k < NEURONS; k++) {
                    double weight = weights[i][c][k];
                    int digital = (int) Math.floor(weight + rounding.nextDouble());
                    loop.setWeight(excitatory, i * NEURONS + k, Math.max(0, digital));
                    loop.setWeight(inhibitory, i * NEURONS + k, Math.max(0, -digital));
                }
            }
        }
    }

    /// One iteration of the delta rule.
    void learn(int batch) throws BackendException, InterruptedException {
        Patterns patterns = new Patterns(batch, training);
        int[][][] answers = patterns.answers();
        for (int c = 0; c < 2; c++) {
            for (int k = 0; k < NEURONS; k++) {
                for (int i = 0; i < INPUTS; i++) {
                    double change = 0;
                    for (int n = 0; n < batch; n++) {
                        double wanted = patterns.classes[n] == c ? TARGET : 0;
                        change += patterns.counts[n][i] * Math.clamp(wanted - answers[n][c][k], -MOST, MOST);
                    }
                    weights[i][c][k] = Math.clamp(weights[i][c][k] + RATE * change / batch, -15, 15);
                }
            }
        }
        write();
    }

    /// Share of the held-out patterns that the wafer tells right.
    double accuracy() throws BackendException, InterruptedException {
        return heldOut.accuracy();
    }
}
