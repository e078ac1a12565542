package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is under way on a connection, however its bytes are cut.
class RequestScanTest {

    private static void came(RequestScan scan, byte[] all, int from, int to, long now) {
        scan.came(Unpooled.wrappedBuffer(all, from, to - from), now);
    }

    private static void goes(RequestScan scan, byte[] bytes) {
        scan.goes(Unpooled.wrappedBuffer(bytes));
    }

    @Test
    void http1HasAHeadThenAContentThenAnAnswer() {
        byte[] request = Peer.ascii("POST /v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12345");
        int head = request.length - 5;
        for (int cut = 1; cut < request.length; cut++) {
            RequestScan scan = new RequestScan(10);
            assertEquals(RequestScan.NEVER, scan.requestSince());
            came(scan, request, 0, cut, 100);
            assertEquals(cut < head ? 100 : RequestScan.NEVER, scan.headSince(), "cut " + cut);
            assertEquals(100, scan.requestSince(), "cut " + cut);
            came(scan, request, cut, request.length, 200);
            assertEquals(RequestScan.NEVER, scan.headSince(), "cut " + cut);
            assertEquals(100, scan.requestSince(), "cut " + cut);
            goes(scan, Peer.ascii("HTTP/1.1 100 Continue\r\n\r\n"));
            assertEquals(100, scan.requestSince(), "cut " + cut);
            goes(scan, Peer.ascii("HTTP/1.1 200 OK\r\n\r\n"));
            assertEquals(RequestScan.NEVER, scan.requestSince(), "cut " + cut);
            came(scan, request, 0, cut, 300);
            assertEquals(300, scan.requestSince(), "cut " + cut);
        }
    }

    @Test
    void thePrefaceIsAHeadUntilItIsWhole() {
        for (int cut = 1; cut < Peer.PREFACE.length; cut++) {
            RequestScan scan = new RequestScan(10);
            came(scan, Peer.PREFACE, 0, cut, 7);
            assertEquals(7, scan.headSince(), "cut " + cut);
            came(scan, Peer.PREFACE, cut, Peer.PREFACE.length, 8);
            assertEquals(RequestScan.NEVER, scan.headSince(), "cut " + cut);
            assertEquals(RequestScan.NEVER, scan.requestSince(), "cut " + cut);
        }
    }

    private record Sent(int type, int flags, int stream, int end) {}

    @Test
    void http2RequestsAreUnderWayFromTheirFirstByteToTheirLastHoweverTheyAreCut() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(Peer.PREFACE);
            List<Sent> frames = new ArrayList<>();
            for (int f = 0; f < 60; f++) {
                int type = new int[] {0, 0, 1, 1, 3, 4, 6, 8, 9}[random.nextInt(9)];
                int flags = random.nextInt(8) & 5;
                int stream = type == 4 || type == 6 ? 0 : 1 + 2 * random.nextInt(8);
                bytes.writeBytes(Peer.bytes(type, flags, stream, new byte[random.nextInt(40)]));
                frames.add(new Sent(type, flags, stream, bytes.size()));
            }
            byte[] all = bytes.toByteArray();
            RequestScan scan = new RequestScan(100);
            long[] times = new long[all.length];
            int at = 0;
            for (long now = 1; at < all.length; now++) {
                int to = Math.min(all.length, at + 1 + random.nextInt(60));
                java.util.Arrays.fill(times, at, to, now);
                came(scan, all, at, to, now);
                at = to;
                String what = "seed " + seed + ", byte " + at;
                long[] right = slow(frames, times, at);
                assertEquals(right[0], scan.headSince(), what);
                assertEquals(right[1], scan.requestSince(), what);
            }
        }
    }

    /// Begins anew at each place: heads and requests that are under way there.
    private static long[] slow(List<Sent> frames, long[] times, int at) {
        int from = Peer.PREFACE.length;
        if (at < from) {
            return new long[] {times[0], times[0]};
        }
        Map<Integer, Long> open = new LinkedHashMap<>();
        long head = RequestScan.NEVER;
        long frameHead = RequestScan.NEVER;
        long request = RequestScan.NEVER;
        for (Sent frame : frames) {
            if (at <= from) {
                break;
            }
            boolean whole = at >= frame.end();
            boolean known = at >= from + 9;
            if (known && frame.type() == 1) {
                head = Math.min(head, times[from]);
                if ((frame.flags() & 1) == 0) {
                    open.putIfAbsent(frame.stream(), times[from]);
                }
            }
            if (whole) {
                head = (frame.type() == 1 || frame.type() == 9) && (frame.flags() & 4) != 0 ? RequestScan.NEVER : head;
                if (frame.type() == 3 || (frame.type() <= 1 && (frame.flags() & 1) != 0)) {
                    open.remove(frame.stream());
                }
            } else {
                request = times[from];
                frameHead = known && frame.type() == 0 ? RequestScan.NEVER : times[from];
            }
            from = frame.end();
        }
        for (long since : open.values()) {
            request = Math.min(request, since);
        }
        return new long[] {Math.min(head, frameHead), request};
    }

    @Test
    void anAnswerOrAResetEndsARequest() {
        for (byte[] end : List.of(
                Peer.bytes(Peer.HEADERS, 5, 1, new byte[4]),
                Peer.bytes(Peer.DATA, 1, 1, new byte[4]),
                Peer.bytes(Peer.RESET, 0, 1, new byte[4]))) {
            RequestScan scan = new RequestScan(10);
            came(scan, Peer.PREFACE, 0, Peer.PREFACE.length, 1);
            byte[] head = Peer.bytes(Peer.HEADERS, 4, 1, new byte[10]);
            came(scan, head, 0, head.length, 5);
            assertEquals(5, scan.requestSince());
            goes(scan, Peer.bytes(Peer.SETTINGS, 0, 0, new byte[6]));
            assertEquals(5, scan.requestSince());
            goes(scan, java.util.Arrays.copyOf(end, 11));
            assertEquals(5, scan.requestSince());
            goes(scan, java.util.Arrays.copyOfRange(end, 11, end.length));
            assertEquals(RequestScan.NEVER, scan.requestSince());
        }
    }
}
