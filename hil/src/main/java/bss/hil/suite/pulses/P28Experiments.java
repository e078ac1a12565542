package bss.hil.suite.pulses;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Ledger;
import bss.hil.suite.machine.LoopChip;
import bss.hil.suite.machine.LoopRun;
import bss.hil.suite.machine.ProgramBuilder;
import bss.hil.suite.machine.TraceMatch;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;

/// P28: programs and traces one after the other, late pulses, the end of an advance, an interrupt.
final class P28Experiments implements ConformanceTest {

    private static final int FIRST_TICK = 400;
    private static final int COUNT = 300;

    /// An FPGA gives out pulses 25 cycles ahead, and drops those that slip by more than 12 (docs/machine.md).
    private static final int LAST_CHANCE_CYCLES = 25 - 12;

    @Override
    public Card card() {
        return new Card(
                "P28",
                Layer.PULSES,
                "one experiment after the other",
                "A trace is taken once, late pulses are counted, an advance ends where it should, an interrupt ends it.",
                "halbe: Layer2Test PlaybackTrace simple and twice; sthal: ExperimentRunner (no confirmation in 1 s)",
                Set.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            bench.configure(session, LoopChip.wafer(bench.hicanns(), true), Wafers.WITHOUT_FLOATING_GATES);
            afterReset(bench, session);
            if (bench.capabilities().canPause()) {
                twice(bench, session);
                late(bench, session);
                inParts(bench, session, bench.random("stops"));
            } else {
                bench.note("not tested: a second program without reset, late pulses, running in parts (no can_pause)");
            }
        }
        bench.progress(0.7);
        InterruptedRun.demandEnd(bench);
        try (WaferSession session = bench.open()) {
            bench.configure(session, LoopChip.wafer(bench.hicanns(), true), Wafers.WITHOUT_FLOATING_GATES);
            afterReset(bench, session);
        }
    }

    private static Pulses program(Bench bench, long from, int shift) {
        ProgramBuilder program = new ProgramBuilder();
        for (int c = 0; c < bench.hicanns().length; c++) {
            int address = PulseAddress.pack(bench.hicanns()[c], 2 * ((c + shift) % (LoopChip.LINKS / 2)), shift);
            LoopRun.train(program, COUNT, from + 2L * c, 101, address);
        }
        return program.build();
    }

    /// A reset forgets program, trace and time.
    private static void afterReset(Bench bench, WaferSession session)
            throws BackendException, InterruptedException, Violation {
        LoopRun run = new LoopRun(bench, "P28");
        Pulses first = program(bench, FIRST_TICK, 0);
        session.reset(0);
        session.play(first);
        session.advance(LoopRun.end(first) / 2);
        session.reset(0);
        bench.demand(session.now() == 0, () -> "after a reset the time is %d, must be 0".formatted(session.now()));
        bench.demand(session.takeTrace().count() == 0, () -> "a reset leaves pulses in the trace, must leave none");
        Pulses second = program(bench, FIRST_TICK, 1);
        run.match(LoopRun.looped(second), run.play(session, second, 0))
                .demand("after a reset in the midst of another program", loss(bench));
    }

    /// Two programs without a reset between them: each trace holds its own pulses alone.
    private static void twice(Bench bench, WaferSession session)
            throws BackendException, InterruptedException, Violation {
        LoopRun run = new LoopRun(bench, "P28");
        session.reset(0);
        long from = FIRST_TICK;
        for (int k = 0; k < 3; k++) {
            Pulses program = program(bench, from, k);
            session.play(program);
            session.advance(LoopRun.end(program));
            Pulses trace = session.takeTrace();
            TraceMatch.demandOrder(trace, "P28");
            run.match(LoopRun.looped(program), trace)
                    .demand("program %d without a reset".formatted(k + 1), loss(bench));
            bench.demand(session.takeTrace().count() == 0, () -> "a trace that was taken comes again");
            from = 2 * session.now() + FIRST_TICK;
        }
        Ledger.demandBalance(session.counters());
    }

    private static double loss(Bench bench) {
        return bench.tolerances().get("P28.loss_fraction");
    }

    /// Pulses that come too late to be played are dropped and counted, the others are not.
    private static void late(Bench bench, WaferSession session)
            throws BackendException, InterruptedException, Violation {
        session.reset(0);
        long now = 1000;
        session.advance(now);
        long soonest = now + LAST_CHANCE_CYCLES;
        int chip = bench.hicanns()[0];
        ProgramBuilder tooLate = new ProgramBuilder();
        for (int k = 0; k < 20; k++) {
            tooLate.add(2 * (soonest - 1) - 30L * k, chip, 0, 5);
        }
        session.play(tooLate.build());
        long dropped = session.counters().droppedBeforeRun();
        bench.demand(
                dropped == tooLate.count(),
                () -> "%d of %d late pulses are counted as dropped, must be all".formatted(dropped, tooLate.count()));
        ProgramBuilder inTime = new ProgramBuilder();
        for (int c = 0; c < bench.hicanns().length; c++) {
            inTime.add(2 * (now + 100) + 2L * c, bench.hicanns()[c], 2, 9);
        }
        session.play(inTime.build());
        session.advance(now + LoopRun.DRAIN_CYCLES);
        RunCounters counters = session.counters();
        bench.demand(
                counters.droppedBeforeRun() == dropped,
                () -> "%d pulses in time are dropped, must be none".formatted(counters.droppedBeforeRun() - dropped));
        new LoopRun(bench, "P28")
                .match(LoopRun.looped(inTime.build()), session.takeTrace())
                .demand("pulses after late ones", loss(bench));
        Ledger.demandBalance(counters);
    }

    /// Many short advances give what one gives, each ends exactly, and no event comes before its time.
    private static void inParts(Bench bench, WaferSession session, SplittableRandom random)
            throws BackendException, InterruptedException, Violation {
        Pulses program = program(bench, FIRST_TICK, 3);
        LoopRun run = new LoopRun(bench, "P28");
        Pulses whole = run.play(session, program, 0);
        session.reset(0);
        session.play(program);
        Pulses parts = Pulses.NONE;
        while (session.now() < LoopRun.end(program)) {
            long until = Math.min(LoopRun.end(program), session.now() + 1 + random.nextInt(1500));
            session.advance(until);
            bench.demand(
                    session.now() == until,
                    () -> "after an advance to cycle %d the time is %d".formatted(until, session.now()));
            Pulses part = session.takeTrace();
            for (int k = 0; k < part.count(); k++) {
                long tick = part.tick(k);
                bench.demand(
                        tick < 2 * until,
                        () -> "an event of tick %d is in the trace at cycle %d".formatted(tick, until));
            }
            Pulses before = parts;
            bench.demand(
                    before.count() == 0 || part.count() == 0 || before.tick(before.count() - 1) <= part.tick(0),
                    () -> "an event of tick %d comes after one of tick %d was handed out"
                            .formatted(part.tick(0), before.tick(before.count() - 1)));
            parts = ProgramBuilder.joined(parts, part);
        }
        TraceMatch match = TraceMatch.of(whole, parts, 0, 0);
        match.demand("in parts as at once", bench.tolerances().get("P28.loss_fraction"));
    }
}
