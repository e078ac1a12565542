package bss.hil.suite.common;

import bss.hil.bench.Violation;
import bss.hil.wire.RawLink;
import bss.proto.v1.ToClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/// Reads what an endpoint must send, and tells one that does wrong from one that is gone.
final class Reader {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PONG_PATIENCE = Duration.ofSeconds(2);

    private final RawLink link;

    Reader(RawLink link) {
        this.link = link;
    }

    /// The next message.
    ///
    /// @param what must come, for messages
    /// @throws Violation if the endpoint refuses, or does not go on though it lives
    /// @throws IOException if it is gone
    ToClient read(String what) throws IOException, Violation {
        Optional<ToClient> next;
        try {
            next = link.read(PATIENCE);
        } catch (SocketTimeoutException e) {
            link.send(Frames.ping(1));
            if (link.read(PONG_PATIENCE).filter(ToClient::hasPong).isPresent()) {
                throw new Violation(
                        "%s did not come within %d s, though pings are answered".formatted(what, PATIENCE.toSeconds()));
            }
            throw e;
        }
        ToClient message =
                next.orElseThrow(() -> new IOException("the endpoint closed the connection, must send " + what));
        if (message.hasRefusal()) {
            throw new Violation("the endpoint refused (%s), must send %s"
                    .formatted(message.getRefusal().getMessage(), what));
        }
        return message;
    }

    /// A message in a few words.
    static String shown(ToClient message) {
        return switch (message.getBodyCase()) {
            case ANSWER ->
                "an answer to request %d (%s)"
                        .formatted(
                                message.getAnswer().getRequest(),
                                message.getAnswer().getBodyCase());
            case BLOCK ->
                "block %d of request %d"
                        .formatted(
                                message.getBlock().getIndex(),
                                message.getBlock().getRequest());
            case CREDIT -> "credit for request %d".formatted(message.getCredit().getRequest());
            case PONG -> "pong %d".formatted(message.getPong().getNumber());
            default -> message.getBodyCase().toString();
        };
    }
}
