package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options.Engine;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.HttpHeaderNames;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A download goes on where its connection was cut.
@Timeout(300)
class ResumedDownloadTest {

    private static final int CUTS = 200;
    private static final int PIECE = 256 << 10;
    private static final int MOST_CALLS = 100;
    private static final long SEED = 17;
    /// Of a new connection, and of what both know without its being in the piece.
    private static final long OVERHEAD = 16 << 10;

    @TempDir
    static Path folder;

    @Test
    void theJoinedBytesAreTheWholeWhereverItIsCut() throws Exception {
        Random random = new Random(SEED);
        try (Rig rig = Rig.start(folder.resolve("data"), 1);
                CuttingProxy proxy = new CuttingProxy(rig.port())) {
            Served.User ada = rig.add("ada");
            ada.submit("large", Networks.firing(Engine.REFERENCE, 10, true, 1_500));
            JobStatus done = ada.awaitEnd("large");
            assertEquals(JobState.DONE, done.getState(), done.getReason());
            byte[] whole = ada.result("large", 1 << 20, 0);
            assertEquals(done.getResultSha256(), Calls.sha256(whole));
            assertTrue(whole.length > 3 * PIECE, whole.length + " bytes");
            assertArrayEquals(whole, download(proxy, ada.token()));
            long undisturbed = proxy.passed();
            long most = 0;
            for (int i = 0; i < CUTS; i++) {
                long offset = 1 + random.nextLong(undisturbed - 1);
                String where = "seed %d, cut %d after %d bytes".formatted(SEED, i, offset);
                long before = proxy.passed();
                proxy.cutAfter(offset);
                assertArrayEquals(whole, download(proxy, ada.token()), where);
                assertEquals(i + 1, proxy.cuts(), where);
                long again = proxy.passed() - before - undisturbed;
                most = Math.max(most, again);
                assertTrue(again <= PIECE + OVERHEAD, where + ": " + again + " bytes were sent again");
            }
            System.out.printf("%d cuts of %d bytes: at most %d bytes were sent again%n", CUTS, whole.length, most);
        }
    }

    /// As a client that begins each call where it has everything before.
    private static byte[] download(CuttingProxy proxy, String token) {
        try (ClientFactory factory = ClientFactory.builder().build()) {
            var calls = GrpcClients.builder("gproto+" + proxy.address() + "/")
                    .factory(factory)
                    .addHeader(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                    .build(JobQueueGrpc.JobQueueBlockingStub.class);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (int call = 0; call < MOST_CALLS; call++) {
                try {
                    DownloadReply reply = calls.download(DownloadRequest.newBuilder()
                            .setJob("large")
                            .setOffset(joined.size())
                            .build());
                    joined.writeBytes(reply.getData().toByteArray());
                    if (joined.size() == reply.getSize()) {
                        return joined.toByteArray();
                    }
                } catch (StatusRuntimeException e) {
                    // cut
                }
            }
            throw new AssertionError("not done after " + MOST_CALLS + " calls");
        }
    }
}
