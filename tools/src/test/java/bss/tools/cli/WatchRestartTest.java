package bss.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.queue.Served;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody watches a job while its server ends and starts again.
@Timeout(180)
class WatchRestartTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void watchingGoesOnAtTheNextServer() throws Exception {
        Path data = folder.resolve("data");
        CommandRun[] run = new CommandRun[1];
        Thread watching;
        String token;
        int port;
        try (Served served = Served.start(data, 1)) {
            served.add("ada");
            port = served.port();
            token = served.user("ada").token();
            Path file = Files.writeString(folder.resolve("token"), token);
            served.user("ada").submit("long", Served.log(1, 1e9));
            List<String> args =
                    List.of("watch", "long", "--server", "127.0.0.1:" + port, "--token-file", file.toString());
            watching = new Thread(() -> run[0] = CommandRun.of("run", args));
            watching.start();
            served.user("ada").awaitState("long", JobState.RUNNING);
        }
        try (Served _ = Served.start(data, 1, port)) {
            Served.User ada = Served.user("http://127.0.0.1:" + port, token);
            JobStatus again = ada.awaitState("long", JobState.RUNNING);
            assertEquals(2, again.getAttempt());
            var _ = ada.calls().cancel(JobRequest.newBuilder().setJob("long").build());
            watching.join();
        }
        assertEquals(1, run[0].code(), run[0].err());
        assertTrue(run[0].out().startsWith("long is CANCELLED after "), run[0].out());
        assertTrue(run[0].err().contains("trying again"), run[0].err());
    }
}
