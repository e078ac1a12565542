package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Fresh;
import bss.hil.suite.common.Leftovers;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.WaferBlocks;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Counters;
import bss.proto.v1.ReadBack;
import bss.proto.v1.Request;
import bss.proto.v1.Reset;
import bss.proto.v1.TakeTrace;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What was not taken never comes to whom it does not belong.
final class A11Stale implements ConformanceTest {

    private static final long QUIET_MILLIS = 100;

    private static final int SPACING = 100;

    @Override
    public Card card() {
        return new Card(
                "A11",
                Layer.LINK,
                "stale data",
                "After a cut in the middle of an answer, after a request instead of the rest of one, after a reset and"
                        + " in the next session, the first thing that is read is what was asked for, and no block comes"
                        + " twice.",
                "sctrltp, reset of a connection with packets on the way; sthal, ExperimentRunner",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException {
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        for (int round = 0; round < bench.size(1, 5, 5); round++) {
            SplittableRandom random = bench.random("round " + round);
            middleOfAnAnswer(bench, random, fpga, hicanns);
            ownReset(bench, random, fpga, hicanns);
            nextOwner(bench, random, fpga, hicanns);
            bench.progress((round + 1.0) / bench.size(1, 5, 5));
        }
    }

    /// Cut while blocks are under way; then asked for something else while blocks are left.
    private static void middleOfAnAnswer(Bench bench, SplittableRandom random, int fpga, int[] hicanns)
            throws IOException, Violation, InterruptedException {
        WaferConfiguration chips = RandomChips.wafer(random, hicanns);
        RawSession first = RawSession.open(bench, fpga);
        RawSession last = first;
        try {
            RawSession.done(first.configure(chips, RandomChips.STAGES));
            int taken = 1 + random.nextInt(3);
            Answer answer = first.must(Request.newBuilder()
                    .setReadBack(ReadBack.getDefaultInstance())
                    .setCredit(4));
            List<Block> blocks = new ArrayList<>();
            for (int b = 0; b < 4; b++) {
                blocks.add(first.block(b));
            }
            first.grant(taken, 4);
            first.quiet(0, "all that was granted has come");
            first.cut();
            RawSession second = first.resume()
                    .orElseThrow(() -> new Violation("the session is gone at once after a cut, must be kept"));
            last = second;
            long arrived = second.resumed().getLastRequest();
            bench.demand(
                    arrived == second.number(),
                    () -> "the welcome says that request %d came last, must be %d".formatted(arrived, second.number()));
            second.quiet(QUIET_MILLIS, "the request was not sent again over this connection");
            second.again();
            Answer same = second.answer();
            bench.demand(
                    same.equals(answer), () -> "the answer is another after a cut: %s, was %s".formatted(same, answer));
            List<Block> rest = new ArrayList<>(blocks.subList(0, taken));
            second.take(answer, taken, 4, rest::add);
            second.quiet(0, "every block has come");
            RandomChips.requireSame(
                    bench,
                    chips,
                    WaferBlocks.decode(bench, rest),
                    "read back with a cut after block %d".formatted(taken));

            second.must(Request.newBuilder()
                    .setReadBack(ReadBack.getDefaultInstance())
                    .setCredit(2));
            second.block(0);
            second.block(1);
            second.must(Request.newBuilder()
                    .setCounters(Counters.getDefaultInstance())
                    .setCredit(second.window()));
            second.quiet(QUIET_MILLIS, "the rest of the answer before was given up");
        } finally {
            last.close();
        }
    }

    /// A trace that is not taken is gone after a reset.
    private static void ownReset(Bench bench, SplittableRandom random, int fpga, int[] hicanns)
            throws IOException, Violation {
        try (RawSession session = RawSession.open(bench, fpga)) {
            Leftovers.leave(session, random, hicanns);
            long now = session.must(
                            Request.newBuilder().setReset(Reset.newBuilder().setTrial(2)))
                    .getNow();
            bench.demand(now == 0, () -> "the next cycle is %d after a reset, must be 0".formatted(now));
            int blocks = session.must(Request.newBuilder().setTakeTrace(TakeTrace.getDefaultInstance()))
                    .getBlocks();
            bench.demand(
                    blocks == 0, () -> "a trace of %d blocks is there after a reset, must be none".formatted(blocks));
        }
    }

    /// What a session leaves behind does not come to the next one on the same parts.
    private static void nextOwner(Bench bench, SplittableRandom random, int fpga, int[] hicanns)
            throws IOException, Violation, BackendException, InterruptedException {
        RawSession first = RawSession.open(bench, fpga);
        RawSession last = first;
        try {
            Leftovers.leave(first, random, hicanns);
            Answer trace = first.must(Request.newBuilder().setTakeTrace(TakeTrace.getDefaultInstance()));
            bench.demand(trace.getBlocks() > 0, () -> "no trace is there of pulses that were sent back, must be some");
            first.cut();
            last = first.resume()
                    .orElseThrow(() -> new Violation("the session is gone at once after a cut, must be kept"));
        } finally {
            last.close();
        }
        try (WaferSession next = bench.open(Lease.of(fpga))) {
            int stale = next.takeTrace().count();
            bench.demand(
                    stale == 0,
                    () -> "the first trace of a session has %d pulses of the session before, must have none"
                            .formatted(stale));
            Fresh.require(bench, next, "session after one that left a trace, a recording and pulses to come");
            bench.configure(next, Loopback.wafer(hicanns), Loopback.STAGES);
            Pulses own = Loopback.program(random, hicanns, 30, 9000, SPACING);
            next.play(own);
            next.advance(Loopback.end(own) + 20_000);
            Loopback.require(bench, own, next.takeTrace(), "session after one that left pulses to come");
        }
    }
}
