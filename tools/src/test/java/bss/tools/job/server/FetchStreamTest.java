package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.Table;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Fetches of 10^7 spikes by a client that takes one piece after the other.
@Timeout(120)
class FetchStreamTest {

    private static final int PIECES = 120;

    /// What may be on its way: in the server's connection, the system, and the client's.
    private static final int MOST_UNDER_WAY = 8;

    @Test
    void theServerIsNeverMoreThanAFewPiecesAhead() throws Exception {
        ScriptedEngine engine = new ScriptedEngine();
        AtomicInteger written = new AtomicInteger();
        // 10^7 cells and times are 120 MB
        engine.answer = to -> {
            int[] cells = new int[1 << 18];
            for (int i = 0; i < PIECES; i++) {
                cells[0] = i;
                to.i32("cell", cells);
                written.incrementAndGet();
            }
        };
        try (JobServer server = new JobServer(engine, JobServer.Settings.local("secret"))) {
            JobClient client = new JobClient(server.port(), "secret");
            client.open("a");
            assertTrue(client.run("a", 0, JobClient.build("net")).hasDone());
            StreamReader<FetchRequest, Table> reader = new StreamReader<>();
            client.calls.fetch(
                    FetchRequest.newBuilder()
                            .setJob("a")
                            .setSpikes(FetchSpikes.getDefaultInstance())
                            .build(),
                    reader);
            for (int i = 0; i < PIECES; i++) {
                Table table = (Table) reader.next();
                assertEquals(i, table.getColumns(0).getI32().byteAt(0) & 0xff);
                int ahead = written.get() - i;
                assertTrue(ahead <= MOST_UNDER_WAY, "%d pieces are under way".formatted(ahead));
            }
            assertEquals("completed", reader.next());
        }
    }
}
