package bss.hil.suite.identity;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.WaferConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/// Many at once are as one by one: chips, stages, pulses.
final class J14Bulk implements ConformanceTest {

    private static final int SPACING = 40;

    @Override
    public Card card() {
        return new Card(
                "J14",
                Layer.IDENTITY,
                "bulk equals single",
                "Configuring eight chips in one request, or with one request for each chip and stage, reads back the"
                        + " same; pulses played in one request, or in many in any order, give the same trace.",
                "hicann-system, tmag_jtagbulktest",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        SplittableRandom random = bench.random("bulk");
        WaferConfiguration wafer = RandomChips.wafer(random, hicanns);
        Pulses program = Loopback.program(random, hicanns, bench.size(20, 500, 500), 4000, SPACING);
        Result bulk;
        try (WaferSession session = bench.open(Lease.of(fpga))) {
            bench.configure(session, wafer, RandomChips.STAGES);
            RandomChips.requireSame(bench, wafer, session.readBack(), "eight chips in one request");
            RandomChips.requireSame(bench, wafer, session.readBack(), "eight chips, read again");
            bulk = run(bench, session, hicanns, List.of(program));
        }
        bench.progress(0.3);
        try (WaferSession session = bench.open(Lease.of(fpga))) {
            for (int h : hicanns) {
                bench.configure(session, one(wafer, h), RandomChips.STAGES);
            }
            RandomChips.requireSame(bench, wafer, session.readBack(), "eight chips in eight requests");
            same(bench, bulk, run(bench, session, hicanns, pieces(random, program)));
        }
        bench.progress(0.6);
        try (WaferSession session = bench.open(Lease.of(fpga))) {
            List<Integer> order = new ArrayList<>();
            for (int h : hicanns) {
                order.add(h);
            }
            Collections.shuffle(order, new Random(random.nextLong()));
            for (int h : order) {
                for (ConfigurationStage stage : RandomChips.STAGES) {
                    bench.configure(session, one(wafer, h), EnumSet.of(stage));
                }
            }
            RandomChips.requireSame(bench, wafer, session.readBack(), "chips and stages in requests of their own");
        }
    }

    private static WaferConfiguration one(WaferConfiguration wafer, int hicann) {
        return WaferConfiguration.empty().with(hicann, wafer.hicann(hicann).orElseThrow());
    }

    /// What a program gives.
    private record Result(Pulses trace, long played) {}

    private static Result run(Bench bench, WaferSession session, int[] hicanns, List<Pulses> pieces)
            throws BackendException, Violation, InterruptedException {
        bench.configure(session, Loopback.wafer(hicanns), RandomChips.STAGES);
        session.reset(1);
        long end = 0;
        for (Pulses piece : pieces) {
            session.play(piece);
            end = Math.max(end, Loopback.end(piece));
        }
        session.advance(end);
        RunCounters counters = session.counters();
        return new Result(session.takeTrace(), counters.pulsesPlayed());
    }

    /// The same pulses in small programs, in any order.
    private static List<Pulses> pieces(SplittableRandom random, Pulses program) {
        List<Pulses> pieces = new ArrayList<>();
        for (int from = 0; from < program.count(); ) {
            int to = Math.min(program.count(), from + 1 + random.nextInt(40));
            pieces.add(program.slice(from, to));
            from = to;
        }
        Collections.shuffle(pieces, new Random(random.nextLong()));
        return pieces;
    }

    private static void same(Bench bench, Result bulk, Result single) throws Violation {
        bench.demand(
                bulk.played() == single.played(),
                () -> "%d pulses count as played in one request, %d in many".formatted(bulk.played(), single.played()));
        int differences = differences(bulk.trace(), single.trace());
        double allowed = bench.tolerances().get("J14.difference_fraction");
        bench.demand(
                differences <= allowed * bulk.trace().count(),
                () -> "traces of pulses in one request (%d) and in many (%d) differ in %d, may in a fraction of %s"
                        .formatted(bulk.trace().count(), single.trace().count(), differences, allowed));
        bench.demand(bulk.trace().count() > 0, () -> "no pulse came back, must be some");
    }

    /// Pulses that one of two traces has and the other has not.
    private static int differences(Pulses a, Pulses b) {
        int i = 0;
        int j = 0;
        int differences = 0;
        while (i < a.count() || j < b.count()) {
            int order = i == a.count()
                    ? 1
                    : j == b.count()
                            ? -1
                            : a.tick(i) != b.tick(j)
                                    ? Long.compare(a.tick(i), b.tick(j))
                                    : Integer.compare(a.address(i), b.address(j));
            differences += order == 0 ? 0 : 1;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return differences;
    }
}
