package bss.hil.mutant;

import static bss.hil.mutant.Mutant.frames;
import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.sharedFrames;

import bss.hil.FrameFault;
import bss.hil.mutant.Mutant.Plant;
import bss.hil.wire.Endpoint;
import bss.proto.v1.Answer;
import bss.proto.v1.Block;
import bss.proto.v1.Failed;
import bss.proto.v1.Hello;
import bss.proto.v1.Refusal;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Faults of hello, tokens, session keys and frames: L01 to L03.
final class SessionMutants {

    private SessionMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "M01",
                        "L01",
                        "a host of an unknown major version of the protocol is let in",
                        hello(h -> h.setMajor(1))),
                mutant(
                        "M02",
                        "L01",
                        "a second hello on a connection is answered with another welcome",
                        frames(SecondHello::new)),
                mutant(
                        "M03",
                        "L02",
                        "an expired token is accepted",
                        tokens((endpoint, token) ->
                                endpoint.expired().orElse("").equals(token))),
                mutant(
                        "M04",
                        "L02",
                        "the signature of a token is not checked, whatever has three parts comes in",
                        tokens((_, token) -> token.split("\\.", -1).length == 3)),
                mutant(
                        "M05",
                        "L02",
                        "a session goes on for whoever knows the first half of its key",
                        sharedFrames(SessionMutants::halfKeys)),
                mutant(
                        "M06",
                        "L03",
                        "a frame that is no message is answered as a request that failed",
                        frames(TakenForRequest::new)),
                mutant("M07", "L03", "the server ends at the first frame that is no message", sharedFrames(() -> {
                            AtomicBoolean dead = new AtomicBoolean();
                            return () -> new Mortal(dead);
                        }))
                        .ending(),
                mutant(
                        "M08",
                        "L03",
                        "a block that comes twice ends the connection without a refusal",
                        frames(RepeatedBlocks::new)),
                mutant("M98", "L03", "a session goes on though its host sent garbage", frames(Forgiving::new)));
    }

    /// Hellos reach the server changed.
    private static Supplier<Plant> hello(UnaryOperator<Hello.Builder> change) {
        return frames(() -> new FrameFault() {
            @Override
            public void down(ToServer message, Ends ends) throws IOException {
                ends.toServer(
                        message.hasHello()
                                ? ToServer.newBuilder()
                                        .setHello(change.apply(message.getHello().toBuilder()))
                                        .build()
                                : message);
            }
        });
    }

    private interface TokenFault {
        boolean passes(Endpoint endpoint, String token) throws IOException;
    }

    /// Tokens pass for good ones.
    private static Supplier<Plant> tokens(TokenFault fault) {
        return () -> new Plant(
                Mutant.ideal(),
                Optional.of(endpoint -> () -> new FrameFault() {
                    @Override
                    public void down(ToServer message, Ends ends) throws IOException {
                        boolean passes = message.hasHello()
                                && fault.passes(endpoint, message.getHello().getToken());
                        ends.toServer(
                                passes
                                        ? ToServer.newBuilder()
                                                .setHello(message.getHello().toBuilder()
                                                        .setToken(endpoint.token()))
                                                .build()
                                        : message);
                    }
                }),
                Mutant.LIMITS);
    }

    private static Supplier<FrameFault> halfKeys() {
        Map<ByteString, ByteString> keys = new ConcurrentHashMap<>();
        return () -> new FrameFault() {
            @Override
            public void down(ToServer message, Ends ends) throws IOException {
                ByteString opened = message.getRequest().getOpen().getSessionKey();
                if (opened.size() == 32) {
                    keys.put(opened.substring(0, 16), opened);
                }
                ByteString named = message.getHello().getSessionKey();
                ByteString key = named.size() < 16 ? named : keys.getOrDefault(named.substring(0, 16), named);
                ends.toServer(
                        key.equals(named)
                                ? message
                                : ToServer.newBuilder()
                                        .setHello(message.getHello().toBuilder().setSessionKey(key))
                                        .build());
            }
        };
    }

    private static final class SecondHello extends FrameFault {

        private volatile ToClient welcome = ToClient.getDefaultInstance();

        @Override
        public void down(ToServer message, Ends ends) throws IOException {
            if (message.hasHello() && welcome.hasWelcome()) {
                ends.toHost(welcome);
            } else {
                ends.toServer(message);
            }
        }

        @Override
        public void up(ToClient message, Ends ends) throws IOException {
            welcome = message.hasWelcome() ? message : welcome;
            ends.toHost(message);
        }
    }

    private static final class TakenForRequest extends FrameFault {
        @Override
        public void garbage(byte[] frame, Ends ends) throws IOException {
            ends.toHost(ToClient.newBuilder()
                    .setAnswer(Answer.newBuilder().setFailed(Failed.newBuilder().setMessage("no message")))
                    .build());
        }
    }

    /// Refuses in the place of the server, which sees a cut alone.
    private static final class Forgiving extends FrameFault {
        @Override
        public void garbage(byte[] frame, Ends ends) throws IOException {
            ends.toHost(ToClient.newBuilder()
                    .setRefusal(Refusal.newBuilder().setMessage("this is no message"))
                    .build());
            ends.cut();
        }
    }

    private static final class Mortal extends FrameFault {

        private final AtomicBoolean dead;

        Mortal(AtomicBoolean dead) {
            this.dead = dead;
        }

        @Override
        public void down(ToServer message, Ends ends) throws IOException {
            if (dead.get()) {
                ends.cut();
            } else {
                ends.toServer(message);
            }
        }

        @Override
        public void garbage(byte[] frame, Ends ends) throws IOException {
            dead.set(true);
            ends.cut();
        }
    }

    private static final class RepeatedBlocks extends FrameFault {

        private Block last = Block.getDefaultInstance();

        @Override
        public void down(ToServer message, Ends ends) throws IOException {
            Block block = message.getBlock();
            if (message.hasBlock()
                    && last.getRequest() != 0
                    && block.getRequest() == last.getRequest()
                    && block.getIndex() == last.getIndex()) {
                ends.cut();
            }
            last = message.hasBlock() ? block : last;
            ends.toServer(message);
        }
    }
}
