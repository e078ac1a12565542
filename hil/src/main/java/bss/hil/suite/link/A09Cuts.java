package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Fresh;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.hil.wire.Tap;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// A session goes on over cuts of its connection, and nothing is lost or done twice.
final class A09Cuts implements ConformanceTest {

    /// Longest stretch of bytes between two cuts, about what a reticle's configuration has.
    private static final double MOST_BYTES = 1.2e6;

    /// Rounds without a cut after which something is wrong with the run.
    private static final int MOST_IDLE_ROUNDS = 60;

    /// Sizes of the pieces in which bytes arrive, the smallest for what is short.
    private static final int[] PIECES = {1, 13, 97, 1460, 0};

    private static final int SPACING = 40;

    @Override
    public Card card() {
        return new Card(
                "A09",
                Layer.LINK,
                "cuts and pieces",
                "A connection may be cut at any byte, in both directions, and bytes may come in pieces of any size:"
                        + " each request is done once and what comes is the same. TCP itself neither loses, repeats nor"
                        + " reorders, so the rates of the real link's test are not tried.",
                "hicann-system, gtest_hostarq_loopback; sctrltp, AutomatedTest (there: loss, duplicates, reordering)",
                EnumSet.of(Profile.FULL, Profile.SOAK),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        int cuts = bench.size(5, 100, 50_000);
        Tap tap = bench.tap();
        SplittableRandom random = bench.random("cuts");
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        try (WaferSession session = bench.open(Lease.of(fpga))) {
            Cutter cutter = new Cutter(tap, random);
            try {
                int rounds = 0;
                int idle = 0;
                while (cutter.cuts() < cuts) {
                    int before = cutter.cuts();
                    round(bench, session, hicanns, cutter, bench.random("round " + rounds++));
                    idle = cutter.cuts() == before ? idle + 1 : 0;
                    if (idle > MOST_IDLE_ROUNDS) {
                        throw new IllegalStateException("no cut in %d rounds".formatted(idle));
                    }
                    bench.progress(Math.min(1, (double) cutter.cuts() / cuts));
                }
                bench.figure("cuts", cutter.cuts(), "");
                bench.figure("rounds", rounds, "");
            } finally {
                cutter.stop();
            }
        }
    }

    /// Configures, reads back, plays, runs, takes the trace, resets, each with a cut somewhere.
    private static void round(Bench bench, WaferSession session, int[] hicanns, Cutter cutter, SplittableRandom random)
            throws BackendException, Violation, InterruptedException {
        int chip = random.nextInt(hicanns.length);
        WaferConfiguration chips = RandomChips.wafer(random, hicanns[chip]);
        cutter.bulk();
        bench.configure(session, chips, RandomChips.STAGES);
        cutter.bulk();
        WaferConfiguration read = session.readBack();
        RandomChips.requireSame(
                bench,
                chips.hicann(hicanns[chip])
                        .map(c -> read.with(hicanns[chip], c))
                        .orElseThrow(),
                read,
                "configuration over cuts");
        bench.configure(session, Loopback.wafer(hicanns), RandomChips.STAGES);
        cutter.bulk();
        RandomChips.requireSame(bench, Loopback.wafer(hicanns), session.readBack(), "configuration over cuts");
        // membranes come to rest, which an emulator has not to follow then
        cutter.little();
        session.reset(0);
        Pulses early = Loopback.program(random, hicanns, 1 + random.nextInt(300), 4000, SPACING);
        cutter.little();
        session.play(early);
        long middle = Loopback.end(early);
        Pulses late = Loopback.program(random, hicanns, 1 + random.nextInt(300), 2 * middle + 4000, SPACING);
        cutter.bulk();
        session.play(late);
        cutter.little();
        session.advance(middle);
        now(bench, session, middle);
        cutter.little();
        Loopback.require(bench, early, session.takeTrace(), "trace over cuts");
        cutter.little();
        session.advance(Loopback.end(late));
        now(bench, session, Loopback.end(late));
        cutter.little();
        Loopback.require(bench, late, session.takeTrace(), "second trace over cuts");
        cutter.little();
        long played = session.counters().pulsesPlayed();
        bench.demand(
                played == early.count() + late.count(),
                () -> "%d pulses count as played, must be %d: each request is done once"
                        .formatted(played, early.count() + late.count()));
        cutter.little();
        session.reset(1);
        Fresh.requireEmpty(bench, session, "after a reset over cuts");
    }

    private static void now(Bench bench, WaferSession session, long cycle) throws Violation {
        long now = session.now();
        bench.demand(now == cycle, () -> "the next cycle is %d after an advance, must be %d".formatted(now, cycle));
    }

    /// Arms the tap anew whenever a cut has happened.
    private static final class Cutter {

        private final Tap tap;
        private final SplittableRandom random;
        private final int first;
        private int connections;

        Cutter(Tap tap, SplittableRandom random) {
            this.tap = tap;
            this.random = random;
            first = tap.connections();
            connections = 0;
        }

        int cuts() {
            return tap.connections() - first;
        }

        /// Before something of many bytes.
        void bulk() {
            arm(3, PIECES.length, MOST_BYTES);
        }

        /// Before something of few bytes.
        void little() {
            arm(0, PIECES.length, 400);
        }

        private void arm(int from, int to, double most) {
            tap.pieces(PIECES[random.nextInt(from, to)]);
            if (tap.connections() != connections) {
                connections = tap.connections();
                // as many cuts after few bytes as after many
                tap.cutAfter(1 + (long) Math.exp(random.nextDouble() * Math.log(most)));
            }
        }

        void stop() {
            tap.cutAfter(Long.MAX_VALUE);
            tap.pieces(0);
        }
    }
}
