package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.model.SlowWafer;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs an emulated wafer and the slow model side by side, and compares all that can be seen.
final class ModelComparison implements AutoCloseable {

    /// Later than this many cycles after its time no pulse is handed out.
    private static final long TRACE_DELAY = 400;

    private static final double RELATIVE = 1e-5;
    /// Factors of short-term plasticity have 16 bits after the point, two of which are rounded.
    private static final double FACTOR = 2e-5;

    /// Mergers are computed up to so many cycles ahead of the neurons.
    private static final long AHEAD = 6;

    private final String where;
    private final EmulatedSession session;
    private final SlowWafer model;
    private final WaferProbe probe;
    private final List<Long> ticks = new ArrayList<>();
    private final List<Integer> addresses = new ArrayList<>();
    private int hitsSeen;

    ModelComparison(String where, WaferConfiguration wafer) throws Exception {
        this.where = where;
        // the scalar kernels define what the others compute
        session = (EmulatedSession)
                EmulatedWafer.ideal(new EmulatorOptions(1, false)).open(Lease.wafer());
        session.configure(wafer, TestWafer.ALL, 1);
        model = new SlowWafer(wafer);
        probe = session.probe().orElseThrow();
        probe.recordSynapticInputs(true);
        session.machine()
                .observe((hicann, denmem, clock, lag, address) ->
                        model.spike(new SlowWafer.Spike(hicann, denmem, clock, lag, address)));
    }

    void play(Pulses pulses) throws Exception {
        session.play(pulses);
        model.play(pulses);
    }

    void configure(WaferConfiguration wafer) throws Exception {
        session.configure(wafer, TestWafer.ALL, 1);
        model.configure(wafer);
    }

    /// Makes a neuron fire in the coming cycle.
    void fire(int hicann, int denmem) throws Exception {
        probe.fire(hicann, denmem);
    }

    long now() {
        return session.now();
    }

    /// Whether nothing but regular generators moves in the model in these cycles.
    boolean quiet() {
        RunCounters c = model.counters();
        return c.waitingDown() + c.waitingEncoder() + c.waitingMerger() + c.waitingUp() == 0;
    }

    SlowWafer model() {
        return model;
    }

    /// Every weight as the controllers left it.
    ///
    /// @return how many are not as written
    int compareWeights(WaferConfiguration written) throws Exception {
        int changed = 0;
        WaferConfiguration read = session.readBack();
        for (int h : read.usedHicanns()) {
            HicannConfiguration chip = read.hicann(h).orElseThrow();
            for (int k = 0; k < 448 * 256; k++) {
                int row = k / 256;
                int column = k % 256;
                assertEquals(
                        model.weight(h, row, column),
                        chip.weight(row, column),
                        () -> "%s: weight at HICANN %d, row %d, column %d, cycle %d"
                                .formatted(where, h, row, column, session.now()));
                boolean same = written.hicann(h).orElseThrow().weight(row, column) == chip.weight(row, column);
                changed += same ? 0 : 1;
            }
        }
        return changed;
    }

    /// Runs both up to a cycle and compares what they show; both go on by the cycles that mergers may be ahead.
    ///
    /// @return the model's counters there
    RunCounters advance(long until) throws Exception {
        String here = where + " at " + until;
        session.advance(until);
        RunCounters there = session.counters();
        session.advance(until + AHEAD);
        model.advance(until);
        RunCounters from = model.counters();
        model.advance(until + AHEAD);
        compareInputs(here);
        compareCounters(here, from, there, model.counters());
        checkSums(here, from);
        checkSums(here, there);
        compareTrace(here);
        return from;
    }

    /// The emulator computes mergers and generators some cycles ahead: what it has counted lies between what the model
    /// has counted now and then. Where nothing happens in these cycles the two must be alike.
    private static void compareCounters(String here, RunCounters from, RunCounters actual, RunCounters to)
            throws ReflectiveOperationException {
        for (RecordComponent c : RunCounters.class.getRecordComponents()) {
            long a = (long) c.getAccessor().invoke(from);
            long n = (long) c.getAccessor().invoke(actual);
            long b = (long) c.getAccessor().invoke(to);
            String message = "%s: %s is %d, must be %d to %d; model %s, emulator %s"
                    .formatted(here, c.getName(), n, a, b, from, actual);
            if (c.getName().equals("neuronUpdates")) {
                // circuits that do not fire are computed as soon as a synapse may reach them
                assertTrue(n >= a, message);
            } else if (!c.getName().startsWith("waiting")) {
                assertTrue(a <= n && n <= b, message);
            } else if (from.equals(to)) {
                assertEquals(a, n, message);
            }
        }
    }

    private void compareTrace(String here) throws Exception {
        Pulses part = session.takeTrace();
        for (int k = 0; k < part.count(); k++) {
            ticks.add(part.tick(k));
            addresses.add(part.address(k));
        }
        Pulses expected = model.trace();
        for (int k = 0; k < ticks.size(); k++) {
            assertTrue(
                    k < expected.count() && expected.tick(k) == ticks.get(k) && expected.address(k) == addresses.get(k),
                    here + ": pulse " + k + " of the trace is " + ticks.get(k) + " " + addresses.get(k)
                            + (k < expected.count()
                                    ? ", must be " + expected.tick(k) + " " + expected.address(k)
                                    : ""));
        }
        for (int k = ticks.size(); k < expected.count(); k++) {
            assertTrue(
                    expected.tick(k) > 2 * (session.now() - TRACE_DELAY),
                    here + ": pulse " + k + " of " + expected.count() + " is not handed out");
        }
    }

    private void compareInputs(String here) {
        Map<Long, Double> actual = new TreeMap<>();
        Map<Long, Double> steps = new TreeMap<>();
        for (SynapticInput i : probe.takeSynapticInputs()) {
            long key = key(i.cycle(), i.hicann(), i.column(), i.right());
            steps.put(key, i.capacitanceFarad() / 8e-9 * 0x1p-27);
            actual.merge(key(i.cycle(), i.hicann(), i.column(), i.right()), i.conductanceSiemens(), Double::sum);
        }
        Map<Long, Double> expected = new TreeMap<>();
        Map<Long, Double> tolerance = new TreeMap<>();
        List<SlowWafer.Hit> hits = model.hits();
        for (SlowWafer.Hit i : hits.subList(hitsSeen, hits.size())) {
            expected.merge(key(i.cycle(), i.hicann(), i.denmem(), i.right()), i.siemens(), Double::sum);
            long key = key(i.cycle(), i.hicann(), i.denmem(), i.right());
            tolerance.merge(key, tolerance(i, steps.getOrDefault(key, 0.0)), Double::sum);
        }
        hitsSeen = hits.size();
        if (!expected.keySet().equals(actual.keySet())) {
            assertEquals(first(expected, actual), first(actual, expected), here);
        }
        expected.forEach((key, siemens) -> {
            double got = actual.getOrDefault(key, -1.0);
            assertTrue(
                    Math.abs(got - siemens) <= tolerance.getOrDefault(key, 0.0),
                    () -> "%s, %s: %s S, must be %s S".formatted(here, name(key), got, siemens));
        });
    }

    /// Relative, and what the steps of conductances and, with short-term plasticity, of factors leave.
    ///
    /// @param step 2^-27 per cycle on the circuit's capacitance [S]
    private static double tolerance(SlowWafer.Hit hit, double step) {
        double tolerance = RELATIVE * hit.siemens() + 0.5 * step;
        return hit.siemens() == hit.plain()
                ? tolerance
                : tolerance + FACTOR * hit.plain() + step * (1 + hit.siemens() / hit.plain());
    }

    private static long key(long cycle, int hicann, int denmem, boolean right) {
        return (cycle * 384 + hicann) * 1024 + 2L * denmem + (right ? 1 : 0);
    }

    private static String name(long key) {
        return "cycle %d, HICANN %d, denmem %d, %s"
                .formatted(key / 1024 / 384, key / 1024 % 384, key % 1024 / 2, key % 2 == 1 ? "right" : "left");
    }

    /// What one has and the other has not, up to five.
    private static List<String> first(Map<Long, Double> of, Map<Long, Double> without) {
        return of.keySet().stream()
                .filter(k -> !without.containsKey(k))
                .limit(5)
                .map(ModelComparison::name)
                .toList();
    }

    /// Each stage: in = out + lost + inside.
    private static void checkSums(String here, RunCounters c) {
        assertEquals(c.pulsesPlayed(), c.droppedBeforeRun() + c.lostDown() + c.external() + c.waitingDown(), here);
        assertEquals(c.neuronSpikes(), c.lostEncoder() + c.encoded() + c.waitingEncoder(), here);
        assertEquals(
                c.external() + c.encoded() + c.generated() + c.copies(),
                c.offered() + c.sentUp() + c.unheard() + c.lostMerger() + c.waitingMerger(),
                here);
        assertEquals(c.offered(), c.l1Events() + c.lostL1(), here);
        assertEquals(c.sentUp(), c.lostUp() + c.filtered() + c.traced() + c.waitingUp(), here);
    }

    @Override
    public void close() {
        session.close();
    }
}
