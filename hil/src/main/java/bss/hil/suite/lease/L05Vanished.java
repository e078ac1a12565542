package bss.hil.suite.lease;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Frames;
import bss.hil.suite.common.FreeParts;
import bss.hil.suite.common.Fresh;
import bss.hil.suite.common.Leftovers;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.hil.wire.RawLink;
import bss.proto.v1.Answer;
import bss.proto.v1.Open;
import bss.proto.v1.Request;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// An owner that goes, with or without a word, leaves its parts free and reset.
final class L05Vanished implements ConformanceTest {

    /// Longest time without a connection that even a smoke run waits for, in seconds.
    private static final int SHORT_SECONDS = 5;

    @Override
    public Card card() {
        return new Card(
                "L05",
                Layer.LEASE,
                "the owner closes, or vanishes",
                "Parts whose owner closed are free at once, those of one that vanished when its time is over and not"
                        + " before; the next owner finds nothing of the last.",
                "halbe, ResetHostConnection; sctrltp, test-libhostarq (time-out and closing)",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(4));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException {
        int[] fpgas = bench.fpgas();
        beforeOpening(bench, fpgas);
        bench.progress(0.1);
        RawSession closed = owner(bench, "closed");
        closed.close();
        requireNothingLeft(bench, "after an owner that closed");
        bench.progress(0.3);
        RawSession owner = owner(bench, "vanished");
        int seconds = owner.welcome().getLimits().getDetachedSeconds();
        boolean waits = bench.profile() != Profile.SMOKE || seconds <= SHORT_SECONDS;
        if (!waits) {
            owner.close();
            bench.note("that an owner vanishes was not tried: smoke does not wait %d s for it".formatted(seconds));
            return;
        }
        owner.cut();
        held(bench, fpgas, seconds);
        double free = FreeParts.await(bench, seconds, fpgas);
        bench.figure("free after the owner vanished", free, "s");
        requireNothingLeft(bench, "after an owner that vanished");
    }

    /// Hosts that are cut before their request to open is complete hold nothing.
    private static void beforeOpening(Bench bench, int[] fpgas) throws IOException, Violation {
        SplittableRandom random = bench.random("cut");
        for (int k = 0; k < 4; k++) {
            Open.Builder open = Open.newBuilder().setSessionKey(Frames.drawKey());
            Arrays.stream(fpgas).forEach(open::addFpgas);
            byte[] frame = Frames.frame(
                    Frames.message(Request.newBuilder().setNumber(1).setOpen(open))
                            .toByteArray());
            try (RawLink link = bench.raw()) {
                link.hello();
                link.sendBytes(Arrays.copyOf(frame, random.nextInt(frame.length)));
            }
            RawSession.open(bench, fpgas).close();
        }
    }

    /// An owner that leaves something everywhere: registers of every chip, pulses to come, a trace, a
    /// recording.
    private static RawSession owner(Bench bench, String purpose) throws IOException, Violation {
        SplittableRandom random = bench.random(purpose);
        int[] hicanns = bench.hicanns();
        RawSession owner = RawSession.open(bench, bench.fpgas());
        boolean done = false;
        try {
            Leftovers.leave(owner, random, hicanns);
            RawSession.done(owner.configure(RandomChips.wafer(random, hicanns), RandomChips.STAGES));
            done = true;
            return owner;
        } finally {
            if (!done) {
                owner.close();
            }
        }
    }

    /// A session outlives its connection: nobody else gets its parts at once.
    private static void held(Bench bench, int[] fpgas, int seconds) throws IOException, Violation {
        if (seconds < 2) {
            return;
        }
        try (RawSession other = RawSession.connect(bench)) {
            Answer answer = other.askOpen(fpgas);
            bench.demand(
                    answer.hasFailed(),
                    () -> "FPGAs %s were given away at once after their owner was cut, must be kept for it for %d s"
                            .formatted(Arrays.toString(fpgas), seconds));
        }
    }

    private static void requireNothingLeft(Bench bench, String when)
            throws BackendException, Violation, InterruptedException {
        int[] hicanns = bench.hicanns();
        try (WaferSession next = bench.open()) {
            Fresh.require(bench, next, when);
            Fresh.requireResetRegisters(bench, next, when, hicanns);
            // pulses that the last owner left would come now
            bench.configure(next, Loopback.wafer(hicanns), Loopback.STAGES);
            Pulses own = Loopback.program(bench.random(when), hicanns, 5, 20_000, 100);
            next.play(own);
            next.advance(Loopback.end(own));
            Loopback.require(bench, own, next.takeTrace(), when);
            long played = next.counters().pulsesPlayed();
            bench.demand(
                    played == own.count(),
                    () -> "%s: %d pulses count as played, must be %d".formatted(when, played, own.count()));
        }
    }
}
