package bss.tools.bench.jobs;

import bss.tools.bench.BenchRow;
import bss.tools.job.JobEngine;
import bss.tools.job.JobListener;
import bss.tools.job.server.Engines;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobQueueGrpc.JobQueueBlockingStub;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.Values;
import bss.tools.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How much of the cores' time goes into many short jobs: what the jobs need by themselves, one on each core in one
/// process, over what a server takes for all of them, submission and results included.
final class DrainRows {

    private static final int USERS = 20;
    private static final int CORES = Math.min(2, Runtime.getRuntime().availableProcessors());
    private static final double JOB_MS = 50;
    private static final double UNTIL_MS = 1_000;
    private static final int FIRST_CELLS = 150;
    private static final int ALONE = 200;
    private static final int ROUNDS = 4;

    private final int jobs;
    private final Progress progress;

    DrainRows(boolean quick, Progress progress) {
        jobs = quick ? 1_000 : 10_000;
        this.progress = progress;
    }

    List<BenchRow> rows() throws Exception {
        int cells = FIRST_CELLS;
        for (int round = 0; round < ROUNDS; round++) {
            // the code gets faster while it warms up
            cells = (int) Math.max(1, Math.round(cells * JOB_MS / alone(cells)));
        }
        double job = alone(cells);
        progress.at("drain", 0.2);
        double seconds = drain(cells);
        double after = alone(cells);
        double mean = (job + after) / 2;
        return List.of(
                StatusRows.row("jobs_drain_job_ms", "ms", mean),
                StatusRows.row("jobs_drain_s", "s", seconds),
                StatusRows.row("jobs_drain_efficiency", "of cores", jobs * mean * 1e-3 / (CORES * seconds)));
    }

    /// Milliseconds of a job without a server.
    private static double alone(int cells) throws Exception {
        var _ = many(cells, ALONE / 2);
        return many(cells, ALONE);
    }

    private static double many(int cells, int count) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(CORES)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < CORES; t++) {
                all.add(threads.submit(() -> {
                    for (int j = 0; j < count; j++) {
                        carryOut(log(cells, j));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return (System.nanoTime() - start) * 1e-6 / count;
    }

    private static void carryOut(JobLog log) throws Exception {
        JobListener nobody = new JobListener() {
            @Override
            public void progress(String stage, double fraction) {}

            @Override
            public void notice(boolean warning, String text) {}
        };
        Build build = log.getCommands(0).getBuild();
        try (JobEngine engine = new Engines().of(build.getOptions())) {
            var _ = engine.build(build, nobody);
            engine.advance(UNTIL_MS, nobody);
        }
    }

    /// Seconds until all are done.
    private double drain(int cells) throws Exception {
        try (Ground ground = Ground.make(USERS);
                LoadedServer server = LoadedServer.start(ground.data(), CORES, List.of(), List.of());
                Clients clients = new Clients(USERS, server.port(), ground.tokens(), Optional.empty())) {
            // workers that are ready
            for (int u = 0; u < USERS; u++) {
                submit(clients.get(u), "warm", log(cells, u));
                await(clients.get(u), "warm");
            }
            long start = System.nanoTime();
            for (int j = 0; j < jobs; j++) {
                submit(clients.get(j % USERS), "job-" + j, log(cells, j));
                progress.at("drain", 0.2 + 0.2 * j / jobs);
            }
            for (int j = jobs - USERS; j < jobs; j++) {
                await(clients.get(j % USERS), "job-" + j);
            }
            return (System.nanoTime() - start) * 1e-9;
        }
    }

    private static void submit(JobQueueBlockingStub client, String job, JobLog log) {
        var _ = client.submit(SubmitRequest.newBuilder()
                .setJob(job)
                .setLog(log.toByteString())
                .build());
    }

    private static void await(JobQueueBlockingStub client, String job) {
        long after = 0;
        while (true) {
            FollowReply reply = client.follow(
                    FollowRequest.newBuilder().setJob(job).setAfter(after).build());
            JobState state = reply.getStatus().getState();
            if (state == JobState.DONE) {
                return;
            }
            if (state.getNumber() > JobState.DONE.getNumber()) {
                throw new IllegalStateException("job %s is %s: %s"
                        .formatted(job, state, reply.getStatus().getReason()));
            }
            if (reply.getUpdatesCount() > 0) {
                after = reply.getUpdates(reply.getUpdatesCount() - 1).getPlace();
            }
        }
    }

    /// Cells that fire by themselves, in the reference.
    private static JobLog log(int cells, long seed) {
        return JobLog.newBuilder()
                .addCommands(Command.newBuilder()
                        .setBuild(Build.newBuilder()
                                .setOptions(Options.newBuilder().setEngine(Options.Engine.REFERENCE))
                                .setNetwork(JobNetwork.newBuilder()
                                        .setSeed(seed)
                                        .addPopulations(JobPopulation.newBuilder()
                                                .setLabel("cells")
                                                .setSize(cells)
                                                .setCellType("IF_cond_exp")
                                                .putParameters(
                                                        "v_rest",
                                                        Values.newBuilder()
                                                                .setAll(-45)
                                                                .build())))))
                .addCommands(
                        Command.newBuilder().setAdvance(Advance.newBuilder().setUntilMs(UNTIL_MS)))
                .build();
    }
}
