package bss.emulator.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Several lanes on one membrane.
class GroupTest {

    private static final Cell.Scale SCALE = new Cell.Scale(10);
    private static final int STEPS = 7500;

    /// One of `n` equal members of the neuron.
    private static Cell share(Cell c, int n) {
        return new Cell(
                c.c(),
                c.gL() / n,
                c.eL(),
                c.vT(),
                c.deltaT(),
                c.a() / n,
                c.tauW(),
                c.b() / n,
                c.vReset(),
                c.vPeak(),
                c.tauRefrac(),
                c.eExc(),
                c.eInh(),
                c.tauExc(),
                c.tauInh());
    }

    private static CircuitState group(List<Cell> cells) {
        CircuitState s = new CircuitState(cells.size());
        s.setGroup(0, cells.stream().map(c -> c.onChip(SCALE)).toList());
        for (int k = cells.size() - 1; k >= 0; k--) {
            s.rest(k);
        }
        return s;
    }

    @ParameterizedTest(name = "{0} members")
    @ValueSource(ints = {2, 3, 8, 64})
    void equalMembersFireAsOneLane(int n) {
        List<FiringPatternsTest.Pattern> patterns = new ArrayList<>(FiringPatternsTest.PATTERNS.subList(0, 7));
        patterns.add(new FiringPatternsTest.Pattern("lif", Cell.lif(200, 10, -65, -50, -60, 1.23), 400));
        patterns.add(new FiringPatternsTest.Pattern(
                "cut", Cell.adex(200, 10, -70, -50, 2, 2, 120, 20, -58).firing(-42.5, 0.7), 500));
        for (FiringPatternsTest.Pattern p : patterns) {
            CircuitState one = new CircuitState(1);
            one.set(0, p.cell().onChip(SCALE));
            one.rest(0);
            one.setCurrent(0, p.cell().ampere(p.currentPA(), SCALE));
            double[] expected = Trains.record(new ScalarKernel(), one, STEPS, step -> {});

            CircuitState many = group(Collections.nCopies(n, share(p.cell(), n)));
            many.setCurrent(n - 1, p.cell().ampere(p.currentPA(), SCALE));
            double[] actual = Trains.record(new GroupKernel(), many, STEPS, step -> {});
            assertEquals(expected.length, actual.length, p.name());
            // delayed regular bursting creeps past a saddle, which magnifies the last bits
            double bound = p.name().equals("delregburst") ? 0.05 : 0.02;
            assertEquals(0, Trains.largestDifference(expected, actual, expected.length), bound, p.name());
        }
    }

    static final List<List<Cell>> UNEQUAL = List.of(
            List.of(Cell.adex(300, 6, -70, -50, 2, 1, 120, 30, -58), Cell.adex(300, 4, -66, -48, 1.2, 2, 60, 20, -55)),
            List.of(Cell.adex(300, 4, -66, -48, 1.2, 2, 60, 20, -55), Cell.adex(300, 6, -70, -50, 2, 1, 120, 30, -58)),
            List.of(
                    Cell.adex(300, 10, -68, -50, 2, 1, 120, 30, -58).firing(-10, 0.77),
                    Cell.lif(300, 7, -60, -50, -60, 0).adapting(2, 250, 15),
                    Cell.adex(300, 3, -72, -52, 2.9, 0, 90, 10, -58)),
            List.of(
                    Cell.lif(300, 10, -65, -50, -60, 1.5),
                    Cell.lif(300, 5, -60, -40, -50, 0).adapting(1, 200, 25)),
            List.of(Cell.lif(300, 10, -65, -45, -60, 1.5), Cell.adex(300, 5, -65, -50, 2, 2, 200, 25, -60)));

    @ParameterizedTest
    @FieldSource("UNEQUAL")
    void unequalMembersFireAsTheReferenceDoes(List<Cell> cells) {
        CircuitState s = group(cells);
        s.setCurrent(0, cells.getFirst().ampere(600, SCALE));
        double[] actual = Trains.record(new GroupKernel(), s, STEPS, step -> {});
        ReferenceMembrane membrane = new ReferenceMembrane(cells);
        membrane.current = 600;
        for (int step = 0; step < STEPS; step++) {
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        assertTrue(expected.length > 10);
        assertEquals(expected.length, actual.length);
        assertEquals(0, Trains.largestDifference(expected, actual, expected.length), 0.05);
    }

    @ParameterizedTest
    @FieldSource("UNEQUAL")
    void unequalMembersUnderNoiseCoincideWithTheReference(List<Cell> cells) {
        int steps = 25_000;
        ConductanceNoise noise = new ConductanceNoise(7, cells.size(), steps, 2400, 0.9, 600, 0.8);
        CircuitState s = group(cells);
        double[] actual = Trains.record(new GroupKernel(), s, steps, step -> {
            for (int k = 0; k < cells.size(); k++) {
                noise.into(s, k, k, cells.get(k), step);
            }
        });
        ReferenceMembrane membrane = new ReferenceMembrane(cells);
        for (int step = 0; step < steps; step++) {
            for (int k = 0; k < cells.size(); k++) {
                noise.into(membrane, k, step);
            }
            membrane.step();
        }
        double[] expected = membrane.spikeTimes();
        double near = Trains.gamma(expected, actual, 0.1, steps * Cell.STEP_MS);
        assertTrue(expected.length >= 10);
        assertTrue(near >= 0.95, "Γ(0.1 ms) = " + near);
    }

    @Test
    void everyLaneOfAGroupShowsTheSharedMembrane() {
        CircuitState s = group(UNEQUAL.get(2));
        s.setCurrent(1, UNEQUAL.get(2).get(1).ampere(600, SCALE));
        SpikeBuffer out = new SpikeBuffer(1);
        int spikes = 0;
        int held = 0;
        for (int step = 0; step < 2000; step++) {
            out.clear();
            spikes += new GroupKernel().step(s, 0, 3, step, out);
            for (int k = 0; k < out.count(); k++) {
                assertEquals(0, out.lane(k));
            }
            assertEquals(s.v[CircuitState.BASE + 0], s.v[CircuitState.BASE + 1]);
            assertEquals(s.v[CircuitState.BASE + 0], s.v[CircuitState.BASE + 2]);
            held += s.isRefractory(2) ? 1 : 0;
        }
        assertTrue(spikes > 5);
        assertEquals(0.77 / Cell.STEP_MS, (double) held / spikes, 1);
    }

    @Test
    void refusesGroupsThatAreNone() {
        CircuitState s = new CircuitState(4);
        CircuitParameters p = UNEQUAL.get(0).get(0).onChip(SCALE);
        CircuitParameters other = new CircuitParameters(
                2 * p.capacitanceFarad(),
                p.gLSiemens(),
                p.eLVolt(),
                p.eSynxVolt(),
                p.eSyniVolt(),
                p.tauSynxSecond(),
                p.tauSyniSecond(),
                p.deltaTVolt(),
                p.vExpVolt(),
                p.vTVolt(),
                p.vResetVolt(),
                p.aSiemens(),
                p.tauWSecond(),
                p.bAmpere(),
                p.tauRefracSecond(),
                true);
        assertThrows(IllegalArgumentException.class, () -> s.setGroup(0, List.of(p)));
        assertThrows(IllegalArgumentException.class, () -> s.setGroup(0, List.of(p, other)));
        assertThrows(IndexOutOfBoundsException.class, () -> s.setGroup(3, List.of(p, p)));
        s.setGroup(0, List.of(p, p));
        GroupKernel kernel = new GroupKernel();
        SpikeBuffer out = new SpikeBuffer(0);
        assertThrows(IllegalArgumentException.class, () -> kernel.step(s, 0, 1, 0, out));
        assertThrows(IllegalArgumentException.class, () -> kernel.step(s, 1, 3, 0, out));
        assertThrows(IllegalArgumentException.class, () -> kernel.step(s, 2, 4, 0, out));
        assertEquals(0, kernel.step(s, 0, 2, 0, out));
        s.set(1, p);
        assertThrows(IllegalArgumentException.class, () -> kernel.step(s, 0, 2, 0, out));
    }
}
