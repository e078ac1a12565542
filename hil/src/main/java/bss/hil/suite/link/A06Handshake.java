package bss.hil.suite.link;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RawSession;
import bss.hil.suite.common.Refusals;
import bss.hil.suite.common.WaferBlocks;
import bss.hil.wire.RawLink;
import bss.proto.v1.Answer;
import bss.proto.v1.Limits;
import bss.proto.v1.Play;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.spec.backend.Pulses;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// The welcome comes in time, and the limits that it names hold.
final class A06Handshake implements ConformanceTest {

    /// Time for connection, TLS, hello and welcome.
    private static final double MOST_SECONDS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A chip's configuration, about 140 KiB, goes in one frame.
    private static final int LEAST_FRAME_BYTES = 1 << 18;

    private static final int MOST_FRAME_BYTES = 1 << 26;

    @Override
    public Card card() {
        return new Card(
                "A06",
                Layer.LINK,
                "handshake and limits",
                "The welcome comes within 2 s; its limits are in range and kept to the byte and the block.",
                "sctrltp, reset frame with window, sequence space and frame size (packets.h, sctrltp_defines.h)",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public void run(Bench bench) throws Violation, IOException {
        Limits limits = handshakes(bench);
        ranges(bench, limits);
        bench.progress(0.5);
        frames(bench, Frames.HELLO_BYTES, false);
        frames(bench, limits.getMaxFrameBytes(), true);
        bench.progress(0.8);
        window(bench, limits);
    }

    private static Limits handshakes(Bench bench) throws IOException, Violation {
        double longest = 0;
        Limits first = Limits.getDefaultInstance();
        for (int k = 0; k < 5; k++) {
            long from = System.nanoTime();
            try (RawLink link = bench.raw()) {
                Limits limits = link.hello().getWelcome().getLimits();
                longest = Math.max(longest, (System.nanoTime() - from) * 1e-9);
                Limits before = k == 0 ? limits : first;
                bench.demand(
                        limits.equals(before),
                        () -> "limits are %s, must be those of the welcome before, %s"
                                .formatted(shown(limits), shown(before)));
                first = limits;
            }
        }
        double seconds = longest;
        bench.figure("longest handshake", seconds, "s");
        bench.demand(
                seconds <= MOST_SECONDS,
                () -> "the welcome took %.2f s, must come within %.0f s".formatted(seconds, MOST_SECONDS));
        return first;
    }

    private static String shown(Limits limits) {
        return limits.toString().strip().replace("\n", ", ");
    }

    private static void ranges(Bench bench, Limits limits) throws Violation {
        range(bench, "max_frame_bytes", limits.getMaxFrameBytes(), LEAST_FRAME_BYTES, MOST_FRAME_BYTES);
        range(bench, "window_blocks", limits.getWindowBlocks(), 2, 1 << 10);
        range(bench, "max_pulses_per_play", limits.getMaxPulsesPerPlay(), 1, Integer.MAX_VALUE);
        range(bench, "idle_seconds", limits.getIdleSeconds(), 1, Integer.MAX_VALUE);
        range(bench, "detached_seconds", limits.getDetachedSeconds(), 1, Integer.MAX_VALUE);
    }

    private static void range(Bench bench, String name, int value, int least, int most) throws Violation {
        bench.demand(
                value >= least && value <= most,
                () -> "limit %s is %s, must be %d to %d".formatted(name, Integer.toUnsignedString(value), least, most));
    }

    /// A frame of exactly the most bytes is taken, one more is refused.
    private static void frames(Bench bench, int most, boolean welcomed) throws IOException, Violation {
        ToServer message = welcomed ? Frames.ping(6) : Frames.message(Frames.hello(bench));
        try (RawLink link = bench.raw()) {
            if (welcomed) {
                link.hello();
            }
            link.send(Frames.padded(message, most));
            ToClient answer = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
            bench.demand(
                    welcomed ? answer.hasPong() : answer.hasWelcome(),
                    () -> "%s of %d bytes, the most that is allowed, was answered with %s: %s"
                            .formatted(
                                    message.getBodyCase(),
                                    most,
                                    answer.getBodyCase(),
                                    answer.getRefusal().getMessage()));
        }
        try (RawLink link = bench.raw()) {
            if (welcomed) {
                link.hello();
            }
            link.send(Frames.padded(message, most + 1));
            Refusals.expect(
                    bench, link, "%s of %d bytes, one more than allowed".formatted(message.getBodyCase(), most + 1));
        }
    }

    /// An upload of three windows and a block gets never more than a window of credit, and is taken.
    private static void window(Bench bench, Limits limits) throws IOException, Violation {
        int window = limits.getWindowBlocks();
        // a server takes as many blocks as pulses of the largest play fill
        int blocks = Math.min(3 * window + 1, Math.max(1, limits.getMaxPulsesPerPlay() / WaferBlocks.PULSES));
        int[] hicanns = {bench.hicanns()[0]};
        Pulses pulses = Loopback.program(bench.random("window"), hicanns, blocks, 5000, 100);
        try (RawSession session = RawSession.open(bench, bench.fpgas()[0])) {
            bench.demand(
                    session.window() == window,
                    () -> "window is %d blocks, was %d".formatted(session.window(), window));
            session.begin(
                    Request.newBuilder().setPlay(Play.getDefaultInstance()),
                    blocks,
                    i -> WaferBlocks.encode(pulses, i, i + 1));
            Answer answer = RawSession.done(session.upload());
            bench.demand(
                    answer.getBuffered().getPulses() == blocks,
                    () -> "%d pulses are buffered, must be %d, one for each block"
                            .formatted(answer.getBuffered().getPulses(), blocks));
        }
    }
}
