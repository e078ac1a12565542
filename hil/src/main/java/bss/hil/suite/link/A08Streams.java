package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.WaferBlocks;
import bss.proto.v1.Advance;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Counters;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.TakeSamples;
import bss.proto.v1.TakeTrace;
import bss.proto.v1.Watch;
import bss.spec.backend.Pulses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Long streams of blocks with the window exactly full, both ways.
final class A08Streams implements ConformanceTest {

    /// Between two pulses of a chip [4 ns]: well above what a link carries.
    private static final int SPACING = 40;

    /// Denmems of a chip.
    private static final int DENMEMS = 512;

    private static final int WATCH_CYCLES = 500;

    @Override
    public Card card() {
        return new Card(
                "A08",
                Layer.LINK,
                "full window",
                "Streams of more than ten times 256 blocks pass in both directions with the window exactly full: none"
                        + " stalls, no block comes twice, and the content is right.",
                "sctrltp, AutomatedTest (wrap of sequence numbers; here blocks are numbered without a wrap)",
                EnumSet.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, IOException {
        int fpga = bench.fpgas()[0];
        int[] hicanns = Chips.of(fpga);
        SplittableRandom random = bench.random("streams");
        try (RawSession session = RawSession.open(bench, fpga)) {
            RawSession.done(session.configure(Loopback.wafer(hicanns), Loopback.STAGES));
            pulses(bench, session, random, hicanns);
            bench.progress(0.7);
            if (bench.capabilities().probe()) {
                samples(bench, session, hicanns, bench.size(300, 2600, 5000));
            } else {
                bench.note("answers of more blocks than a trace has were not tried: the endpoint has no probe");
            }
        }
    }

    /// Programs of blocks of any size, whose trace comes back in full blocks.
    private static void pulses(Bench bench, RawSession session, SplittableRandom random, int[] hicanns)
            throws IOException, Violation {
        int most = session.welcome().getLimits().getMaxPulsesPerPlay() / WaferBlocks.PULSES;
        int todo = bench.size(300, 2600, 5000);
        long blocks = 0;
        long first = 4000;
        int requests = 0;
        while (blocks < todo) {
            int count = Math.clamp(todo - blocks, 1, Math.max(1, most));
            int[] ends = new int[count];
            int sum = 0;
            for (int b = 0; b < count; b++) {
                sum += random.nextInt(20) == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(60);
                ends[b] = sum;
            }
            Pulses program = Loopback.program(random, hicanns, Math.ceilDiv(sum, hicanns.length), first, SPACING);
            ends[count - 1] = program.count();
            session.begin(
                    Request.newBuilder().setPlay(Play.getDefaultInstance()),
                    count,
                    b -> WaferBlocks.encode(program, b == 0 ? 0 : ends[b - 1], ends[b]));
            Answer answer = RawSession.done(session.upload());
            bench.demand(
                    answer.getBuffered().getPulses() == program.count(),
                    () -> "%d pulses are buffered, must be %d"
                            .formatted(answer.getBuffered().getPulses(), program.count()));
            int full = Math.min(count, session.window());
            int reached = session.mostUnderWay();
            bench.demand(
                    reached >= full,
                    () -> "at most %d blocks were under way, the window is %d".formatted(reached, full));
            session.must(Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(Loopback.end(program))));
            requests++;
            Loopback.require(bench, program, trace(bench, session), "program %d".formatted(requests));
            first = 2 * Loopback.end(program) + 4000;
            blocks += count;
        }
        bench.figure("blocks sent", (double) blocks, "");
    }

    private static Pulses trace(Bench bench, RawSession session) throws IOException, Violation {
        Answer answer = session.must(Request.newBuilder()
                .setTakeTrace(TakeTrace.getDefaultInstance())
                .setCredit(session.window()));
        List<Block> blocks = new ArrayList<>();
        session.take(answer, 0, session.window(), blocks::add);
        return WaferBlocks.pulses(bench, blocks);
    }

    /// An answer of one block for each watched circuit.
    private static void samples(Bench bench, RawSession session, int[] hicanns, int watches)
            throws IOException, Violation {
        for (int w = 0; w < watches; w++) {
            session.must(Request.newBuilder()
                    .setWatch(Watch.newBuilder()
                            .setHicann(hicanns[w / DENMEMS % hicanns.length])
                            .setDenmem(w % DENMEMS)
                            .setIntervalCycles(WATCH_CYCLES)));
        }
        long now = session.must(Request.newBuilder().setCounters(Counters.getDefaultInstance()))
                .getNow();
        session.must(Request.newBuilder().setAdvance(Advance.newBuilder().setUntilCycle(now + 2 * WATCH_CYCLES)));
        Answer answer = session.must(Request.newBuilder()
                .setTakeSamples(TakeSamples.getDefaultInstance())
                .setCredit(session.window()));
        bench.demand(
                answer.getBlocks() == watches,
                () -> "samples of %d watches come in %d blocks, must be one for each"
                        .formatted(watches, answer.getBlocks()));
        List<Block> blocks = new ArrayList<>();
        session.take(answer, 0, session.window(), blocks::add);
        for (int w = 0; w < watches; w++) {
            var s = blocks.get(w).getSamples();
            int watch = w;
            bench.demand(
                    s.getWatch() == w
                            && s.getDenmem() == w % DENMEMS
                            && s.getHicann() == hicanns[w / DENMEMS % hicanns.length]
                            && s.getFirstCycle() == now
                            && s.getValuesCount() == 2,
                    () -> "block %d holds %d samples of watch %d from cycle %d on, must be 2 of watch %d from %d on"
                            .formatted(watch, s.getValuesCount(), s.getWatch(), s.getFirstCycle(), watch, now));
        }
        bench.figure("blocks taken in one answer", answer.getBlocks(), "");
    }
}
