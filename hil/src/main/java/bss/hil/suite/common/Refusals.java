package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.wire.RawLink;
import bss.proto.v1.ToClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/// Demands that an endpoint refuses what breaks the protocol: it says why, then closes (docs/wire.md, Limits).
public final class Refusals {

    /// An endpoint reads on for up to 2 s after a refusal, then closes.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private Refusals() {}

    /// Reads to the refusal and the end of the connection.
    ///
    /// @param what was done wrong, for messages
    /// @return why the endpoint refuses
    /// @throws Violation if it does something else
    /// @throws IOException if it does nothing any more
    public static String expect(Bench bench, RawLink link, String what) throws Violation, IOException {
        ToClient end = refusalOrAnswer(bench, link, what);
        if (end.hasAnswer()) {
            throw new Violation("%s: came an answer (%s), must be refused"
                    .formatted(what, end.getAnswer().getBodyCase()));
        }
        return end.getRefusal().getMessage();
    }

    /// As [#expect], where the answer to a request that is complete may be on the way before.
    ///
    /// @param request whose answer it is
    public static void expectAfter(Bench bench, RawLink link, long request, String what) throws Violation, IOException {
        ToClient end = refusalOrAnswer(bench, link, what);
        if (end.hasRefusal()) {
            return;
        }
        long answered = end.getAnswer().getRequest();
        if (answered != request) {
            throw new Violation(
                    "%s: came an answer to request %d, must be to %d, or a refusal".formatted(what, answered, request));
        }
        expect(bench, link, what);
    }

    /// Reads to an answer, or to the refusal and the end of the connection.
    static ToClient refusalOrAnswer(Bench bench, RawLink link, String what) throws Violation, IOException {
        while (true) {
            Optional<ToClient> next;
            try {
                next = link.read(PATIENCE);
            } catch (SocketTimeoutException e) {
                requireAlive(bench, e);
                throw new Violation("%s: not refused within %d s".formatted(what, PATIENCE.toSeconds()));
            }
            if (next.isEmpty()) {
                requireAlive(bench, new IOException("the endpoint closed the connection after " + what));
                throw new Violation("%s: the connection was closed without a refusal that says why".formatted(what));
            }
            ToClient message = next.get();
            switch (message.getBodyCase()) {
                case REFUSAL -> {
                    String why = message.getRefusal().getMessage();
                    bench.demand(!why.isBlank(), () -> what + ": the refusal has no message, must say what is wrong");
                    expectEnd(link, what);
                    return message;
                }
                case ANSWER -> {
                    return message;
                }
                case WELCOME, PONG, BODY_NOT_SET ->
                    throw new Violation("%s: came %s, must be refused".formatted(what, message.getBodyCase()));
                case BLOCK, CREDIT -> {
                    // on the way since before
                }
            }
        }
    }

    private static void expectEnd(RawLink link, String what) throws Violation {
        try {
            Optional<ToClient> more = link.read(PATIENCE);
            if (more.isPresent()) {
                throw new Violation("%s: %s came after the refusal, must be the end of the connection"
                        .formatted(what, more.get().getBodyCase()));
            }
        } catch (SocketTimeoutException e) {
            throw new Violation("%s: the connection is open %d s after the refusal, must be closed"
                    .formatted(what, PATIENCE.toSeconds()));
        } catch (IOException e) {
            // reset, since it closed with bytes unread: an end as well
        }
    }

    /// Tells an endpoint that does wrong from one that is gone.
    private static void requireAlive(Bench bench, IOException otherwise) throws IOException {
        try (RawLink other = bench.raw()) {
            other.hello();
        } catch (IOException e) {
            otherwise.addSuppressed(e);
            throw otherwise;
        }
    }
}
