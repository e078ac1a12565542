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
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.Refusals;
import bss.hil.suite.common.WaferBlocks;
import bss.hil.wire.RawLink;
import bss.proto.v1.Advance;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.TakeTrace;
import bss.proto.v1.ToClient;
import bss.spec.backend.Pulses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Blocks are sent as far as the receiver has granted, and no further.
final class A10Credit implements ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Time in which a block beyond the credit would have come.
    private static final long QUIET_MILLIS = 150;

    /// Between two pulses of a chip [4 ns].
    private static final int SPACING = 20;

    @Override
    public Card card() {
        return new Card(
                "A10",
                Layer.LINK,
                "no credit, no acknowledgement",
                "An endpoint sends exactly the blocks that are granted, waits while none is or the host reads nothing,"
                        + " goes on when granted, refuses what it did not grant, and a new connection recovers the"
                        + " stream.",
                "hicann-system, gtest_hostarq_loopback; sctrltp, test-libhostarq (acknowledgements suppressed)",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, IOException, InterruptedException {
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        try (RawSession session = RawSession.open(bench, fpga)) {
            int window = session.window();
            RawSession.done(session.configure(Loopback.wafer(hicanns), Loopback.STAGES));
            Pulses program = program(bench, hicanns, window);
            play(bench, session, program);
            session.must(Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(Loopback.end(program))));
            bench.progress(0.3);
            trace(bench, session, program);
        }
        bench.progress(0.7);
        beyond(bench, fpga, hicanns);
        silent(bench);
    }

    /// So many pulses that their trace has more blocks than the window.
    private static Pulses program(Bench bench, int[] hicanns, int window) {
        int pulses = (window + 3) * WaferBlocks.PULSES + 77;
        return Loopback.program(bench.random("program"), hicanns, Math.ceilDiv(pulses, hicanns.length), 4000, SPACING);
    }

    private static void play(Bench bench, RawSession session, Pulses program) throws IOException, Violation {
        int blocks = Math.ceilDiv(program.count(), WaferBlocks.PULSES);
        session.begin(
                Request.newBuilder().setPlay(Play.getDefaultInstance()),
                blocks,
                b -> WaferBlocks.encode(
                        program, b * WaferBlocks.PULSES, Math.min((b + 1) * WaferBlocks.PULSES, program.count())));
        long buffered = RawSession.done(session.upload()).getBuffered().getPulses();
        bench.demand(
                buffered == program.count(),
                () -> "%d pulses are buffered, must be %d".formatted(buffered, program.count()));
    }

    /// Takes a trace of more blocks than the window, a few at a time, and over a second connection.
    private static void trace(Bench bench, RawSession session, Pulses program)
            throws IOException, Violation, InterruptedException {
        int window = session.window();
        Answer answer = session.must(Request.newBuilder().setTakeTrace(TakeTrace.getDefaultInstance()));
        bench.demand(
                answer.getBlocks() > window,
                () -> "the trace of %d pulses has %d blocks, must be more than the window of %d: blocks have at most"
                                .formatted(program.count(), answer.getBlocks(), window)
                        + " %d pulses".formatted(WaferBlocks.PULSES));
        List<Block> blocks = new ArrayList<>();
        session.quiet(QUIET_MILLIS, "no block was granted");
        for (int upto : new int[] {1, 3, window}) {
            session.grant(0, upto);
            while (blocks.size() < upto) {
                blocks.add(session.block(blocks.size()));
            }
            session.quiet(QUIET_MILLIS, "no block from %d on was granted".formatted(upto));
        }
        // nothing was acknowledged: all of it must come again
        session.cut();
        try (RawSession again = session.resume()
                .orElseThrow(() -> new Violation(
                        "the session is gone at once after a cut, must be kept while nothing is acknowledged"))) {
            again.again();
            Answer same = again.answer();
            bench.demand(
                    same.equals(answer), () -> "the answer is another after a cut: %s, was %s".formatted(same, answer));
            List<Block> second = new ArrayList<>();
            again.take(same, 0, window, second::add);
            bench.demand(
                    second.subList(0, window).equals(blocks),
                    () -> "the first %d blocks are others after a cut".formatted(window));
            Loopback.require(
                    bench, program, WaferBlocks.pulses(bench, second), "trace that was granted piece by piece");
        }
    }

    /// A block that was not granted.
    private static void beyond(Bench bench, int fpga, int[] hicanns)
            throws IOException, Violation, InterruptedException {
        Pulses program = Loopback.program(bench.random("beyond"), hicanns, 1, 4000, SPACING);
        try (RawSession session = RawSession.open(bench, fpga)) {
            RawSession.done(session.configure(Loopback.wafer(hicanns), Loopback.STAGES));
            session.begin(
                    Request.newBuilder().setPlay(Play.getDefaultInstance()),
                    2,
                    b -> WaferBlocks.encode(program, b % 2, b % 2 + 1));
            session.sendBlock(0);
            session.sendBlock(1);
            session.sendBlock(2);
            Refusals.expectAfter(
                    bench, session.link(), session.number(), "a third block of a request that announced two");
            session.release();
        }
    }

    /// A host that reads nothing for a while gets everything when it reads on.
    private static void silent(Bench bench) throws IOException, Violation, InterruptedException {
        int pings = bench.size(1000, 20_000, 20_000);
        try (RawLink link = bench.raw()) {
            link.hello();
            bench.tap().holdUp(true);
            try {
                for (int k = 0; k < pings; k++) {
                    link.send(Frames.ping(k));
                }
                Thread.sleep(2 * QUIET_MILLIS);
            } finally {
                bench.tap().holdUp(false);
            }
            for (int k = 0; k < pings; k++) {
                int number = k;
                ToClient pong = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
                bench.demand(
                        pong.hasPong() && pong.getPong().getNumber() == number,
                        () -> "%s %d came after a host read nothing, must be pong %d"
                                .formatted(pong.getBodyCase(), pong.getPong().getNumber(), number));
            }
        }
    }
}
