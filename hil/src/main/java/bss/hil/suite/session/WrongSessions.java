package bss.hil.suite.session;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.FreeParts;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.Refusals;
import bss.proto.WaferConfigurationCodec;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Counters;
import bss.proto.v1.ReadBack;
import bss.proto.v1.Request;
import bss.proto.v1.ToServer;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// Sessions that break the protocol while something is under way.
final class WrongSessions {

    /// What a session does wrong.
    private interface Deed {
        void in(RawSession session) throws IOException, Violation;
    }

    private final Bench bench;
    private final SplittableRandom random;
    private final int fpga;
    private final WaferConfiguration wafer;
    private final int[] chips;

    /// @param fpga that the sessions lease
    WrongSessions(Bench bench, SplittableRandom random, int fpga) {
        this.bench = bench;
        this.random = random;
        this.fpga = fpga;
        chips = Arrays.copyOf(Chips.of(fpga), 2);
        wafer = RandomChips.wafer(random, chips);
    }

    void all() throws IOException, Violation, InterruptedException {
        attempt("garbage between two requests", this::garbage);
        attempt("garbage in the middle of a configuration", s -> {
            configure(s);
            s.sendBlock(0);
            garbage(s);
        });
        attempt("a block of another request", s -> {
            configure(s);
            block(s, s.number() + 1, 0);
        });
        attempt("a block that skips one", s -> {
            configure(s);
            s.sendBlock(1);
        });
        attempt("a block sent twice", s -> {
            configure(s);
            s.sendBlock(0);
            s.sendBlock(0);
        });
        attempt("a block of a request that has none", s -> {
            RawSession.done(s.ask(Request.newBuilder().setCounters(Counters.getDefaultInstance())));
            block(s, s.number(), 0);
        });
        attempt("a request that skips a number", s -> request(s, s.number() + 2));
        attempt("a request of a number that is over", s -> {
            RawSession.done(s.ask(Request.newBuilder().setCounters(Counters.getDefaultInstance())));
            request(s, s.number() - 1);
        });
        attempt("a request while another is under way", s -> {
            configure(s);
            request(s, s.number() + 1);
        });
        attempt(
                "a request with more blocks than a wafer has chips",
                s -> s.link()
                        .send(ToServer.newBuilder()
                                .setRequest(Request.newBuilder()
                                        .setNumber(s.number() + 1)
                                        .setBlocks(WaferConfiguration.HICANNS + 1)
                                        .setConfigure(Frames.configure(125, true, RandomChips.STAGES)))
                                .build()));
        attempt("credit for blocks that were not sent", s -> {
            Answer answer = s.must(Request.newBuilder().setReadBack(ReadBack.getDefaultInstance()));
            bench.demand(
                    answer.getBlocks() == chips.length,
                    () -> "%d blocks are read back, must be %d".formatted(answer.getBlocks(), chips.length));
            s.grant(2, 2);
        });
        attempt("garbage in the middle of an answer", s -> {
            s.must(Request.newBuilder().setReadBack(ReadBack.getDefaultInstance()));
            s.grant(0, 1);
            s.block(0);
            garbage(s);
        });
    }

    /// Does it in a session whose chips are configured: the connection must be refused, the session be over, and its
    /// parts be free at once.
    private void attempt(String what, Deed deed) throws IOException, Violation, InterruptedException {
        try (RawSession session = RawSession.open(bench, fpga)) {
            RawSession.done(session.configure(wafer, RandomChips.STAGES));
            deed.in(session);
            Refusals.expect(bench, session.link(), what);
            session.cut();
            Optional<RawSession> more = session.resume();
            if (more.isPresent()) {
                more.get().close();
                throw new Violation(what + ": the session goes on over another connection, must be over");
            }
            FreeParts.await(bench, 0, fpga);
        }
    }

    private void garbage(RawSession session) throws IOException {
        session.link()
                .sendBytes(WrongFrames.garbage(bench, random, true).bytes().toByteArray());
    }

    private void configure(RawSession session) throws IOException {
        IntFunction<Block.Builder> content = i -> Block.newBuilder()
                .setChip(WaferConfigurationCodec.encode(
                        chips[i], wafer.hicann(chips[i]).orElseThrow()));
        session.begin(
                Request.newBuilder().setConfigure(Frames.configure(125, true, RandomChips.STAGES)),
                chips.length,
                content);
    }

    private static void block(RawSession session, long request, int index) throws IOException {
        session.link()
                .send(ToServer.newBuilder()
                        .setBlock(Block.newBuilder().setRequest(request).setIndex(index))
                        .build());
    }

    private static void request(RawSession session, long number) throws IOException {
        session.link()
                .send(ToServer.newBuilder()
                        .setRequest(Request.newBuilder().setNumber(number).setCounters(Counters.getDefaultInstance()))
                        .build());
    }
}
