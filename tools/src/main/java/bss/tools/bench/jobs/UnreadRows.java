package bss.tools.bench.jobs;

import static bss.tools.bench.jobs.StatusRows.row;

import bss.tools.bench.BenchRow;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.run.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What clients cost that ask for results and do not read them: memory of the server, for each of a few, and in all for
/// so many that the limit of all users holds them.
final class UnreadRows {

    private static final int USERS = 20;
    /// More would come to the limit of a user.
    private static final int OF_USER = 5;
    private static final int RESULT = 9 << 20;
    /// As long as a request may ask for.
    private static final int SLICE = 1 << 20;
    /// As many calls as may be open at once; many more close the connection.
    private static final int ASKED = 64;
    private static final int SETTLE_MS = 2_000;
    private static final int CALLS = 2_000;
    private static final String JOB = "large";

    private final Progress progress;

    UnreadRows(Progress progress) {
        this.progress = progress;
    }

    /// Memory of a server.
    private record Memory(double heap, double buffers) {
        static Memory of(LoadedServer server) throws IOException, InterruptedException {
            Thread.sleep(SETTLE_MS);
            return new Memory(server.heapMib(), server.buffersMib());
        }
    }

    /// For each connection, and what it does to the calls of others.
    List<BenchRow> rows() throws Exception {
        try (Ground ground = Ground.make(USERS + 1)) {
            for (String user : ground.users().subList(0, USERS)) {
                StoredJobs.done(ground.data(), user, JOB, new byte[RESULT]);
            }
            List<UnreadClient> unread = new ArrayList<>();
            try (LoadedServer server = LoadedServer.start(ground.data(), List.of(LoadedServer.TRACKED), List.of());
                    Clients others = new Clients(USERS + 1, server.port(), ground.tokens(), Optional.empty())) {
                for (int u = 0; u < USERS; u++) {
                    // all of it is read once
                    for (int at = 0; at < RESULT; at += SLICE) {
                        var _ = others.get(u).download(slice(at));
                    }
                }
                var _ = calls(others);
                double before = calls(others);
                Memory none = Memory.of(server);
                ask(ground, server, unread, 1);
                Memory few = Memory.of(server);
                ask(ground, server, unread, OF_USER);
                Memory many = Memory.of(server);
                double beside = calls(others);
                return List.of(
                        row("jobs_unread_asked_mib_each", "MiB", (double) ASKED * SLICE / (1 << 20)),
                        row("jobs_unread_heap_mib_each", "MiB", (few.heap - none.heap) / USERS),
                        row("jobs_unread_buffers_mib_each", "MiB", (few.buffers - none.buffers) / USERS),
                        row("jobs_unread_heap_mib_none", "MiB", none.heap),
                        row("jobs_unread_heap_mib_100", "MiB", many.heap),
                        row("jobs_unread_buffers_mib_none", "MiB", none.buffers),
                        row("jobs_unread_buffers_mib_100", "MiB", many.buffers),
                        row("jobs_list_p99_ms", "ms", before),
                        row("jobs_list_p99_ms_beside_unread", "ms", beside));
            } finally {
                for (UnreadClient client : unread) {
                    client.close();
                }
            }
        }
    }

    /// Of somebody else, one after the other: within how many milliseconds 99 % of them are answered.
    private static double calls(Clients others) {
        Times times = new Times();
        for (int call = 0; call < CALLS; call++) {
            long began = System.nanoTime();
            var _ = others.get(USERS).listJobs(ListJobsRequest.getDefaultInstance());
            times.add(System.nanoTime() - began);
        }
        return times.ms(0.99);
    }

    private static DownloadRequest slice(int at) {
        return DownloadRequest.newBuilder()
                .setJob(JOB)
                .setOffset(at)
                .setLength(SLICE)
                .build();
    }

    /// Until each user has so many connections.
    private void ask(Ground ground, LoadedServer server, List<UnreadClient> unread, int each) throws Exception {
        while (unread.size() < USERS * each) {
            progress.at("connections", unread.size() / (double) (USERS * OF_USER));
            UnreadClient client =
                    new UnreadClient(server.port(), ground.tokens().get(unread.size() % USERS));
            unread.add(client);
            for (int call = 0; call < ASKED; call++) {
                client.call("Download", slice(call % (RESULT / SLICE) * SLICE).toByteArray());
            }
        }
    }
}
