package bss.hil.suite.session;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.Refusals;
import bss.hil.suite.session.WrongFrames.Wrong;
import bss.hil.wire.RawLink;
import bss.proto.v1.ToClient;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Frames that are too long, empty, cut off, or garbage: whoever sends them is refused, nobody else feels it.
final class L03Frames implements ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Card card() {
        return new Card(
                "L03",
                Layer.SESSION,
                "oversize, truncated and garbage frames",
                "What is no frame, or comes in the wrong state, ends that connection with a message, and the session"
                        + " that it came for; a session beside goes on and its parts do not change.",
                "sctrltp, AutomatedTest; hicann-system, gtest_hostarq_loopback",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException {
        SplittableRandom random = bench.random("frames");
        int[] fpgas = bench.fpgas();
        WaferConfiguration there = RandomChips.wafer(random, bench.hicanns()[0]);
        try (WaferSession session = bench.open(Lease.of(fpgas[0]))) {
            bench.configure(session, there, RandomChips.STAGES);
            strangers(bench, random, session, there);
            if (fpgas.length > 1) {
                new WrongSessions(bench, random, fpgas[1]).all();
                RandomChips.requireSame(bench, there, session.readBack(), "session beside one that did wrong");
            }
        }
        if (fpgas.length == 1) {
            bench.note("sessions that do wrong were tried without another beside them: the run has one FPGA alone");
            new WrongSessions(bench, random, fpgas[0]).all();
        }
    }

    private static void strangers(Bench bench, SplittableRandom random, WaferSession beside, WaferConfiguration there)
            throws IOException, Violation, BackendException {
        int maxFrameBytes;
        try (RawLink link = bench.raw()) {
            maxFrameBytes = link.hello().getWelcome().getLimits().getMaxFrameBytes();
        }
        List<Wrong> wrong = new ArrayList<>(WrongFrames.fixed(bench, maxFrameBytes));
        for (int k = bench.size(40, 400, 4000); k > 0; k--) {
            wrong.add(WrongFrames.garbage(bench, random, random.nextBoolean()));
        }
        for (int k = 0; k < wrong.size(); k++) {
            strike(bench, wrong.get(k));
            truncated(bench, random, wrong.get(k).bytes().toByteArray());
            if (k % 50 == 0) {
                String where =
                        "session beside the host that sent " + wrong.get(k).what();
                RandomChips.requireSame(bench, there, beside.readBack(), where);
                bench.progress(0.7 * k / wrong.size());
            }
        }
        RandomChips.requireSame(bench, there, beside.readBack(), "session beside hosts that sent garbage");
    }

    private static void strike(Bench bench, Wrong wrong) throws IOException, Violation {
        try (RawLink link = bench.raw()) {
            if (wrong.welcomed()) {
                link.hello();
            }
            link.sendBytes(wrong.bytes().toByteArray());
            Refusals.expect(bench, link, wrong.what());
        }
    }

    /// A frame of which a part is missing when the host goes away; then a host that comes in pieces is served.
    private static void truncated(Bench bench, SplittableRandom random, byte[] bytes) throws IOException, Violation {
        try (RawLink link = bench.raw()) {
            byte[] hello = Frames.frame(Frames.message(Frames.hello(bench)).toByteArray());
            link.sendBytes(Arrays.copyOf(hello, random.nextInt(hello.length)));
        }
        try (RawLink link = bench.raw()) {
            link.hello();
            link.sendBytes(Arrays.copyOf(bytes, random.nextInt(4)));
        }
        try (RawLink link = bench.raw()) {
            link.hello();
            byte[] ping = Frames.frame(Frames.ping(7).toByteArray());
            int cut = 1 + random.nextInt(ping.length - 1);
            link.sendBytes(Arrays.copyOf(ping, cut));
            link.sendBytes(Arrays.copyOfRange(ping, cut, ping.length));
            ToClient pong = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
            bench.demand(
                    pong.hasPong() && pong.getPong().getNumber() == 7,
                    () -> "a ping in two pieces was answered with %s, must be a pong".formatted(pong.getBodyCase()));
        }
    }
}
