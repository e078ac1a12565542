package bss.hil.suite.pulses;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.DownLinkModel;
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

/// P26: pulses at all distances: from 14 ticks (56 ns, a link's own pace) on none is lost, and below it and
/// at random distances as many, and those, that [DownLinkModel] says.
///
/// A real link keeps no books of single pulses, so there the law of the loss is a limit: of a Poisson train
/// with mean distance d at most (1 - exp(-14 / d)) squared (halbe, halbe_hwtest_playback.py).
final class P26Intervals implements ConformanceTest {

    private static final int[] REGULAR = {14, 15, 16, 21, 28, 50, 100, 500, 1000, 5000, 20_000, 50_000};
    private static final int[] TOO_CLOSE = {2, 3, 7, 10, 12, 13};
    private static final int[] POISSON = {8, 12, 14, 16, 20, 28, 50, 200, 1000};
    private static final int FIRST_TICK = 300;
    private static final long SOAK_NANOS = Duration.ofMinutes(15).toNanos();

    /// Longest regular program.
    private static final int MOST_TICKS = 40_000_000;

    /// Pulses of one FPGA closer than this slip.
    private static final int CLOSEST_TICKS = 2;

    @Override
    public Card card() {
        return new Card(
                "P26",
                Layer.PULSES,
                "intervals, regular and Poisson",
                "No pulse is lost from 56 ns between pulses on; below that the queue of the link decides which.",
                "halbe: halbe_hwtest_playback.py, regular 14 to 50000 cycles, Poisson (expected failures there)",
                Set.of(Profile.FULL, Profile.SOAK),
                Set.of(),
                false,
                Duration.ofMinutes(4));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            bench.configure(session, LoopChip.wafer(bench.hicanns(), true), Wafers.WITHOUT_FLOATING_GATES);
            int steps = REGULAR.length + TOO_CLOSE.length + POISSON.length;
            int done = 0;
            for (int isi : REGULAR) {
                Pulses program = regular(bench, isi, bench.size(200, 5000, 20_000), done);
                new LoopRun(bench, "P26").demandBack(session, program, done, "regular, %d ticks apart".formatted(isi));
                bench.progress((double) ++done / steps);
            }
            for (int isi : TOO_CLOSE) {
                Pulses program = regular(bench, isi, bench.size(200, 5000, 20_000), done);
                double lost = demandModel(bench, session, program, "regular, %d ticks apart".formatted(isi), 1);
                bench.figure("loss_regular_" + isi, lost, "of all");
                bench.progress((double) ++done / steps);
            }
            int repeat = 0;
            long start = System.nanoTime();
            do {
                for (int isi : POISSON) {
                    String what = "Poisson, %d ticks apart, %d".formatted(isi, repeat);
                    Pulses program = poisson(bench, isi, bench.size(500, 50_000, 50_000), bench.random(what));
                    double law = 1 - Math.exp(-(double) DownLinkModel.LOSSLESS_TICKS / isi);
                    double lost = demandModel(bench, session, program, what, law * law);
                    if (repeat == 0) {
                        bench.figure("loss_poisson_" + isi, lost, "of all");
                        bench.progress((double) ++done / steps);
                    }
                }
                repeat++;
            } while (bench.profile() == Profile.SOAK && System.nanoTime() - start < SOAK_NANOS);
        }
    }

    /// One chip after the other, so that each is alone with its FPGA: its turn comes with the step.
    private static int address(Bench bench, int step) {
        int[] chips = bench.hicanns();
        return PulseAddress.pack(chips[step % chips.length], 2 * (step % (LoopChip.LINKS / 2)), 0);
    }

    private static Pulses regular(Bench bench, int isi, int count, int step) {
        ProgramBuilder program = new ProgramBuilder();
        LoopRun.train(program, Math.min(count, MOST_TICKS / isi), FIRST_TICK, isi, address(bench, step));
        return program.build();
    }

    private static Pulses poisson(Bench bench, int isi, int count, SplittableRandom random) {
        ProgramBuilder program = new ProgramBuilder();
        int address = address(bench, random.nextInt(64));
        double tick = FIRST_TICK;
        for (int k = 0; k < count; k++) {
            program.add((long) tick, address + k % 64);
            tick += CLOSEST_TICKS - (isi - CLOSEST_TICKS) * Math.log1p(-random.nextDouble());
        }
        return program.build();
    }

    /// Demands what the model says, or where the endpoint need not follow it, that no more is lost than the
    /// law allows.
    ///
    /// @return part of the pulses that did not come back
    private static double demandModel(Bench bench, WaferSession session, Pulses program, String what, double law)
            throws BackendException, InterruptedException, Violation {
        LoopRun run = new LoopRun(bench, "P26");
        Pulses trace = run.play(session, program, 0);
        DownLinkModel.Outcome outcome = DownLinkModel.of(program);
        double lost = 1 - (double) trace.count() / program.count();
        if (bench.tolerances().get("P26.exact_law") == 0) {
            bench.demand(
                    lost <= law,
                    () -> "%s: %.4f of the pulses are lost, at most %.4f may be".formatted(what, lost, law));
            return lost;
        }
        RunCounters counters = session.counters();
        bench.demand(
                counters.droppedBeforeRun() == outcome.dropped() && counters.lostDown() == outcome.lost(),
                () -> "%s: %d pulses dropped and %d lost on the way down, must be %d and %d"
                        .formatted(
                                what,
                                counters.droppedBeforeRun(),
                                counters.lostDown(),
                                outcome.dropped(),
                                outcome.lost()));
        TraceMatch match = run.match(outcome.back(), trace);
        match.demand(what, 0);
        return lost;
    }
}
