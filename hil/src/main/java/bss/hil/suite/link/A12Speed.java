package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.wire.RawLink;
import bss.hil.wire.Tap;
import bss.proto.v1.Counters;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// How much passes in a second, and how long an answer takes.
final class A12Speed implements ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// A slow endpoint is asked less often, but so often at least.
    private static final int LEAST_QUESTIONS = 20;

    private static final long MOST_NANOS = 2_000_000_000;

    @Override
    public Card card() {
        return new Card(
                "A12",
                Layer.LINK,
                "throughput and latency",
                "Figures; they fail only if they are so poor that no experiment could be run.",
                "hxcomm, Throughput and Latency; sctrltp, AutomatedTest (500 Mbit/s and more)",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException {
        int fpga = bench.fpgas()[0];
        pings(bench);
        requests(bench, fpga);
        bench.progress(0.3);
        try (WaferSession session = bench.open(Lease.of(fpga))) {
            chips(bench, session, Chips.of(fpga));
            bench.progress(0.6);
            pulses(bench, session, Chips.of(fpga));
        }
    }

    private static void pings(Bench bench) throws IOException, Violation {
        try (RawLink link = bench.raw()) {
            link.hello();
            latency(bench, "ping", () -> {
                link.send(Frames.ping(12));
                ToClient pong = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
                bench.demand(pong.hasPong(), () -> "a ping was answered with " + pong.getBodyCase());
            });
        }
    }

    private static void requests(Bench bench, int fpga) throws IOException, Violation {
        try (RawSession session = RawSession.open(bench, fpga)) {
            latency(
                    bench,
                    "small request",
                    () -> session.must(Request.newBuilder().setCounters(Counters.getDefaultInstance())));
        }
    }

    /// Something that is answered.
    private interface Question {
        void ask() throws IOException, Violation;
    }

    private static void latency(Bench bench, String what, Question question) throws IOException, Violation {
        double[] all = new double[bench.size(200, 2000, 2000)];
        int asked = 0;
        long begin = System.nanoTime();
        while (asked < all.length && (asked < LEAST_QUESTIONS || System.nanoTime() - begin < MOST_NANOS)) {
            long from = System.nanoTime();
            question.ask();
            all[asked++] = (System.nanoTime() - from) * 1e-3;
        }
        double[] micros = Arrays.copyOf(all, asked);
        Arrays.sort(micros);
        double median = micros[micros.length / 2];
        bench.figure(what + ", median", median, "us");
        bench.figure(what + ", 99 of 100 within", micros[micros.length * 99 / 100], "us");
        double most = bench.tolerances().get("A12.median_us");
        bench.demand(
                median <= most, () -> "a %s takes %.0f us, may take %.0f in the median".formatted(what, median, most));
    }

    private static void chips(Bench bench, WaferSession session, int[] hicanns) throws BackendException, Violation {
        WaferConfiguration chips = RandomChips.wafer(bench.random("chips"), hicanns);
        Tap tap = bench.tap();
        double down = 0;
        double up = 0;
        for (int k = 0; k < bench.size(1, 3, 3); k++) {
            long bytes = tap.bytesDown();
            long from = System.nanoTime();
            bench.configure(session, chips, RandomChips.STAGES);
            down = Math.max(down, rate(tap.bytesDown() - bytes, from));
            bytes = tap.bytesUp();
            from = System.nanoTime();
            RandomChips.requireSame(bench, chips, session.readBack(), "read back for its speed");
            up = Math.max(up, rate(tap.bytesUp() - bytes, from));
        }
        throughput(bench, "configuration down", down);
        throughput(bench, "configuration up", up);
    }

    private static void pulses(Bench bench, WaferSession session, int[] hicanns) throws BackendException, Violation {
        Pulses program =
                Loopback.program(bench.random("pulses"), hicanns, bench.size(10_000, 125_000, 125_000), 4000, 20);
        Tap tap = bench.tap();
        long bytes = tap.bytesDown();
        long from = System.nanoTime();
        session.play(program);
        double mbit = rate(tap.bytesDown() - bytes, from);
        throughput(bench, "pulses down", mbit);
        bench.figure("pulses down", program.count() / ((System.nanoTime() - from) * 1e-9), "pulses/s");
        long played = session.counters().pulsesPlayed();
        bench.demand(
                played == program.count(),
                () -> "%d pulses count as played, must be %d".formatted(played, program.count()));
    }

    /// Of bytes since a time, in Mbit/s.
    private static double rate(long bytes, long from) {
        return bytes * 8e-6 / ((System.nanoTime() - from) * 1e-9);
    }

    private static void throughput(Bench bench, String what, double mbit) throws Violation {
        bench.figure(what, mbit, "Mbit/s");
        double least = bench.tolerances().get("A12.throughput_mbit_per_s");
        bench.demand(
                mbit >= least, () -> "%s passes at %.1f Mbit/s, must be at least %.1f".formatted(what, mbit, least));
    }
}
