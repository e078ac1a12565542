package bss.hil.suite.machine;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;

/// Runs of looped chips, judged by the tolerances `ID.delay_min_ticks`, `ID.delay_max_ticks` and
/// `ID.loss_fraction`.
public final class LoopRun {

    /// Cycles after the last pulse in which all of them come back: some links, queues and mergers.
    public static final int DRAIN_CYCLES = 1000;

    private final Bench bench;
    private final String id;

    public LoopRun(Bench bench, String id) {
        this.bench = bench;
        this.id = id;
    }

    /// The first cycle after a program at which everything is back.
    public static long end(Pulses program) {
        return program.count() == 0 ? DRAIN_CYCLES : program.tick(program.count() - 1) / 2 + DRAIN_CYCLES;
    }

    /// Plays a program from cycle 0 on a reset wafer and takes the trace.
    public Pulses play(WaferSession session, Pulses program, int trial)
            throws BackendException, InterruptedException, Violation {
        session.reset(trial);
        session.play(program);
        session.advance(end(program));
        Pulses trace = session.takeTrace();
        TraceMatch.demandOrder(trace, id);
        Ledger.demandBalance(session.counters());
        return trace;
    }

    /// Plays a program without contention: every pulse must come back, on the partner link, with its own
    /// address.
    public TraceMatch demandBack(WaferSession session, Pulses program, int trial, String what)
            throws BackendException, InterruptedException, Violation {
        Pulses trace = play(session, program, trial);
        TraceMatch match = match(looped(program), trace);
        match.demand(what, bench.tolerances().get(id + ".loss_fraction"));
        return match;
    }

    /// Pairs a trace with what should be in it, within the band of delays.
    public TraceMatch match(Pulses expected, Pulses trace) {
        return TraceMatch.of(
                expected,
                trace,
                bench.tolerances().get(id + ".delay_min_ticks"),
                bench.tolerances().get(id + ".delay_max_ticks"));
    }

    /// The program as it should come back, without delay.
    public static Pulses looped(Pulses program) {
        long[] ticks = new long[program.count()];
        int[] addresses = new int[program.count()];
        for (int k = 0; k < ticks.length; k++) {
            ticks[k] = program.tick(k);
            addresses[k] = DownLinkModel.looped(program.address(k));
        }
        return Pulses.sorted(ticks, addresses);
    }

    /// Adds a regular train to a program.
    ///
    /// @param address packed address of the first; the L1 address grows by one from pulse to pulse
    public static void train(ProgramBuilder program, int count, long first, long spacing, int address) {
        int l1 = PulseAddress.l1Address(address);
        for (int k = 0; k < count; k++) {
            program.add(first + k * spacing, address - l1 + (l1 + k) % 64);
        }
    }
}
