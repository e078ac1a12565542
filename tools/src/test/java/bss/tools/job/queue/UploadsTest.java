package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads that no job takes do not fill the disk.
class UploadsTest {

    private static final ServingLimits.Unfinished LIMITS = new ServingLimits.Unfinished(3, Duration.ofDays(1));

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, Long> room = new HashMap<>();

    private Uploads uploads() throws Exception {
        return new Uploads(folder, 1_000, LIMITS, user -> room.getOrDefault(user, 10_000L), now::get);
    }

    private static ByteString payload(int which, int bytes) {
        byte[] payload = new byte[bytes];
        new Random(which).nextBytes(payload);
        return ByteString.copyFrom(payload);
    }

    private static ByteString hash(ByteString payload) {
        return ByteString.copyFrom(
                Hashing.sha256().hashBytes(payload.toByteArray()).asBytes());
    }

    private static long piece(Uploads uploads, String user, ByteString payload, int from, int to) throws Exception {
        return uploads.add(user, hash(payload), payload.size(), from, payload.substring(from, to));
    }

    private static void refused(String words, org.junit.jupiter.api.function.Executable call) {
        JobException e = assertThrows(JobException.class, call);
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, e.code(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
    }

    private long files() throws Exception {
        try (var all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void eachUserHasAFewAtATime() throws Exception {
        Uploads uploads = uploads();
        for (int i = 0; i < 3; i++) {
            assertEquals(10, piece(uploads, "ada", payload(i, 100), 0, 10));
        }
        refused("3 uploads", () -> piece(uploads, "ada", payload(3, 100), 0, 10));
        // those that are there go on, and others' do not count, even if their names begin alike
        assertEquals(100, piece(uploads, "ada", payload(0, 100), 10, 100));
        assertEquals(10, piece(uploads, "ada-2", payload(0, 100), 0, 10));
        uploads.remove("ada", hash(payload(1, 100)));
        assertEquals(10, piece(uploads, "ada", payload(3, 100), 0, 10));
    }

    @Test
    void theyCountAgainstWhatTheUserMayStore() throws Exception {
        Uploads uploads = uploads();
        room.put("ada", 250L);
        assertEquals(100, piece(uploads, "ada", payload(0, 100), 0, 100));
        assertEquals(10, piece(uploads, "ada", payload(1, 100), 0, 10));
        refused("room for 140", () -> piece(uploads, "ada", payload(2, 200), 0, 10));
        room.put("ada", 50L);
        refused("room for 0", () -> piece(uploads, "ada", payload(1, 100), 10, 20));
        assertEquals(10, uploads.add("ada", hash(payload(1, 100)), 100, 0, ByteString.EMPTY));
    }

    @Test
    void whatNobodyGoesOnWithIsRemovedAfterADay() throws Exception {
        Uploads uploads = uploads();
        piece(uploads, "ada", payload(0, 100), 0, 10);
        piece(uploads, "ada", payload(1, 100), 0, 100);
        now.updateAndGet(t -> t.plus(Duration.ofHours(20)));
        piece(uploads, "bob", payload(2, 100), 0, 10);
        piece(uploads, "ada", payload(0, 100), 10, 20);
        uploads.complete("ada", hash(payload(1, 100)));
        now.updateAndGet(t -> t.plus(Duration.ofHours(20)));
        uploads.removeOld();
        assertEquals(3, files());
        assertEquals(30, piece(uploads, "ada", payload(0, 100), 20, 30));
        now.updateAndGet(t -> t.plus(Duration.ofHours(5)));
        // as by the next server
        Uploads next = uploads();
        next.removeOld();
        assertEquals(1, files());
        assertEquals(0, next.add("bob", hash(payload(2, 100)), 100, 0, ByteString.EMPTY));
        assertEquals(100, piece(next, "ada", payload(0, 100), 30, 100));
    }

    @Test
    void anUploadWithOtherBytesThanItsHashIsForgotten() throws Exception {
        Uploads uploads = uploads();
        ByteString payload = payload(0, 100);
        assertThrows(JobException.class, () -> uploads.add("ada", hash(payload), 100, 0, payload(1, 100)));
        assertEquals(0, files());
        assertEquals(100, piece(uploads, "ada", payload, 0, 100));
    }
}
