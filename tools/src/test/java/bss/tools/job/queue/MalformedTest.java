package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests that are too long or make no sense are refused with a message, and the server goes on.
@Timeout(120)
class MalformedTest {

    private static final int LIMIT = ServingLimits.Links.DEFAULT.messageBytes();
    private static final Pattern INSIDE = Pattern.compile("\\tat |Exception|Caused"
            + " by|java\\.|com\\.linecorp|com\\.google|com\\.fasterxml|io\\.netty|io\\.grpc|bss\\.tools|StackTrace");
    private static final Set<Status.Code> REFUSED =
            EnumSet.of(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNIMPLEMENTED);

    @TempDir
    static Path folder;

    private static Served served;
    private static String token;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        served = Served.start(folder.resolve("data"), 1);
        served.add("ada");
        token = served.token("ada");
        port = served.server().port();
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static void goesOn() {
        served.user("ada").calls().listJobs(ListJobsRequest.getDefaultInstance());
    }

    private static void clean(String reply) {
        assertFalse(INSIDE.matcher(reply).find(), reply);
    }

    private static Peer.Answer refused(String what, String method, byte[] message) throws Exception {
        try (Peer peer = new Peer(port).http2().call(1, method, token, message)) {
            Peer.Answer answer = peer.answer(1);
            clean(answer.toString());
            assertTrue(REFUSED.contains(Peer.code(answer)), what + ": " + answer);
            assertFalse(answer.message().isEmpty(), what + ": " + answer);
            return answer;
        }
    }

    @Test
    void aLengthOfTwoGibibytesIsRefusedBeforeItIsThere() throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, LIMIT + 1, -1, Integer.MIN_VALUE}) {
            try (Peer peer = new Peer(port).http2()) {
                peer.frame(Peer.HEADERS, 4, 1, peer.head("/bss.v1.JobQueue/Submit", token));
                peer.frame(Peer.DATA, 1, 1, Peer.framed(new byte[100], length));
                Peer.Answer answer = peer.answer(1);
                clean(answer.toString());
                assertTrue(REFUSED.contains(Peer.code(answer)), length + ": " + answer);
                assertTrue(length < 0 || answer.message().contains(Integer.toString(LIMIT)), length + ": " + answer);
            }
            goesOn();
        }
    }

    @Test
    void aRequestAboveTheLimitIsRefusedWithTheLimit() throws Exception {
        byte[] message = new byte[LIMIT + 1];
        try (Peer peer = new Peer(port).http2()) {
            peer.frame(Peer.HEADERS, 4, 1, peer.head("/bss.v1.JobQueue/Submit", token));
            peer.content(1, Peer.framed(message, message.length));
            Peer.Answer answer = peer.answer(1);
            assertEquals(Status.Code.RESOURCE_EXHAUSTED, Peer.code(answer), answer.toString());
            assertTrue(answer.message().contains(Integer.toString(LIMIT)), answer.toString());
        }
        goesOn();
    }

    @Test
    void lengthsOfExabytesAreRefusedInHttp() throws Exception {
        for (String length : List.of("1152921504606846976", "99999999999999999999999", "-1", "5, 6", "x", "3000000")) {
            try (Peer peer = new Peer(port)
                    .send("POST /v1/jobs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + length
                            + "\r\n\r\n{\"job\":")) {
                String reply = peer.reply();
                clean(reply);
                assertTrue(reply.startsWith("HTTP/1.1 4"), length + ": " + reply);
                assertTrue(
                        !reply.startsWith("HTTP/1.1 413") || reply.contains(Integer.toString(LIMIT)),
                        length + ": " + reply);
            }
            goesOn();
        }
    }

    @Test
    void headsThatAreTooLongAreRefused() throws Exception {
        String line = "X-A: " + "a".repeat(1_000) + "\r\n";
        for (String head : List.of(
                "GET /v1/jobs HTTP/1.1\r\nHost: a\r\n" + line.repeat(40),
                "GET /" + "v".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n",
                "GET /v1/jobs HTTP/1.1\r\nHost: a\r\nX-" + "b".repeat(20_000) + ": 1\r\n")) {
            try (Peer peer = new Peer(port).send(head + "\r\n")) {
                String reply = peer.reply();
                clean(reply);
                assertTrue(reply.startsWith("HTTP/1.1 4"), reply);
                assertTrue(reply.contains("8192"), reply);
            }
        }
        try (Peer peer = new Peer(port).http2()) {
            byte[] block = peer.head("/bss.v1.JobQueue/Submit", token, "x-a", "a".repeat(12_000));
            peer.frame(Peer.HEADERS, 5, 1, block);
            Peer.Answer answer = peer.answer(1);
            clean(answer.toString());
            assertTrue(
                    "431".equals(answer.metadata().get(":status"))
                            || answer.metadata().containsKey("reset"),
                    answer.toString());
        }
        // one head that never ends, in pieces
        try (Peer peer = new Peer(port).http2()) {
            peer.frame(Peer.HEADERS, 0, 1, peer.head("/bss.v1.JobQueue/Submit", token, "x-a", "a".repeat(4_000)));
            byte[] more = new byte[16_000];
            try {
                for (int i = 0; i < 1_000; i++) {
                    peer.frame(Peer.CONTINUATION, 0, 1, more);
                }
            } catch (java.io.IOException e) {
                String why = String.valueOf(e.getMessage());
                assertTrue(why.contains("eset") || why.contains("roken"), why);
            }
            assertTrue(peer.closes());
        }
        goesOn();
    }

    private static byte[] nested(int depth) {
        // a group in a group in a group
        byte[] bytes = new byte[2 * depth];
        Arrays.fill(bytes, 0, depth, (byte) (15 << 3 | 3));
        Arrays.fill(bytes, depth, 2 * depth, (byte) (15 << 3 | 4));
        return bytes;
    }

    @Test
    void messagesNestedAHundredThousandDeepAreRefused() throws Exception {
        refused("groups", "Submit", nested(100_000));
        refused("groups without end", "GetStatus", Arrays.copyOf(nested(100_000), 100_000));
        refused(
                "a log",
                "Submit",
                SubmitRequest.newBuilder()
                        .setJob("deep")
                        .setLog(ByteString.copyFrom(nested(100_000)))
                        .build()
                        .toByteArray());
        goesOn();
    }

    @Test
    void aRequestThatIsCutAnywhereIsRefusedOrMeansSomethingElse() throws Exception {
        byte[] whole = SubmitRequest.newBuilder()
                .setJob("cut")
                .setTitle("ü title")
                .setLogSha256(UnsafeByteOperations.unsafeWrap(new byte[32]))
                .setWallLimitS(1.5)
                .addFpgas(3)
                .setClient("test")
                .build()
                .toByteArray();
        try (Peer peer = new Peer(port).http2()) {
            for (int cut = 0; cut <= whole.length; cut++) {
                int stream = 2 * cut + 1;
                peer.call(stream, "Submit", token, Arrays.copyOf(whole, cut));
                Peer.Answer answer = peer.answer(stream);
                clean(answer.toString());
                assertTrue(answer.grpcStatus() > 0, cut + ": " + answer);
                assertTrue(
                        Peer.code(answer) != Status.Code.UNKNOWN && Peer.code(answer) != Status.Code.INTERNAL,
                        cut + ": " + answer);
            }
        }
        // the same of the frame around it
        byte[] framed = Peer.framed(whole, whole.length);
        for (int cut = 0; cut < framed.length; cut++) {
            try (Peer peer = new Peer(port).http2()) {
                peer.frame(Peer.HEADERS, 4, 1, peer.head("/bss.v1.JobQueue/Submit", token));
                peer.frame(Peer.DATA, 1, 1, Arrays.copyOf(framed, cut));
                Peer.Answer answer = peer.answer(1);
                clean(answer.toString());
                assertTrue(answer.grpcStatus() > 0, cut + ": " + answer);
            }
        }
        goesOn();
    }

    @Test
    void noBytesOfAnyCallMakeTheServerFail() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        List<String> methods = List.of(
                "Upload", "Submit", "ListJobs", "GetStatus", "Follow", "Cancel", "Download", "Delete", "GetQuota");
        try (Peer peer = new Peer(port).http2()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] message = new byte[random.nextInt(60)];
                random.nextBytes(message);
                for (int b = 0; b < message.length; b++) {
                    // mostly small ones: tags and lengths that come out right
                    message[b] = random.nextInt(4) == 0 ? message[b] : (byte) random.nextInt(90);
                }
                String method = methods.get(random.nextInt(methods.size()));
                peer.call(2 * i + 1, method, token, message);
                Peer.Answer answer = peer.answer(2 * i + 1);
                String what = "seed " + seed + ", call " + i + " of " + method + ": " + answer;
                clean(answer.toString());
                assertTrue(answer.grpcStatus() >= 0, what);
                assertTrue(Peer.code(answer) != Status.Code.UNKNOWN && Peer.code(answer) != Status.Code.INTERNAL, what);
            }
        }
        goesOn();
    }

    @Test
    void fieldsOfTheWrongTypeUnknownValuesAndBadTextAreRefused() throws Exception {
        // limit (3, a varint) as 32 bits, and job (2, a string) as a varint: unknown fields, the rest holds
        Peer.Answer wrong = refused("job as a number", "GetStatus", new byte[] {2 << 3, 5});
        assertTrue(wrong.message().contains("job is"), wrong.toString());
        refused("wire type 6", "GetStatus", new byte[] {(2 << 3) | 6, 5});
        refused("field 0", "GetStatus", new byte[] {0, 5});
        refused("no UTF-8", "GetStatus", new byte[] {2 << 3 | 2, 2, (byte) 0xc3, 0x28});
        refused("negative length", "GetStatus", new byte[] {
            2 << 3 | 2, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0xf
        });
        for (int state : new int[] {99, 0}) {
            Peer.Answer unknown = refused(
                    "state " + state,
                    "ListJobs",
                    ListJobsRequest.newBuilder().addStatesValue(state).build().toByteArray());
            assertTrue(unknown.message().contains("states"), unknown.toString());
        }
        refused(
                "limit",
                "ListJobs",
                ListJobsRequest.newBuilder().setLimit(-5).build().toByteArray());
        refused(
                "a long name",
                "GetStatus",
                JobRequest.newBuilder().setJob("j".repeat(1_000_000)).build().toByteArray());
        goesOn();
    }

    @Test
    void aMillionSmallElementsAreRefusedOrCostLittle() throws Exception {
        byte[] states = new byte[1 << 20];
        for (int i = 0; i < states.length; i += 2) {
            states[i] = 2 << 3;
            states[i + 1] = 77;
        }
        refused("states", "ListJobs", states);
        byte[] commands = new byte[1 << 20];
        for (int i = 0; i < commands.length; i += 2) {
            commands[i] = 1 << 3 | 2;
        }
        refused(
                "commands",
                "Submit",
                SubmitRequest.newBuilder()
                        .setJob("many")
                        .setLog(UnsafeByteOperations.unsafeWrap(commands))
                        .build()
                        .toByteArray());
        goesOn();
    }

    @Test
    void partsAreCountedAsTheyAreRead() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            JobLog.Builder log = Served.log(random.nextLong(), 10).toBuilder();
            for (int c = 0; c < random.nextInt(50); c++) {
                log.addCommands(Served.log(1, random.nextInt(100)).getCommands(random.nextInt(2)));
            }
            if (random.nextBoolean()) {
                log.setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                77,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(1)
                                        .addFixed32(2)
                                        .build())
                        .build());
            }
            ByteString bytes = log.build().toByteString();
            long counted = Parts.count(JobLog.getDescriptor(), bytes, Long.MAX_VALUE);
            assertEquals(Slow.count(JobLog.parseFrom(bytes)), counted, "seed " + seed + ", log " + i);
            long few = Parts.count(JobLog.getDescriptor(), bytes, 3);
            assertTrue(few > 3 && few <= counted, "seed " + seed + ", log " + i);
        }
        Descriptor type = JobLog.getDescriptor();
        for (int i = 0; i < 20_000; i++) {
            byte[] any = new byte[random.nextInt(40)];
            random.nextBytes(any);
            ByteString bytes = ByteString.copyFrom(any);
            try {
                var _ = JobLog.parseFrom(bytes);
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                continue;
            }
            Parts.count(type, bytes, 1_000);
        }
    }

    /// By the messages as they were read.
    private static final class Slow {
        static long count(com.google.protobuf.Message message) {
            long n = 0;
            for (UnknownFieldSet.Field field :
                    message.getUnknownFields().asMap().values()) {
                n += field.getVarintList().size()
                        + field.getFixed32List().size()
                        + field.getFixed64List().size()
                        + field.getLengthDelimitedList().size()
                        + field.getGroupList().size();
            }
            for (var field : message.getAllFields().entrySet()) {
                List<Object> values = new ArrayList<>();
                if (field.getKey().isRepeated()) {
                    values.addAll((List<?>) field.getValue());
                } else {
                    values.add(field.getValue());
                }
                for (Object value : values) {
                    n += value instanceof com.google.protobuf.Message inner ? 1 + count(inner) : 0;
                    n += value instanceof String || value instanceof ByteString ? 1 : 0;
                }
            }
            return n;
        }
    }

    private static String http(String request) throws Exception {
        try (Peer peer = new Peer(port).send(request)) {
            String reply = peer.reply();
            clean(reply);
            return reply;
        }
    }

    private static String json(String method, String path, String body) throws Exception {
        return http(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    @Test
    void badJsonAndUnknownPathsAreRefused() throws Exception {
        for (String body : List.of(
                "{\"job\":",
                "[]",
                "nonsense",
                "{\"job\": {\"a\": 1}}",
                "{\"job\": 5}",
                "{\"priority\": \"x\"}",
                "{\"priority\": 1e99}",
                "{\"log\": \"***\"}",
                "{\"none\": 1}",
                "",
                "{\"fpgas\": " + "[".repeat(50_000) + "]".repeat(50_000) + "}",
                "{\"title\": \"\ud800\"}",
                "{" + "\"a\":{".repeat(2_000) + "}".repeat(2_000) + "}")) {
            String reply = json("POST", "/v1/jobs", body);
            assertTrue(reply.startsWith("HTTP/1.1 4"), body.substring(0, Math.min(60, body.length())) + ": " + reply);
        }
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/jobs/a/b/c",
                "/../etc/passwd",
                "/v1/jobs/%00",
                "/v1/jobs/%zz",
                "/v2/jobs",
                "/bss.v1.JobQueue/Nothing",
                "/bss.v1.Nothing/Submit")) {
            String reply = json("GET", path, "");
            assertTrue(reply.startsWith("HTTP/1.1 4"), path + ": " + reply);
        }
        for (String method : List.of("PATCH", "TRACE", "CONNECT", "FOO", "OPTIONS")) {
            String reply = json(method, "/v1/jobs", "");
            assertTrue(reply.startsWith("HTTP/1.1 4") || reply.startsWith("HTTP/1.1 501"), method + ": " + reply);
        }
        assertTrue(http("\u0000\u0001\u0002\r\n\r\n").startsWith("HTTP/1.1 4"));
        try (Peer peer = new Peer(port).http2().call(1, "Nothing", token, new byte[0])) {
            Peer.Answer answer = peer.answer(1);
            clean(answer.toString());
            // which is UNIMPLEMENTED to clients of gRPC
            assertEquals("404", answer.metadata().get(":status"), answer.toString());
        }
        goesOn();
    }

    @Test
    void framesThatAreNoHttp2EndTheConnection() throws Exception {
        ByteArrayOutputStream garbage = new ByteArrayOutputStream();
        new Random(3).ints(4_000).forEach(garbage::write);
        for (byte[] bytes : List.of(
                garbage.toByteArray(),
                Peer.bytes(Peer.HEADERS, 4, 2, new byte[10]),
                Peer.bytes(Peer.DATA, 1, 1, new byte[10]),
                Peer.bytes(Peer.WINDOW, 0, 0, new byte[4]),
                Peer.bytes(Peer.SETTINGS, 0, 0, new byte[5]),
                new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 1, 0, 0, 0, 1})) {
            try (Peer peer = new Peer(port).http2().send(bytes)) {
                assertTrue(peer.closes());
            }
        }
        goesOn();
    }
}
