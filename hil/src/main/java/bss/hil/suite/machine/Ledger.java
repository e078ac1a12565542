package bss.hil.suite.machine;

import bss.hil.bench.Violation;
import bss.spec.backend.RunCounters;

/// The books of a run: what came into a stage is in exactly one of its outcomes (the table of [RunCounters]).
public final class Ledger {

    private Ledger() {}

    /// Demands that all rows balance.
    public static void demandBalance(RunCounters c) throws Violation {
        row(
                "played = external + dropped before the run + lost down + waiting down",
                c.pulsesPlayed(),
                c.external() + c.droppedBeforeRun() + c.lostDown() + c.waitingDown());
        row(
                "spikes = encoded + lost in the encoder + waiting in the encoder",
                c.neuronSpikes(),
                c.encoded() + c.lostEncoder() + c.waitingEncoder());
        row(
                "external + encoded + generated + copies = offered + sent up + unheard + lost + waiting in mergers",
                c.external() + c.encoded() + c.generated() + c.copies(),
                c.offered() + c.sentUp() + c.unheard() + c.lostMerger() + c.waitingMerger());
        row("offered = on L1 + lost on L1", c.offered(), c.l1Events() + c.lostL1());
        row(
                "sent up = traced + filtered + lost up + waiting up",
                c.sentUp(),
                c.traced() + c.filtered() + c.lostUp() + c.waitingUp());
    }

    private static void row(String what, long in, long out) throws Violation {
        if (in != out) {
            throw new Violation("counters do not add up: %s is %d = %d".formatted(what, in, out));
        }
    }
}
