package bss.hil.run;

import bss.hil.wire.SocketLink;
import bss.proto.v1.Close;
import bss.proto.v1.Hello;
import bss.proto.v1.Request;
import bss.proto.v1.ToClient;
import bss.proto.v1.ToServer;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Closes sessions that a test left, so that the next one gets the parts at once: it goes on with each by its key, as
/// a host does after a cut, and closes it.
final class Reaper {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int TRIES = 5;

    private Reaper() {}

    /// @param sessions keys; those that are over are left alone
    static void close(InetSocketAddress tap, String token, List<ByteString> sessions, Duration within)
            throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        for (ByteString key : sessions) {
            for (int tries = 0; tries < TRIES && System.nanoTime() < deadline; tries++) {
                if (isClosed(tap, token, key)) {
                    break;
                }
            }
        }
    }

    /// Closes a session, unless it is over.
    ///
    /// @return false if it may still be there: a host that was about to resume it took it over, or the close
    ///     broke the protocol since a request is under way, which ends the session too
    private static boolean isClosed(InetSocketAddress tap, String token, ByteString key) throws IOException {
        try (SocketLink link = new SocketLink(tap, token)) {
            ToClient welcome = link.hello(Hello.newBuilder().setSessionKey(key));
            if (!welcome.getWelcome().hasResumed()) {
                return true;
            }
            long number = welcome.getWelcome().getResumed().getLastRequest() + 1;
            link.send(ToServer.newBuilder()
                    .setRequest(Request.newBuilder().setNumber(number).setClose(Close.getDefaultInstance()))
                    .build());
            Optional<ToClient> next = link.read(PATIENCE);
            while (next.isPresent() && next.get().getAnswer().getRequest() != number) {
                next = link.read(PATIENCE);
            }
            return next.isPresent();
        }
    }
}
