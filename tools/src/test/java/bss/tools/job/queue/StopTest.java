package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Accounts;
import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is asked to end does so soon, and loses nothing.
@Timeout(180)
class StopTest {

    @TempDir
    Path data;

    @Test
    void atSigtermWhatRunsIsStoppedAndBegunAgainByTheNextServer() throws Exception {
        Accounts accounts = Accounts.open(data, InstantSource.system());
        accounts.create("ada", EnumSet.of(Role.USER), UserQuotas.DEFAULTS);
        String token = accounts.issue("ada", "laptop", Instant.now().plus(1, ChronoUnit.DAYS));
        try (ServerProcess server = ServerProcess.start(data, "")) {
            Served.User ada = Served.user(server.address(), token);
            ada.submit("long-1", Served.log(1, 1e9));
            ada.submit("long-2", Served.log(2, 1e9));
            ada.submit("behind", Served.log(3, 20));
            ada.awaitState("long-1", JobState.RUNNING);
            ada.awaitState("long-2", JobState.RUNNING);
            long told = System.nanoTime();
            server.terminate();
            assertTrue(server.gone(10_000), "it still runs after 10 s");
            System.out.printf("told to stop with two jobs at work: gone after %.2f s%n", Calls.secondsSince(told));
            assertEquals(0, server.status());
        }
        try (ServerProcess server = ServerProcess.start(data, "")) {
            Served.User ada = Served.user(server.address(), token);
            for (String job : new String[] {"long-1", "long-2"}) {
                JobStatus again = ada.awaitState(job, JobState.RUNNING);
                assertEquals(2, again.getAttempt(), job);
                ada.calls()
                        .cancel(bss.tools.job.v1.JobRequest.newBuilder()
                                .setJob(job)
                                .build());
            }
            JobStatus behind = ada.awaitEnd("behind");
            assertEquals(JobState.DONE, behind.getState(), behind.getReason());
            assertEquals(1, behind.getAttempt());
            server.terminate();
            assertTrue(server.gone(10_000), "it still runs after 10 s");
        }
        theLogIsOfObjectsAndHasNoToken(token);
    }

    private void theLogIsOfObjectsAndHasNoToken(String token) throws Exception {
        Set<String> events = new HashSet<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(data.resolve("server.log"))) {
            assertFalse(line.contains(token), line);
            // Java itself says something of its modules, and the workers do
            if (line.startsWith("{")) {
                JsonNode log = json.readTree(line);
                assertTrue(log.hasNonNull("time") && log.hasNonNull("level") && log.hasNonNull("logger"), line);
                events.add(log.path("event").asText());
                if (log.path("event").asText().equals("job")) {
                    assertEquals("ada", log.path("user").asText(), line);
                    assertTrue(log.hasNonNull("address") && log.hasNonNull("request"), line);
                    assertTrue(log.path("number").asLong() >= 1 && log.hasNonNull("attempt"), line);
                }
            } else {
                assertTrue(line.startsWith("WARNING"), line);
            }
        }
        assertTrue(events.containsAll(Set.of("start", "job", "stopping", "stop")), events.toString());
    }
}
