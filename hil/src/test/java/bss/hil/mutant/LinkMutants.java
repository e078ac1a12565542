package bss.hil.mutant;

import static bss.hil.mutant.Mutant.frames;
import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.sharedFrames;

import bss.hil.ForwardingSession;
import bss.hil.FrameFault;
import bss.hil.mutant.Mutant.Plant;
import bss.proto.v1.Block;
import bss.proto.v1.Credit;
import bss.proto.v1.Ping;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import bss.proto.v1.Welcome;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Faults of the link: A06 to A12.
final class LinkMutants {

    private LinkMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant("M15", "A06", "every other welcome names another limit of frames", sharedFrames(() -> {
                    AtomicInteger hosts = new AtomicInteger();
                    return () -> new Welcoming(w -> hosts.incrementAndGet() % 2 == 0
                            ? w.setLimits(w.getLimits().toBuilder()
                                    .setMaxFrameBytes(w.getLimits().getMaxFrameBytes() / 2)
                                    .build())
                            : w);
                })),
                mutant("M16", "A06", "before the welcome frames may be of any length", frames(() -> new FrameFault() {
                    @Override
                    public int most(int server) {
                        return Math.max(server, 1 << 20);
                    }

                    @Override
                    public void down(ToServer message, Ends ends) throws IOException {
                        ends.toServer(
                                message.hasHello()
                                        ? message.toBuilder()
                                                .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                                                .build()
                                        : message);
                    }
                })),
                mutant(
                        "M17",
                        "A06",
                        "the fourth welcome of an endpoint takes two and a half seconds",
                        sharedFrames(() -> {
                            AtomicInteger hosts = new AtomicInteger();
                            return () -> new Welcoming(w -> {
                                if (hosts.incrementAndGet() == 4) {
                                    pause(2_500_000_000L);
                                }
                                return w;
                            });
                        })),
                mutant("M18", "A07", "numbers of pings are cut to 32 bits", frames(() -> new FrameFault() {
                    @Override
                    public void up(ToClient message, Ends ends) throws IOException {
                        ends.toHost(message.hasPong() ? pong(message.getPong().getNumber() & 0xffff_ffffL) : message);
                    }
                })),
                mutant("M19", "A07", "two pongs in 4096 change places", frames(SwappedPongs::new)),
                mutant(
                        "M20",
                        "A08",
                        "blocks of an answer are numbered modulo 256",
                        blocksUp((block, _) -> block.setIndex(block.getIndex() & 0xff))),
                mutant("M21", "A08", "the last block of a full window comes twice", frames(() -> new FrameFault() {
                    @Override
                    public void up(ToClient message, Ends ends) throws IOException {
                        ends.toHost(message);
                        if (message.hasBlock() && message.getBlock().getIndex() % 16 == 15) {
                            ends.toHost(message);
                        }
                    }
                })),
                mutant("M99", "A08", "from the two hundredth block on no credit comes", frames(() -> new FrameFault() {
                    @Override
                    public void up(ToClient message, Ends ends) throws IOException {
                        if (message.getCredit().getUpto() <= 200) {
                            ends.toHost(message);
                        }
                    }
                })),
                mutant("M22", "A09", "a request to play after a cut is done twice", LinkMutants::playedTwice),
                mutant("M23", "A09", "a cut empties the playback program", LinkMutants::emptiedByCut),
                mutant("M24", "A10", "one block more is sent than was granted", frames(Generous::new)),
                mutant(
                        "M25",
                        "A10",
                        "for a block beyond those that were announced the answer comes once more",
                        frames(Repeating::new)),
                mutant("M26", "A11", "the first block after a cut comes twice", frames(RepeatedAfterCut::new)),
                mutant(
                        "M27",
                        "A11",
                        "the next owner of the parts reads the last trace once more",
                        Mutant.session(LinkMutants::traceLeft)),
                mutant(
                        "M28",
                        "A11",
                        "after a cut the answer is that of the request before",
                        sharedFrames(LinkMutants::answersBefore)),
                mutant("M29", "A12", "the first frame after one of the host waits for 25 ms", frames(Lazy::new)),
                mutant("M30", "A12", "configurations and pulses pass at 4 Mbit/s", frames(() -> new FrameFault() {
                    @Override
                    public void down(ToServer message, Ends ends) throws IOException {
                        pause(message.getSerializedSize() * 2000L);
                        ends.toServer(message);
                    }
                })));
    }

    private static void pause(long nanos) throws IOException {
        try {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static ToClient pong(long number) {
        return ToClient.newBuilder()
                .setPong(Ping.newBuilder().setNumber(number))
                .build();
    }

    private interface WelcomeChange {
        Welcome.Builder of(Welcome.Builder welcome) throws IOException;
    }

    /// Welcomes come with a fault.
    private static final class Welcoming extends FrameFault {

        private final WelcomeChange change;

        Welcoming(WelcomeChange change) {
            this.change = change;
        }

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            ends.toHost(
                    message.hasWelcome()
                            ? ToClient.newBuilder()
                                    .setWelcome(change.of(message.getWelcome().toBuilder()))
                                    .build()
                            : message);
        }
    }

    private interface BlockChange {
        Block.Builder of(Block.Builder block, int index);
    }

    private static Supplier<Plant> blocksUp(BlockChange change) {
        return frames(() -> new FrameFault() {
            @Override
            public void up(ToClient message, Ends ends) throws IOException {
                ends.toHost(
                        message.hasBlock()
                                ? ToClient.newBuilder()
                                        .setBlock(change.of(
                                                message.getBlock().toBuilder(),
                                                message.getBlock().getIndex()))
                                        .build()
                                : message);
            }
        });
    }

    private static final class SwappedPongs extends FrameFault {

        private int pongs;
        private @Nullable ToClient held;

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            if (message.hasPong() && ++pongs % 4096 == 0) {
                held = message;
                return;
            }
            ends.toHost(message);
            ToClient late = held;
            if (late != null && message.hasPong()) {
                held = null;
                ends.toHost(late);
            }
        }
    }

    private static Plant playedTwice() {
        AtomicBoolean resumed = new AtomicBoolean();
        return cuts(resumed, (session, _) -> new ForwardingSession(session) {
            @Override
            public void play(Pulses pulses) throws BackendException {
                healthy.play(pulses);
                if (resumed.getAndSet(false)) {
                    healthy.play(pulses);
                }
            }
        });
    }

    private static Plant emptiedByCut() {
        AtomicBoolean resumed = new AtomicBoolean();
        return cuts(resumed, (session, _) -> new ForwardingSession(session) {
            @Override
            public void advance(long untilCycle) throws BackendException, InterruptedException {
                if (resumed.getAndSet(false)) {
                    healthy.reset(0);
                }
                healthy.advance(untilCycle);
            }
        });
    }

    /// The link knows of cuts, the wafer does wrong after them.
    ///
    /// @param resumed is set when a session goes on
    private static Plant cuts(AtomicBoolean resumed, FaultyWafer.SessionFault fault) {
        return new Plant(
                new FaultyWafer(Mutant.ideal(), fault),
                Optional.of(_ -> () -> new FrameFault() {
                    @Override
                    public void down(ToServer message, Ends ends) throws IOException {
                        if (!message.getHello().getSessionKey().isEmpty()) {
                            resumed.set(true);
                        }
                        ends.toServer(message);
                    }
                }),
                Mutant.LIMITS);
    }

    private static final class Lazy extends FrameFault {

        private volatile boolean asked;

        @Override
        public void down(ToServer message, Ends ends) throws IOException {
            asked = true;
            ends.toServer(message);
        }

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            if (asked) {
                asked = false;
                pause(25_000_000);
            }
            ends.toHost(message);
        }
    }

    private static final class Generous extends FrameFault {
        @Override
        public void down(ToServer message, Ends ends) throws IOException {
            Request request = message.getRequest();
            Credit credit = message.getCredit();
            if (message.hasRequest() && request.getCredit() > 0) {
                ends.toServer(ToServer.newBuilder()
                        .setRequest(request.toBuilder().setCredit(request.getCredit() + 1))
                        .build());
            } else if (message.hasCredit()) {
                ends.toServer(ToServer.newBuilder()
                        .setCredit(credit.toBuilder().setUpto(credit.getUpto() + 1))
                        .build());
            } else {
                ends.toServer(message);
            }
        }
    }

    private static final class Repeating extends FrameFault {

        private int announced;
        private boolean beyond;
        private ToClient last = ToClient.getDefaultInstance();

        @Override
        public synchronized void down(ToServer message, Ends ends) throws IOException {
            announced = message.hasRequest() ? message.getRequest().getBlocks() : announced;
            if (message.hasBlock() && message.getBlock().getIndex() >= announced) {
                beyond = true;
                again(ends);
            } else {
                last = message.hasRequest() ? ToClient.getDefaultInstance() : last;
                ends.toServer(message);
            }
        }

        @Override
        public synchronized void up(ToClient message, Ends ends) throws IOException {
            ends.toHost(message);
            if (message.hasAnswer()) {
                last = message;
                again(ends);
            }
        }

        private void again(Ends ends) throws IOException {
            if (beyond && last.hasAnswer()) {
                beyond = false;
                ends.toHost(last);
            }
        }
    }

    private static final class RepeatedAfterCut extends FrameFault {

        private boolean resumed;

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            resumed |= message.getWelcome().hasResumed();
            ends.toHost(message);
            if (resumed && message.hasBlock()) {
                resumed = false;
                ends.toHost(message);
            }
        }
    }

    /// The memory of the FPGAs is not emptied.
    private static FaultyWafer.SessionFault traceLeft() {
        Map<Integer, Pulses> left = new ConcurrentHashMap<>();
        return (session, lease) -> new ForwardingSession(session) {
            private Pulses first = found(left, lease);

            @Override
            public Pulses takeTrace() throws BackendException {
                Pulses trace = first.count() > 0 ? first : healthy.takeTrace();
                first = Pulses.NONE;
                left.put(lease.fpgas()[0], trace);
                return trace;
            }
        };
    }

    private static Pulses found(Map<Integer, Pulses> left, Lease lease) {
        Pulses pulses = left.remove(lease.fpgas()[0]);
        return pulses == null ? Pulses.NONE : pulses;
    }

    private static Supplier<FrameFault> answersBefore() {
        Map<Long, ToClient> sent = new ConcurrentHashMap<>();
        return () -> new FrameFault() {
            private boolean resumed;

            @Override
            public void up(ToClient message, Ends ends) throws IOException {
                resumed |= message.getWelcome().hasResumed();
                if (!message.hasAnswer()) {
                    ends.toHost(message);
                    return;
                }
                long number = message.getAnswer().getRequest();
                if (number == 1) {
                    sent.clear();
                }
                ToClient before = sent.get(number - 1);
                sent.put(number, message);
                if (!resumed || before == null) {
                    ends.toHost(message);
                    return;
                }
                resumed = false;
                ends.toHost(ToClient.newBuilder()
                        .setAnswer(before.getAnswer().toBuilder()
                                .setRequest(number)
                                .setBlocks(message.getAnswer().getBlocks()))
                        .build());
            }
        };
    }
}
