package bss.tools.bench.jobs;

import bss.tools.bench.BenchRow;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.run.Progress;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// How long `GetStatus` takes while many others are connected.
final class StatusRows {

    private static final int SESSIONS = 1_000;
    private static final int CAP = 2_000;
    private static final int STATUS = 60;
    private static final int FOLLOW = 40;
    private static final int GOOD = 20;
    private static final int SLOW = 500;
    private static final int TRIES = 10;
    private static final int USERS = 10;
    private static final Duration THINK = Duration.ofMillis(100);
    private static final String JOB = "waits";

    private final Duration measured;
    private final Progress progress;

    StatusRows(boolean quick, Progress progress) {
        measured = Duration.ofSeconds(quick ? 5 : 20);
        this.progress = progress;
    }

    /// Many sessions, some of them active; then more than the server takes.
    List<BenchRow> sessions() throws Exception {
        try (Ground ground = Ground.make(USERS);
                LoadedServer server = ground.secured();
                Clients clients = clients(ground, server, SESSIONS)) {
            connect(clients, 0);
            hold(clients, server);
            Times times = new Times();
            run(clients, STATUS, FOLLOW, times, measured.dividedBy(4));
            times = new Times();
            run(clients, STATUS, FOLLOW, times, measured);
            double heap = server.heapMib();
            int refused = refusals(ground, server);
            return List.of(
                    row("jobs_status_p50_ms_1000_tls", "ms", times.ms(0.5)),
                    row("jobs_status_p99_ms_1000_tls", "ms", times.ms(0.99)),
                    row("jobs_heap_mib_1000_tls", "MiB", heap),
                    row("jobs_refused_cleanly_of_10", "connections", refused));
        }
    }

    private static Clients clients(Ground ground, LoadedServer server, int count) {
        return new Clients(
                count,
                server.port(),
                ground.tokens(),
                Optional.of(ground.certificate().certificate()));
    }

    /// Makes a call on each, some at a time.
    private void connect(Clients clients, int from) throws Exception {
        Semaphore some = new Semaphore(16);
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int c = from; c < clients.count(); c++) {
                JobQueueBlockingStub client = clients.get(c);
                some.acquire();
                progress.at("connections", c / (double) clients.count());
                all.add(calls.submit(() -> {
                    try {
                        return client.listJobs(
                                ListJobsRequest.newBuilder().setLimit(1).build());
                    } finally {
                        some.release();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /// A job of each user that neither ends nor costs anything.
    private static void hold(Clients clients, LoadedServer server) throws Exception {
        for (int u = 0; u < USERS; u++) {
            clients.get(u)
                    .submit(SubmitRequest.newBuilder()
                            .setJob(JOB)
                            .setLog(Ground.longJob(u).toByteString())
                            .build());
        }
        boolean runs = false;
        while (!runs) {
            Thread.sleep(200);
            for (int u = 0; u < USERS; u++) {
                JobStatus status = clients.get(u).getStatus(request());
                runs |= status.getState() == JobState.RUNNING;
            }
        }
        server.holdWorker();
    }

    private static JobRequest request() {
        return JobRequest.newBuilder().setJob(JOB).build();
    }

    private void run(Clients clients, int status, int follow, Times times, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < status; c++) {
                JobQueueBlockingStub client = clients.get(c);
                long first = System.nanoTime() + THINK.toNanos() * c / status;
                all.add(calls.submit(() -> {
                    asks(client, first, end, times);
                    return null;
                }));
            }
            for (int c = status; c < status + follow; c++) {
                JobQueueBlockingStub client = clients.get(c);
                calls.execute(() -> follows(client, end));
            }
            for (Future<?> one : all) {
                one.get();
            }
            calls.shutdownNow();
        }
    }

    /// At fixed times, whether the answer before came soon or late: who waits counts.
    private static void asks(JobQueueBlockingStub client, long first, long end, Times times)
            throws InterruptedException {
        for (long due = first; due < end; due += THINK.toNanos()) {
            long early = due - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
            var _ = client.getStatus(request());
            times.add(System.nanoTime() - due);
        }
    }

    private static void follows(JobQueueBlockingStub client, long end) {
        try {
            while (System.nanoTime() < end) {
                var _ = client.follow(FollowRequest.newBuilder()
                        .setJob(JOB)
                        .setAfter(Long.MAX_VALUE)
                        .build());
            }
        } catch (StatusRuntimeException e) {
            if (System.nanoTime() < end) {
                throw e;
            }
        }
    }

    /// How many of ten connections too many are told so.
    private int refusals(Ground ground, LoadedServer server) throws Exception {
        try (Clients more = clients(ground, server, CAP - SESSIONS);
                Clients beyond = clients(ground, server, TRIES)) {
            connect(more, 0);
            int clean = 0;
            for (int t = 0; t < TRIES; t++) {
                try {
                    var _ = beyond.get(t).listJobs(ListJobsRequest.getDefaultInstance());
                } catch (StatusRuntimeException e) {
                    boolean told = e.getStatus().getCode() == Status.Code.UNAVAILABLE
                            && String.valueOf(e.getStatus().getDescription()).contains(Integer.toString(CAP));
                    clean += told ? 1 : 0;
                }
            }
            return clean;
        }
    }

    /// The same with few clients, and with five hundred that send a byte every ten seconds beside them.
    List<BenchRow> slow() throws Exception {
        try (Ground ground = Ground.make(USERS);
                LoadedServer server = ground.secured();
                Clients clients = clients(ground, server, GOOD)) {
            connect(clients, 0);
            hold(clients, server);
            run(clients, GOOD, 0, new Times(), measured.dividedBy(2));
            Times alone = new Times();
            run(clients, GOOD, 0, alone, measured);
            List<Socket> sockets = new ArrayList<>();
            long open = System.nanoTime();
            for (int s = 0; s < SLOW; s++) {
                Socket socket = new Socket();
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                // the beginning of a ClientHello
                socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0});
                sockets.add(socket);
            }
            // they are open for ten seconds
            Times beside = new Times();
            run(clients, GOOD, 0, beside, Duration.ofSeconds(8));
            double seconds = closed(sockets, open);
            return List.of(
                    row("jobs_status_p99_ms_20", "ms", alone.ms(0.99)),
                    row("jobs_status_p99_ms_20_beside_500_slow", "ms", beside.ms(0.99)),
                    row("jobs_slow_closed_after_s", "s", seconds));
        }
    }

    /// Seconds until the server has closed the last one.
    private static double closed(List<Socket> sockets, long since) throws IOException {
        for (Socket socket : sockets) {
            try (socket) {
                socket.setSoTimeout(60_000);
                var _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException e) {
                // a reset is an end as well
            }
        }
        return (System.nanoTime() - since) * 1e-9;
    }

    static BenchRow row(String name, String unit, double value) {
        return new BenchRow(name, value, unit, List.of(value), 0, 0, 0);
    }
}
