package bss.tools.job.queue;

import java.time.Duration;

/// What a server takes from the network, each limit with a refusal that names it.
public record ServingLimits(Links links, Calls calls, Unfinished uploads) {

    /// What the command line serves with.
    public static final ServingLimits DEFAULT = new ServingLimits(Links.DEFAULT, Calls.DEFAULT, Unfinished.DEFAULT);

    /// With other connections.
    public ServingLimits with(Links other) {
        return new ServingLimits(other, calls, uploads);
    }

    /// With other calls.
    public ServingLimits with(Calls other) {
        return new ServingLimits(links, other, uploads);
    }

    /// With other uploads.
    public ServingLimits with(Unfinished other) {
        return new ServingLimits(links, calls, other);
    }

    /// Connections, whoever makes them.
    ///
    /// @param connections open at once; some more are answered with a refusal, and others closed at once
    /// @param streams calls under way on one connection
    /// @param messageBytes of one request
    /// @param headBytes of the head of a request
    /// @param answerBytes that wait on one connection to be read by the client
    /// @param times how long a client may take
    public record Links(int connections, int streams, int messageBytes, int headBytes, long answerBytes, Times times) {

        /// Two thousand connections, 64 calls on each, 2 MiB, 8 KiB, 3 MiB.
        public static final Links DEFAULT = new Links(2_000, 64, 2 << 20, 8 << 10, 3 << 20, Times.DEFAULT);

        public Links {
            Least.require("connections", connections, 1);
            Least.require("streams", streams, 1);
            Least.require("messageBytes", messageBytes, 1 << 16);
            Least.require("headBytes", headBytes, 1 << 10);
            Least.require("answerBytes", answerBytes, 1 << 20);
        }

        /// With another number of connections.
        public Links withConnections(int most) {
            return new Links(most, streams, messageBytes, headBytes, answerBytes, times);
        }

        /// With other times.
        public Links with(Times other) {
            return new Links(connections, streams, messageBytes, headBytes, answerBytes, other);
        }
    }

    /// How long a client may take before its connection is closed.
    ///
    /// @param handshake of TLS
    /// @param head from the first byte of a request, or of the preface of HTTP/2, to the end of its head
    /// @param request from its first byte to its last
    /// @param firstCall from the connection to the first call with a good token
    /// @param idle without a call; pings do not count as one, but keep it open
    /// @param stalled without reading a byte of an answer that waits
    public record Times(
            Duration handshake, Duration head, Duration request, Duration firstCall, Duration idle, Duration stalled) {

        /// 10 s, 10 s, 30 s, 30 s, 5 min, 5 min.
        public static final Times DEFAULT = new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5));

        public Times {
            Least.require("handshake", handshake.toMillis(), 1);
            Least.require("head", head.toMillis(), 1);
            Least.require("request", request.toMillis(), 1);
            Least.require("firstCall", firstCall.toMillis(), 1);
            Least.require("idle", idle.toMillis(), 1);
            Least.require("stalled", stalled.toMillis(), 1);
        }
    }

    /// Calls of one user, over all connections.
    ///
    /// @param inWork that are computed at once; the next ones wait
    /// @param waiting calls that may wait for that
    /// @param follows calls that wait for news of a job
    /// @param answerBytes that wait to be read
    /// @param allAnswerBytes those of all users: where it would be more, one answer of each user may wait
    public record Calls(int inWork, int waiting, int follows, long answerBytes, long allAnswerBytes) {

        /// 8 in work, 256 wait, 1000 follow, 16 MiB, a quarter of the heap.
        public static final Calls DEFAULT =
                new Calls(8, 256, 1_000, 16 << 20, Runtime.getRuntime().maxMemory() / 4);

        public Calls {
            Least.require("inWork", inWork, 1);
            Least.require("waiting", waiting, 0);
            Least.require("follows", follows, 1);
            Least.require("answerBytes", answerBytes, 1 << 20);
            Least.require("allAnswerBytes", allAnswerBytes, 1 << 20);
        }
    }

    /// Uploads of one user that no job has taken.
    ///
    /// @param count at once
    /// @param age since the last piece, after which they are removed
    public record Unfinished(int count, Duration age) {

        /// 8, for a day.
        public static final Unfinished DEFAULT = new Unfinished(8, Duration.ofDays(1));

        public Unfinished {
            Least.require("uploads", count, 1);
            Least.require("age", age.toMillis(), 1);
        }
    }

    /// In a class of its own: [#DEFAULT] is made of records that need it before it is there.
    private static final class Least {
        private static void require(String name, long value, long least) {
            if (value < least) {
                throw new IllegalArgumentException("%s is %d, must be at least %d".formatted(name, value, least));
            }
        }
    }
}
