package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that is no longer what was submitted is not carried out.
class DamagedLogTest {

    private static final long SEED = 13;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void aBitOfALogThatFlipsOnTheDiskFailsTheJobAndNoOther() throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("ada");
            Served.User ada = served.user("ada");
            // holds the worker
            ada.submit("long", Networks.firing(Options.Engine.REFERENCE, 50, false, 1e7));
            ada.awaitState("long", JobState.RUNNING);
            JobLog large = Networks.tangled(2_000, 20_000, "greedy", 1);
            JobStatus damaged = ada.submit("damaged", large);
            JobStatus whole = ada.submit("whole", Served.log(1, 10));
            flip(damaged.getNumber());
            var _ = ada.calls().cancel(JobRequest.newBuilder().setJob("long").build());
            JobStatus end = ada.awaitEnd("damaged");
            assertEquals(JobState.FAILED, end.getState());
            assertTrue(end.getReason().contains("damaged on the disk"), end.getReason());
            assertEquals(JobState.DONE, ada.awaitEnd(whole.getJob()).getState());
        }
    }

    @Test
    void aLogThatIsGoneFromTheDiskFailsTheJobAndNoOther() throws Exception {
        try (Served served = Served.start(data, 1)) {
            served.add("ada");
            Served.User ada = served.user("ada");
            ada.submit("long", Networks.firing(Options.Engine.REFERENCE, 50, false, 1e7));
            ada.awaitState("long", JobState.RUNNING);
            JobStatus lost = ada.submit("lost", Networks.tangled(2_000, 20_000, "greedy", 1));
            ada.submit("whole", Served.log(1, 10));
            Files.delete(data.resolve("payloads").resolve(Long.toString(lost.getNumber())));
            var _ = Calls.cancel(ada, "long");
            JobStatus end = ada.awaitEnd("lost");
            assertEquals(JobState.FAILED, end.getState());
            assertTrue(end.getReason().contains("payload"), end.getReason());
            assertEquals(JobState.DONE, ada.awaitEnd("whole").getState());
        }
    }

    private void flip(long number) throws Exception {
        Path file;
        try (Stream<Path> files = Files.list(data.resolve("payloads"))) {
            file = files.filter(f -> f.getFileName().toString().equals(Long.toString(number)))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        int bit = new Random(SEED).nextInt(8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }
}
