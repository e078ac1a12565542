package bss.hil.suite.pulses;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Profile;
import bss.hil.suite.machine.EmulatorPasses;
import bss.hil.suite.machine.FaultyWafer;
import bss.hil.suite.machine.LocalBench;
import bss.hil.suite.machine.TestTolerances;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The emulator keeps what is promised of pulses, and the tests of it find what does not.
class PulseTestsTest extends EmulatorPasses {

    PulseTestsTest() {
        super(PulseTests.tests());
    }

    private static void demandCaught(String id, FaultyWafer.Fault fault, String words) throws Exception {
        for (ConformanceTest test : PulseTests.tests()) {
            if (test.card().id().equals(id)) {
                String found = LocalBench.violation(
                        test, new FaultyWafer(EmulatedWafer.ideal(), fault), Profile.SMOKE, TestTolerances.ideal());
                assertTrue(found.contains(words), () -> id + " found: " + found);
                return;
            }
        }
        throw new IllegalArgumentException(id);
    }

    /// One event in so many is changed.
    private static FaultyWafer.Fault trace(int every, FaultyWafer.Change change) {
        return new FaultyWafer.Fault() {
            @Override
            public Pulses traced(Pulses trace) {
                return FaultyWafer.changed(trace, (out, k, tick, address) -> {
                    if (k % every == every / 2) {
                        change.to(out, k, tick, address);
                    } else {
                        out.add(tick, address);
                    }
                });
            }
        };
    }

    @Test
    void anEventThatIsLostOrTwiceOrLateOrElsewhereIsFound() throws Exception {
        for (String id : List.of("P25", "P26", "P27", "P28")) {
            int every = id.equals("P26") ? 150 : 1500;
            demandCaught(id, trace(every, (out, k, tick, address) -> {}), "did not come in time");
            demandCaught(
                    id,
                    trace(
                            every,
                            (out, k, tick, address) -> out.add(tick, address).add(tick, address)),
                    "did not come in time and");
            demandCaught(
                    id,
                    trace(every, (out, k, tick, address) -> out.add(tick + 1, address)),
                    "did not come in time and");
            demandCaught(
                    id,
                    trace(every, (out, k, tick, address) -> out.add(tick, address ^ 16)),
                    "did not come in time and");
            demandCaught(
                    id,
                    trace(every, (out, k, tick, address) -> out.add(tick, address ^ 64)),
                    "did not come in time and");
        }
    }

    @Test
    void timesOfFifteenBitsAreFound() throws Exception {
        demandCaught(
                "P27", trace(1, (out, k, tick, address) -> out.add(tick & 0x7fff, address)), "start after 2 wraps");
    }

    @Test
    void aTraceThatComesAgainIsFound() throws Exception {
        demandCaught(
                "P28",
                new FaultyWafer.Fault() {
                    private Pulses last = Pulses.NONE;

                    @Override
                    public Pulses traced(Pulses trace) {
                        Pulses both = trace.count() == 0 ? last : trace;
                        last = trace;
                        return both;
                    }
                },
                "a trace that was taken comes again");
        demandCaught(
                "P28",
                new FaultyWafer.Fault() {
                    @Override
                    public void reset(WaferSession session, int trial) {}
                },
                "after a reset");
    }

    @Test
    void latePulsesThatNobodyCountsAreFound() throws Exception {
        demandCaught(
                "P28",
                new FaultyWafer.Fault() {
                    @Override
                    public Pulses played(Pulses pulses) {
                        return pulses.count() == 20 ? Pulses.NONE : pulses;
                    }
                },
                "late pulses are counted as dropped");
    }

    @Test
    void aQueueOfAnotherLengthIsFound() throws Exception {
        // what the queue of 16 loses first is let through
        demandCaught(
                "P26",
                new FaultyWafer.Fault() {
                    @Override
                    public Pulses played(Pulses pulses) {
                        return pulses.count() == 200 && pulses.tick(1) - pulses.tick(0) == 10
                                ? pulses.slice(1, 200)
                                : pulses;
                    }
                },
                "regular, 10 ticks apart");
    }
}
