package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Blocks of lanes that hold coefficients in common, or took lanes over from another one, against blocks that were
/// written lane by lane.
class SharedCoefficientsTest {

    private static final int SEED = 12;
    private static final int SINGLES = 5;
    private static final int MEMBERS = 3;
    private static final int LANES = SINGLES + 2 * MEMBERS;
    private static final double FARAD = 2e-12;

    private static CircuitParameters parameters(double eL, double tauM, boolean exponential) {
        return new CircuitParameters(
                FARAD,
                FARAD / tauM,
                eL,
                1.3,
                0.5,
                0.5e-6,
                0.7e-6,
                0.02,
                0.8,
                1.1,
                0.6,
                2e-7,
                12e-6,
                1e-9,
                1e-7,
                exponential);
    }

    /// Circuits of one lane, then two groups; `eL` apart, all blocks are the same.
    private static CircuitState written(double eL) {
        CircuitState s = new CircuitState(LANES);
        for (int lane = 0; lane < SINGLES; lane++) {
            s.set(lane, parameters(eL, (1 + lane) * 1e-6, lane % 2 == 0));
        }
        for (int first = SINGLES; first < LANES; first += MEMBERS) {
            s.setGroup(first, group(eL, first));
        }
        for (int lane = 0; lane < LANES; lane++) {
            s.rest(lane);
        }
        return s;
    }

    private static List<CircuitParameters> group(double eL, int first) {
        List<CircuitParameters> members = new ArrayList<>();
        for (int m = 0; m < MEMBERS; m++) {
            members.add(parameters(eL + 0.01 * m, (first + m) * 1e-6, m != 1));
        }
        return members;
    }

    /// Steps with random input; the spikes as lane and time.
    private static List<Integer> run(CircuitState s, int seed, int from, int cycles) {
        SplittableRandom random = new SplittableRandom(seed);
        SpikeBuffer out = new SpikeBuffer(64);
        List<Integer> spikes = new ArrayList<>();
        NeuronKernel singles = new ScalarKernel();
        NeuronKernel groups = new GroupKernel();
        for (int cycle = from; cycle < from + cycles; cycle++) {
            Receptor receptor = random.nextInt(4) == 0 ? Receptor.INHIBITORY : Receptor.EXCITATORY;
            s.addInput(random.nextInt(LANES), receptor, random.nextInt(1 << 22));
            singles.step(s, 0, SINGLES, cycle, out);
            groups.step(s, SINGLES, LANES, cycle, out);
            for (int k = 0; k < out.count(); k++) {
                spikes.add(out.lane(k));
                spikes.add(out.time(k));
            }
            out.clear();
        }
        return spikes;
    }

    private static void assertSameRun(CircuitState expected, CircuitState actual, int seed, int from) {
        String message = "seed " + seed;
        List<Integer> spikes = run(expected, seed, from, 2000);
        assertFalse(spikes.isEmpty(), message);
        assertArrayEquals(spikes.toArray(), run(actual, seed, from, 2000).toArray(), message);
        assertArrayEquals(expected.v, actual.v, message);
        assertArrayEquals(expected.w, actual.w, message);
        assertArrayEquals(expected.gExc, actual.gExc, message);
    }

    @Test
    void blocksThatShareRunAsIfTheyDidNot() {
        CircuitState one = written(0.7);
        CircuitState two = written(0.75);
        two.share(one);
        assertSame(one.kL, two.kL);
        assertNotSame(one.eL, two.eL);
        assertSameRun(written(0.7), one, SEED, 0);
        assertSameRun(written(0.75), two, SEED + 1, 0);
    }

    @Test
    void whatIsWrittenToOneBlockLeavesTheOthersAsTheyWere() {
        for (int change = 0; change < 3; change++) {
            CircuitState[] blocks = {written(0.7), written(0.7), written(0.7)};
            blocks[1].share(blocks[0]);
            blocks[2].share(blocks[1]);
            CircuitState changed = written(0.7);
            for (CircuitState s : List.of(blocks[0], changed)) {
                switch (change) {
                    case 0 -> s.set(2, parameters(0.9, 3e-6, true));
                    case 1 -> s.setCurrent(SINGLES + 1, 2e-8);
                    default -> s.setGroup(0, group(0.8, 4));
                }
            }
            if (change < 2) {
                assertSameRun(changed, blocks[0], SEED, 0);
            }
            assertSameRun(written(0.7), blocks[1], SEED, 0);
            assertSameRun(written(0.7), blocks[2], SEED + 1, 0);
        }
    }

    @Test
    void circuitsGoOnInLanesOfAnotherBlock() {
        CircuitState old = written(0.7);
        old.setCurrent(1, 1e-8);
        run(old, SEED, 0, 500);
        CircuitState expected = written(0.7);
        expected.setCurrent(1, 1e-8);
        run(expected, SEED, 0, 500);
        CircuitState next = new CircuitState(LANES);
        next.setGroup(1, group(0.5, 2));
        for (int lane = 0; lane < SINGLES; lane++) {
            next.copy(lane, old, lane, 1);
        }
        for (int first = SINGLES; first < LANES; first += MEMBERS) {
            next.copy(first, old, first, MEMBERS);
        }
        assertSameRun(expected, next, SEED + 1, 500);
        CircuitState elsewhere = new CircuitState(LANES + 1);
        elsewhere.copy(2, old, SINGLES, MEMBERS);
        elsewhere.set(2, parameters(0.7, 1e-6, false));
        for (int i = 0; i < elsewhere.v.length; i++) {
            assertEquals(1, elsewhere.members[i], "the group is dissolved");
            assertEquals(i, elsewhere.leader[i], "the group is dissolved");
        }
    }
}
