package bss.tools.job.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import bss.tools.job.v1.DownloadRequest;
import io.grpc.Status;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadingTest {

    private static final int PIECE = 256 << 10;
    private static final int CUTS = 200;
    private static final DownloadRequest.What RESULT = DownloadRequest.What.RESULT;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Impatient impatient = new Impatient();

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aDownloadThatIsCutAtTwoHundredPlacesGoesOnAndAtMostOnePieceIsSentAgainEachTime() throws Exception {
        long seed = 17;
        Random random = new Random(seed);
        byte[] payload = random(seed, 40 << 20);
        Path part = folder.resolve("part");
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedQueue server = new ScriptedQueue(payload);
                CuttingProxy proxy = new CuttingProxy(
                        server.port(),
                        // within the first piece, the second, or what is said before
                        () -> connections.incrementAndGet() <= CUTS ? 1 + random.nextInt(2 * PIECE) : Long.MAX_VALUE);
                QueueClient client = impatient.client(proxy.port())) {
            client.download(server.job(), RESULT, part, f -> {});
            assertArrayEquals(payload, Files.readAllBytes(part), "seed " + seed);
            assertEquals(CUTS, proxy.cuts(), "seed " + seed);
            int again = 0;
            for (int i = 1; i < server.downloads.size(); i++) {
                long before = server.downloads.get(i - 1).getOffset();
                long offset = server.downloads.get(i).getOffset();
                assertTrue(offset == before || offset == before + PIECE, "seed %d, piece %d".formatted(seed, i));
                again += offset == before ? 1 : 0;
            }
            assertTrue(again <= CUTS, "seed %d: %d pieces were sent again".formatted(seed, again));
        }
    }

    @Test
    void anotherClientGoesOnWhereTheFileEnds() throws Exception {
        byte[] payload = random(1, 3 * PIECE + 17);
        try (ScriptedQueue server = new ScriptedQueue(payload);
                QueueClient client = impatient.client(server.port())) {
            for (long seed = 1; seed <= 50; seed++) {
                int there = new Random(seed).nextInt(payload.length + 1);
                Path part = Files.write(folder.resolve("part" + seed), Arrays.copyOf(payload, there));
                server.downloads.clear();
                client.download(server.job(), RESULT, part, f -> {});
                assertArrayEquals(payload, Files.readAllBytes(part), "seed " + seed);
                assertEquals(there, server.downloads.getFirst().getOffset(), "seed " + seed);
            }
        }
    }

    @Test
    void whatIsThereOfSomethingElseIsFetchedAnew() throws Exception {
        byte[] payload = random(3, 2 * PIECE);
        try (ScriptedQueue server = new ScriptedQueue(payload);
                QueueClient client = impatient.client(server.port())) {
            for (int length : new int[] {100, payload.length, payload.length + 1}) {
                Path part = Files.write(folder.resolve("part"), random(4, length));
                client.download(server.job(), RESULT, part, f -> {});
                assertArrayEquals(payload, Files.readAllBytes(part), "length " + length);
            }
        }
    }

    @Test
    void bytesThatCameDamagedAreFetchedAgainAndOnesThatStayDamagedAreRefused() throws Exception {
        byte[] payload = random(5, PIECE + 1);
        Path part = folder.resolve("part");
        AtomicInteger damaged = new AtomicInteger(1);
        try (ScriptedQueue server = new ScriptedQueue(payload);
                QueueClient client = impatient.client(server.port())) {
            server.damage = bytes -> {
                if (damaged.getAndDecrement() > 0) {
                    bytes[bytes.length / 2] ^= 4;
                }
                return bytes;
            };
            client.download(server.job(), RESULT, part, f -> {});
            assertArrayEquals(payload, Files.readAllBytes(part));
            assertTrue(impatient.notices.getFirst().contains("damaged"), impatient.notices.toString());
            Files.delete(part);
            damaged.set(1000);
            JobException e =
                    assertThrows(JobException.class, () -> client.download(server.job(), RESULT, part, f -> {}));
            assertEquals(Status.Code.DATA_LOSS, e.code());
            assertTrue(String.valueOf(e.getMessage()).contains("SHA-256"), e.getMessage());
            assertEquals(0, Files.size(part));
        }
    }

    @Test
    void twoDoNotFetchIntoOneFile() throws Exception {
        Path part = folder.resolve("part");
        try (ScriptedQueue server = new ScriptedQueue(random(6, 10));
                QueueClient client = impatient.client(server.port());
                FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = other.lock();
            JobException e =
                    assertThrows(JobException.class, () -> client.download(server.job(), RESULT, part, f -> {}));
            assertTrue(String.valueOf(e.getMessage()).contains(part.toString()), e.getMessage());
            lock.release();
        }
    }

    @Test
    void anEmptyResultIsAFile() throws Exception {
        Path part = folder.resolve("part");
        try (ScriptedQueue server = new ScriptedQueue(new byte[0]);
                QueueClient client = impatient.client(server.port())) {
            client.download(server.job(), RESULT, part, f -> {});
            assertEquals(0, Files.size(part));
        }
    }
}
