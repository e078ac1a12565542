package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.access.Role;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.ops.PrometheusMeters;
import bss.tools.job.store.AuditEntry;
import bss.tools.job.store.AuditLog;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a server tells those who operate it.
@Timeout(120)
class OperationsTest {

    @TempDir
    static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final PrometheusMeters METERS = new PrometheusMeters(InstantSource.system());
    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.start(folder.resolve("data"), 1, METERS);
        served.add("ada");
        served.add("root", UserQuotas.DEFAULTS, Role.ADMIN);
        served.add("op", UserQuotas.DEFAULTS, Role.OPERATOR);
        served.add("eve", UserQuotas.DEFAULTS, Role.READER);
        served.add("poor", new UserQuotas(1_000, 4, 1, 3_600));
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(served.address() + path)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String user, String path) throws Exception {
        return HTTP.send(served.user(user).get(path), BodyHandlers.ofString());
    }

    /// What happened is told by a thread of its own: not at once.
    private static String metrics(Predicate<String> good) throws Exception {
        while (true) {
            String text = METERS.text();
            if (good.test(text)) {
                return text;
            }
            Thread.sleep(20);
        }
    }

    private static double value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void anybodyMayAskWhetherItLivesAndIsReadyAndLearnsNothingElse() throws Exception {
        assertEquals(200, get("/health").statusCode());
        while (get("/ready").statusCode() != 200) {
            // its worker begins
            assertEquals("no worker lives\n", get("/ready").body());
            Thread.sleep(100);
        }
        assertEquals("ready\n", get("/ready").body());
        for (String path : List.of("/metrics", "/", "/v1/jobs", "/health/x", "/nothing")) {
            assertEquals(401, get(path).statusCode(), path);
        }
    }

    @Test
    void metricsAreForOperatorsAndAdmins() throws Exception {
        for (String user : List.of("op", "root")) {
            HttpResponse<String> answer = get(user, "/metrics");
            assertEquals(200, answer.statusCode(), user);
            assertTrue(answer.body().contains("bss_queue_length"), answer.body());
            assertTrue(answer.headers().firstValue("content-type").orElse("").startsWith("text/plain"), user);
        }
        for (String user : List.of("ada", "eve")) {
            assertEquals(403, get(user, "/metrics").statusCode(), user);
        }
        try (MetricsPort port = new MetricsPort(0, METERS)) {
            URI plain = URI.create("http://127.0.0.1:" + port.port());
            HttpResponse<String> answer =
                    HTTP.send(HttpRequest.newBuilder(plain.resolve("/metrics")).build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("bss_jobs{state=\"done\"}"), answer.body());
            HttpResponse<String> other =
                    HTTP.send(HttpRequest.newBuilder(plain.resolve("/v1/jobs")).build(), BodyHandlers.ofString());
            assertEquals(404, other.statusCode());
        }
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        Served.User ada = served.user("ada");
        ada.submit("counted", Served.log(21, 30));
        assertEquals(JobState.DONE, ada.awaitEnd("counted").getState());
        String text = metrics(t -> value(t, "bss_jobs{state=\"done\"}") >= 1);
        assertTrue(value(text, "bss_jobs_attempts_total") >= 1, text);
        assertTrue(value(text, "bss_jobs_wait_seconds_count") >= 1, text);
        assertTrue(value(text, "bss_jobs_run_seconds_count{state=\"done\"}") >= 1, text);
        assertTrue(value(text, "bss_store_commit_seconds_count") >= 4, text);
        assertTrue(value(text, "bss_store_commit_changes_count") >= 4, text);
        assertTrue(value(text, "bss_stored_bytes") > 0, text);
        assertTrue(value(text, "bss_disk_free_bytes") > 0, text);
        assertEquals(1, value(text, "bss_store_reserve"), text);
        assertEquals(0, value(text, "bss_queue_length"), text);
        assertEquals(0, value(text, "bss_fpgas_lent"), text);
        assertTrue(value(text, "bss_workers_starts_total") >= 1, text);
        metrics(t -> value(t, "bss_calls_seconds_count{method=\"Submit\",status=\"OK\"}") >= 1);
        metrics(t -> value(t, "bss_calls_seconds_count{method=\"Follow\",status=\"OK\"}") >= 1);
    }

    @Test
    void refusalsAreCountedByTheirKind() throws Exception {
        double token = value(METERS.text(), "bss_refusals_total{kind=\"token\"}");
        double role = value(METERS.text(), "bss_refusals_total{kind=\"role\"}");
        double quota = value(METERS.text(), "bss_refusals_total{kind=\"quota\"}");
        Served.User nobody = served.withToken("bss_" + "y".repeat(43));
        assertThrows(StatusRuntimeException.class, () -> nobody.status("x"));
        assertEquals(401, get("/v1/jobs").statusCode());
        assertThrows(StatusRuntimeException.class, () -> served.user("eve").submit("x", Served.log(1, 10)));
        assertThrows(StatusRuntimeException.class, () -> served.user("poor").submit("x", Served.log(1, 10)));
        metrics(t -> value(t, "bss_refusals_total{kind=\"token\"}") >= token + 2
                && value(t, "bss_refusals_total{kind=\"role\"}") >= role + 1
                && value(t, "bss_refusals_total{kind=\"quota\"}") >= quota + 1);
        String text = METERS.text();
        assertTrue(value(text, "bss_calls_seconds_count{method=\"GetStatus\",status=\"UNAUTHENTICATED\"}") >= 1, text);
        assertTrue(value(text, "bss_calls_seconds_count{method=\"other\",status=\"401\"}") >= 1, text);
        assertFalse(text.contains("bss_yyyy"), text);
    }

    @Test
    void theDocumentNamesEveryMetric() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "server.md"));
        Set<String> names = new TreeSet<>();
        METERS.text()
                .lines()
                .filter(line -> line.startsWith("bss_"))
                .forEach(line -> names.add(line.replaceAll("(_bucket|_count|_sum|_max)?[ {].*", "")));
        assertTrue(names.size() > 15, names.toString());
        for (String name : names) {
            assertTrue(document.contains("`" + name + "`") || document.contains("`" + name + "{"), name);
        }
    }

    @Test
    void aWorkerThatDiesIsCountedAndReplacedAndWhatItSaidIsLogged() throws Exception {
        double deaths = value(METERS.text(), "bss_workers_deaths_total");
        double restarts = value(METERS.text(), "bss_workers_restarts_total");
        Served.User ada = served.user("ada");
        ada.submit("killed", Served.log(23, 1e9));
        try (Heard heard = new Heard()) {
            ada.awaitState("killed", JobState.RUNNING);
            Files.writeString(
                    folder.resolve("data/workers/0/worker.log"), "the last words\n", StandardOpenOption.APPEND);
            // the one worker of the one server that this process has
            List<ProcessHandle> workers = ProcessHandle.current()
                    .children()
                    .filter(p -> p.info().command().orElse("").endsWith("java"))
                    .toList();
            assertEquals(1, workers.size(), workers.toString());
            assertTrue(workers.getFirst().destroyForcibly());
            metrics(t -> value(t, "bss_workers_deaths_total") == deaths + 1
                    && value(t, "bss_workers_restarts_total") == restarts + 1);
            heard.await("worker-died", "the last words");
            heard.await("job", "REQUEUE");
        }
        while (ada.status("killed").getAttempt() < 2) {
            Thread.sleep(50);
        }
        ada.calls().cancel(JobRequest.newBuilder().setJob("killed").build());
        assertEquals(JobState.CANCELLED, ada.awaitEnd("killed").getState());
    }

    @Test
    void aCallHasTheIdThatItsClientChoseOrOneOfItsOwn() throws Exception {
        HttpRequest chosen = HttpRequest.newBuilder(URI.create(served.address() + "/v1/jobs/none"))
                .header("Authorization", "Bearer " + served.user("ada").token())
                .header("x-request-id", "mine-1")
                .build();
        assertEquals(
                "mine-1",
                HTTP.send(chosen, BodyHandlers.ofString())
                        .headers()
                        .firstValue("x-request-id")
                        .orElse(""));
        HttpRequest bad = HttpRequest.newBuilder(chosen, (_, _) -> true)
                .setHeader("x-request-id", "two words")
                .build();
        String made = HTTP.send(bad, BodyHandlers.ofString())
                .headers()
                .firstValue("x-request-id")
                .orElse("");
        assertTrue(made.matches("[0-9a-f]{16,32}"), made);
    }

    @Test
    void everyChangeOfAJobTellsWhoWhenWhereFromAndByWhichRequest() throws Exception {
        Served.User ada = served.user("ada");
        ada.submit("told", Served.log(22, 1e9));
        ada.awaitState("told", JobState.RUNNING);
        ada.calls().cancel(JobRequest.newBuilder().setJob("told").build());
        ada.awaitEnd("told");
        ada.calls().delete(JobRequest.newBuilder().setJob("told").build());
        List<AuditEntry> entries = new ArrayList<>();
        try (AuditLog log = AuditLog.open(folder.resolve("data"))) {
            log.verify(entries::add);
        }
        assertTrue(entries.stream().anyMatch(e -> e.action().equals("DELETE")));
        for (AuditEntry entry : entries) {
            boolean user = List.of("SUBMIT", "CANCEL", "DELETE").contains(entry.action())
                    || entry.before().equals("ACCEPTED");
            assertEquals(user ? "ada" : "server", entry.actor().name(), entry.toString());
            assertEquals(user ? "127.0.0.1" : "local", entry.actor().address(), entry.toString());
            assertTrue(entry.actor().request().length() >= 6, entry.toString());
            assertTrue(entry.timeMs() > 1_700_000_000_000L, entry.toString());
        }
    }
}
