package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.Table;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The service over a real connection, on an engine that does what the test tells it.
@Timeout(60)
class JobServiceTest {

    private static final String TOKEN = "secret";

    private final ScriptedEngine engine = new ScriptedEngine();

    @SuppressWarnings("NullAway.Init")
    private JobServer server;

    @SuppressWarnings("NullAway.Init")
    private JobClient client;

    @BeforeEach
    void start() throws Exception {
        server = new JobServer(engine, JobServer.Settings.local(TOKEN));
        client = new JobClient(server.port(), TOKEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static FetchRequest spikes(String job) {
        return FetchRequest.newBuilder()
                .setJob(job)
                .setSpikes(FetchSpikes.getDefaultInstance())
                .build();
    }

    @Test
    void aJobIsBuiltRunAndReadInItsOrder() throws Exception {
        assertEquals(0, client.open("a").getNextCommand());
        Event built = client.run("a", 0, JobClient.build("net"));
        assertTrue(built.hasDone(), built.toString());
        Event run = client.run("a", 1, JobClient.advance(10));
        assertEquals(10.0, run.getDone().getNowMs());
        Iterator<Table> tables = client.fetch(spikes("a"));
        assertEquals("cell", tables.next().getColumns(0).getName());
        assertEquals(2, client.open("a").getNextCommand());
        client.close("a");
        assertEquals(List.of("build net", "advance 10.0", "fetch at 10.0", "close"), engine.calls);
    }
}
