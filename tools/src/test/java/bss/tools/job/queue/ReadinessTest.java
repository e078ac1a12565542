package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.ops.PrometheusMeters;
import bss.tools.job.v1.JobState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose disk of 24 MiB becomes full. Needs the right to mount one.
@Timeout(120)
class ReadinessTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path disk;

    private static String ready(Served served) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(served.address() + "/ready")).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body().strip();
    }

    private static void await(Served served, String wanted) throws Exception {
        while (!ready(served).equals(wanted)) {
            Thread.sleep(100);
        }
    }

    @Test
    void aFullDiskIsToldAndWhenThereIsRoomItIsReadyByItself() throws Exception {
        PrometheusMeters meters = new PrometheusMeters(InstantSource.system());
        try (SmallDisk small = SmallDisk.mount(disk.resolve("small"), "24m");
                Served served = Served.start(small.data(), 1, meters);
                Heard heard = new Heard()) {
            served.add("ada");
            await(served, "200 ready");
            // all that is left, and what the reserve gives up
            small.fill();
            await(served, "503 the disk is full");
            heard.await("storage-full", "reserve");
            assertTrue(meters.text().contains("bss_store_reserve 0.0"));
            small.makeRoom();
            await(served, "200 ready");
            heard.await("storage-recovered", "reserve");
            assertTrue(meters.text().contains("bss_store_reserve 1.0"));
            Served.User ada = served.user("ada");
            ada.submit("after", Served.log(1, 20));
            assertEquals(JobState.DONE, ada.awaitEnd("after").getState());
        }
    }
}
