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
import bss.hil.wire.RawLink;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Hello;
import bss.proto.v1.Interrupt;
import bss.proto.v1.Open;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Hello, versions, and hosts that begin wrongly.
final class L01Hello implements ConformanceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Major versions that nobody speaks yet; the last two have the top bit of an int, and all of them.
    private static final int[] NEWER = {2, 3, 17, Integer.MIN_VALUE | 1, -1};

    @Override
    public Card card() {
        return new Card(
                "L01",
                Layer.SESSION,
                "hello and versions",
                "Hello is answered with version, capabilities and limits; an unknown version, a missing and a second"
                        + " hello are refused with a message, and other hosts do not feel it.",
                "sctrltp, reset handshake; hxcomm, TestConnection",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofSeconds(60));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException {
        WaferConfiguration there = RandomChips.wafer(bench.random("beside"), bench.hicanns()[0]);
        try (WaferSession beside = bench.open()) {
            bench.configure(beside, there, RandomChips.STAGES);
            welcome(bench);
            bench.progress(0.3);
            versions(bench);
            bench.progress(0.6);
            order(bench);
            RandomChips.requireSame(bench, there, beside.readBack(), "session beside hosts that were refused");
        }
        try (RawLink after = bench.raw()) {
            after.hello();
            pong(bench, after);
        }
    }

    private static void welcome(Bench bench) throws IOException, Violation {
        Welcome first;
        try (RawLink link = bench.raw()) {
            first = link.hello().getWelcome();
            pong(bench, link);
        }
        bench.demand(
                first.getMajor() == Frames.MAJOR,
                () -> "welcome has protocol %s.%s, must have major %d"
                        .formatted(
                                Integer.toUnsignedString(first.getMajor()),
                                Integer.toUnsignedString(first.getMinor()),
                                Frames.MAJOR));
        bench.demand(!first.getSoftware().isBlank(), () -> "welcome names no software, must name it and its version");
        bench.demand(!first.hasResumed(), () -> "welcome resumes a session, must not: the hello named none");
        var c = first.getCapabilities();
        bench.demand(
                c.getName().equals(bench.capabilities().name())
                        && c.getSilicon().equals(bench.capabilities().silicon())
                        && c.getCanPause() == bench.capabilities().canPause()
                        && c.getProbe() == bench.capabilities().probe()
                        && c.getMaxConductancePerSecond()
                                == bench.capabilities().maxConductancePerSecond(),
                () -> "capabilities are %s, must be those of the hellos before, %s"
                        .formatted(c.toString().replace('\n', ' '), bench.capabilities()));
        bench.demand(
                !c.getName().isBlank() && !c.getSilicon().isBlank() && c.getMaxConductancePerSecond() > 0,
                () -> "capabilities are %s, must have a name, a silicon and a conductance above 0"
                        .formatted(c.toString().replace('\n', ' ')));
        try (RawLink link = bench.raw()) {
            // a newer minor version adds messages and fields only
            link.send(Frames.padded(Frames.message(Frames.hello(bench).setMinor(7)), 400));
            ToClient answer = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
            bench.demand(
                    answer.hasWelcome()
                            && answer.getWelcome().getLimits().equals(first.getLimits())
                            && answer.getWelcome().getWaferSeed() == first.getWaferSeed(),
                    () -> "hello of a newer minor version was answered with %s, must be the same welcome"
                            .formatted(answer.getBodyCase()));
            pong(bench, link);
        }
    }

    private static void versions(Bench bench) throws IOException, Violation {
        for (int major : NEWER) {
            String theirs = Integer.toUnsignedString(major);
            String what = "hello of version %s.0".formatted(theirs);
            try (RawLink link = bench.raw()) {
                link.send(Frames.message(Frames.hello(bench).setMajor(major)));
                String why = Refusals.expect(bench, link, what);
                bench.demand(
                        why.contains(theirs) && why.contains(Integer.toString(Frames.MAJOR)),
                        () -> "%s: refusal says \"%s\", must name both versions".formatted(what, why));
            }
        }
    }

    private static void order(Bench bench) throws IOException, Violation {
        Map<String, ToServer> wrong = new LinkedHashMap<>();
        wrong.put("a ping", Frames.ping(1));
        wrong.put(
                "a request",
                Frames.message(Request.newBuilder()
                        .setNumber(1)
                        .setOpen(Open.newBuilder()
                                .setSessionKey(Frames.drawKey())
                                .addFpgas(bench.fpgas()[0]))));
        wrong.put(
                "a block",
                ToServer.newBuilder().setBlock(Block.newBuilder().setRequest(1)).build());
        wrong.put(
                "credit",
                ToServer.newBuilder()
                        .setCredit(Credit.newBuilder().setRequest(1))
                        .build());
        wrong.put(
                "an interrupt",
                ToServer.newBuilder()
                        .setInterrupt(Interrupt.newBuilder().setRequest(1))
                        .build());
        for (Map.Entry<String, ToServer> entry : wrong.entrySet()) {
            try (RawLink link = bench.raw()) {
                link.send(entry.getValue());
                Refusals.expect(bench, link, entry.getKey() + " before the hello");
            }
        }
        Hello.Builder again = Frames.hello(bench);
        try (RawLink link = bench.raw()) {
            link.hello();
            pong(bench, link);
            link.send(Frames.message(again));
            Refusals.expect(bench, link, "a second hello");
        }
    }

    private static void pong(Bench bench, RawLink link) throws IOException, Violation {
        long number = 0x0123_4567_89ab_cdefL;
        link.send(Frames.ping(number));
        ToClient answer = link.read(PATIENCE).orElse(ToClient.getDefaultInstance());
        bench.demand(
                answer.hasPong() && answer.getPong().getNumber() == number,
                () -> "ping 0x%x was answered with %s 0x%x, must be a pong of the same number"
                        .formatted(
                                number, answer.getBodyCase(), answer.getPong().getNumber()));
    }
}
