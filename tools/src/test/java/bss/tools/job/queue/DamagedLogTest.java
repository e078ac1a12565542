package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is no longer what was submitted is not carried out.
class DamagedLogTest {

    private static final long SEED = 13;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private interface Harm {
        void to(Path file) throws IOException;
    }

    @Test
    void aBitOfALogThatFlipsOnTheDiskFailsTheJobAndNoOther() throws Exception {
        failsAlone(DamagedLogTest::flip, "damaged on the disk");
    }

    @Test
    void aLogThatIsGoneFromTheDiskFailsTheJobAndNoOther() throws Exception {
        failsAlone(Files::delete, "payload");
    }

    private void failsAlone(Harm harm, String reason) throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("ada");
            Served.User ada = served.user("ada");
            // holds the worker
            ada.submit("long", Networks.firing(Options.Engine.REFERENCE, 50, false, 1e7));
            ada.awaitState("long", JobState.RUNNING);
            JobStatus harmed = ada.submit("harmed", Networks.tangled(2_000, 20_000, "greedy", 1));
            ada.submit("whole", Served.log(1, 10));
            harm.to(data.resolve("payloads").resolve(Long.toString(harmed.getNumber())));
            var _ = Calls.cancel(ada, "long");
            JobStatus end = ada.awaitEnd("harmed");
            assertEquals(JobState.FAILED, end.getState());
            assertTrue(end.getReason().contains(reason), end.getReason());
            assertEquals(JobState.DONE, ada.awaitEnd("whole").getState());
        }
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int bit = new Random(SEED).nextInt(8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }
}
