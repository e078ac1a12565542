package bss.hil.run;

import bss.hil.wire.SocketLink;
import bss.proto.v1.Close;
import bss.proto.v1.Hello;
import bss.proto.v1.Interrupt;
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
    private static final long PAUSE_MILLIS = 50;

    private Reaper() {}

    /// @param sessions keys; those that are over are left alone
    static void close(InetSocketAddress tap, String token, List<ByteString> sessions, Duration within)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        for (ByteString key : sessions) {
            while (!isClosed(tap, token, key) && System.nanoTime() < deadline) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /// Closes a session, unless it is over. A request that is under way is interrupted.
    ///
    /// @return false if it may still be there: a host that was about to resume it took it over, or the
    ///     request under way did not end at once, and the close was refused
    private static boolean isClosed(InetSocketAddress tap, String token, ByteString key) throws IOException {
        try (SocketLink link = new SocketLink(tap, token)) {
            ToClient welcome = link.hello(Hello.newBuilder().setSessionKey(key));
            if (!welcome.getWelcome().hasResumed()) {
                return true;
            }
            long last = welcome.getWelcome().getResumed().getLastRequest();
            link.send(ToServer.newBuilder()
                    .setInterrupt(Interrupt.newBuilder().setRequest(last))
                    .build());
            link.send(ToServer.newBuilder()
                    .setRequest(Request.newBuilder().setNumber(last + 1).setClose(Close.getDefaultInstance()))
                    .build());
            Optional<ToClient> next = link.read(PATIENCE);
            while (next.isPresent() && next.get().getAnswer().getRequest() != last + 1) {
                next = link.read(PATIENCE);
            }
            return next.isPresent();
        }
    }
}
