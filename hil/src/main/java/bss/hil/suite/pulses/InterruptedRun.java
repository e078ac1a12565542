package bss.hil.suite.pulses;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.LoopChip;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// An experiment that would take for ever and is interrupted: it ends, as interrupted, and so does its
/// session; another one gets the parts.
final class InterruptedRun {

    private static final long FOR_EVER_CYCLES = 1L << 42;
    private static final Duration RUNNING = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private InterruptedRun() {}

    static void demandEnd(Bench bench) throws BackendException, Violation, InterruptedException {
        try (WaferSession session = bench.open()) {
            bench.configure(session, LoopChip.wafer(bench.hicanns(), true), Wafers.WITHOUT_FLOATING_GATES);
            AtomicReference<String> outcome = new AtomicReference<>("ran to its end");
            Thread runner = Thread.ofPlatform()
                    .daemon()
                    .name("endless experiment")
                    .start(() -> {
                        try {
                            session.advance(FOR_EVER_CYCLES);
                        } catch (InterruptedException e) {
                            outcome.set("");
                        } catch (BackendException e) {
                            outcome.set("failed: " + e.getMessage());
                        }
                    });
            Thread.sleep(RUNNING);
            runner.interrupt();
            bench.demand(
                    runner.join(PATIENCE),
                    () -> "an interrupted experiment goes on for %d s, must end".formatted(PATIENCE.toSeconds()));
            String how = outcome.get();
            bench.demand(how.isEmpty(), () -> "an experiment that was interrupted " + how);
            bench.demand(refusesMore(session), () -> "an interrupted session runs on, can only be closed");
        }
    }

    private static boolean refusesMore(WaferSession session) throws InterruptedException {
        try {
            session.advance(FOR_EVER_CYCLES);
            return false;
        } catch (BackendException e) {
            return true;
        }
    }
}
