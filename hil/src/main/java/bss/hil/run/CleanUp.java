package bss.hil.run;

import bss.hil.bench.Violation;
import bss.proto.link.LinkClient;
import bss.proto.link.LinkSecurity;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import java.net.InetSocketAddress;
import java.util.Arrays;

/// Takes the parts anew after a test: they must be as after a reset, whatever the test did.
final class CleanUp {

    /// What an endpoint may take to give parts back that were closed.
    private static final long FREE_MILLIS = 5000;

    private static final long PAUSE_MILLIS = 100;

    private static final RunCounters NOTHING =
            new RunCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private CleanUp() {}

    /// @throws Violation if something is left
    /// @throws BackendException if the endpoint is gone
    static void check(InetSocketAddress tap, LinkSecurity.Client security, int[] fpgas)
            throws BackendException, Violation, InterruptedException {
        try (LinkClient client = new LinkClient(tap, security, TestBench.OPTIONS)) {
            long deadline = System.nanoTime() + FREE_MILLIS * 1_000_000;
            while (true) {
                try (WaferSession session = client.open(Lease.of(fpgas))) {
                    clean(session);
                    return;
                } catch (BackendException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private static void clean(WaferSession session) throws BackendException, Violation {
        int[] chips = session.readBack().usedHicanns();
        if (chips.length != 0) {
            throw left("configuration of chips %s".formatted(Arrays.toString(chips)));
        }
        Pulses trace = session.takeTrace();
        if (trace.count() != 0) {
            throw left("%d pulses in the trace".formatted(trace.count()));
        }
        if (session.now() != 0) {
            throw left("the time at cycle %d, must be 0".formatted(session.now()));
        }
        RunCounters counters = session.counters();
        if (!counters.equals(NOTHING)) {
            throw left("counters " + counters);
        }
        int recordings = session.takeAdc().size();
        if (recordings != 0) {
            throw left("%d recordings of the ADC".formatted(recordings));
        }
    }

    private static Violation left(String what) {
        return new Violation("left %s: parts must be in reset when the next host opens them".formatted(what));
    }
}
