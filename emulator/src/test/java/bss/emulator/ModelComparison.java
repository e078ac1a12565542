package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.model.SlowWafer;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.SynapticInput;
import bss.spec.config.WaferConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs an emulated wafer and the slow model side by side, and compares all that can be seen.
final class ModelComparison implements AutoCloseable {

    /// Later than this many cycles after its time no pulse is handed out.
    private static final long TRACE_DELAY = 400;

    /// A few steps of 2^-30 per cycle on 2.16 pF [S].
    private static final double RESOLUTION = 1e-12;

    private final String where;
    private final EmulatedSession session;
    private final SlowWafer model;
    private final WaferProbe probe;
    private final List<Long> ticks = new ArrayList<>();
    private final List<Integer> addresses = new ArrayList<>();
    private int hitsSeen;

    ModelComparison(String where, WaferConfiguration wafer) throws Exception {
        this.where = where;
        session = TestWafer.open(wafer);
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

    /// Runs both up to a cycle and compares what they show.
    RunCounters advance(long until) throws Exception {
        session.advance(until);
        model.advance(until);
        String here = where + " at " + until;
        compareInputs(here);
        compareCounters(here);
        checkSums(here, model.counters());
        compareTrace(here);
        return model.counters();
    }

    /// All counters alike; circuits that do not fire are computed as soon as a synapse may reach them.
    private void compareCounters(String here) throws Exception {
        RunCounters expected = model.counters();
        RunCounters actual = session.counters();
        String updates = "neuronUpdates=" + expected.neuronUpdates();
        assertEquals(
                rows(expected),
                rows(actual).replaceAll("neuronUpdates=\\d+", expected.synapticEvents() > 0 ? updates : "$0"),
                here);
        assertTrue(actual.neuronUpdates() >= expected.neuronUpdates(), here);
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
        Map<String, Double> actual = new TreeMap<>();
        for (SynapticInput i : probe.takeSynapticInputs()) {
            actual.merge(
                    "%08d %03d %03d %s".formatted(i.cycle(), i.hicann(), i.column(), i.right() ? "right" : "left"),
                    i.conductanceSiemens(),
                    Double::sum);
        }
        Map<String, Double> expected = new TreeMap<>();
        List<SlowWafer.Hit> hits = model.hits();
        for (SlowWafer.Hit i : hits.subList(hitsSeen, hits.size())) {
            expected.merge(
                    "%08d %03d %03d %s".formatted(i.cycle(), i.hicann(), i.denmem(), i.right() ? "right" : "left"),
                    i.siemens(),
                    Double::sum);
        }
        hitsSeen = hits.size();
        assertEquals(first(expected, actual), first(actual, expected), here);
        expected.forEach((place, siemens) -> assertEquals(
                siemens, actual.getOrDefault(place, -1.0), 1e-5 * siemens + RESOLUTION, here + " " + place));
    }

    /// What one has and the other has not, up to five.
    private static List<String> first(Map<String, Double> of, Map<String, Double> without) {
        return of.keySet().stream()
                .filter(k -> !without.containsKey(k))
                .limit(5)
                .toList();
    }

    private static String rows(RunCounters c) {
        return c.toString().replace(", ", "\n");
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
