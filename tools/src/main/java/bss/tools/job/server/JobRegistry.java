package bss.tools.job.server;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The jobs of a server by their ids.
final class JobRegistry {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// How long a client waits for an engine to end.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EngineFactory engines;
    private final long maxCommandBytes;
    private final int maxJobs;
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    JobRegistry(EngineFactory engines, long maxCommandBytes, int maxJobs) {
        this.engines = engines;
        this.maxCommandBytes = maxCommandBytes;
        this.maxJobs = maxJobs;
    }

    /// The longest command in bytes.
    long maxCommandBytes() {
        return maxCommandBytes;
    }

    /// A job by the id that a client chose: a new one, or the one that has it.
    synchronized Job open(String id) throws JobException {
        if (!ID.matcher(id).matches()) {
            throw JobException.invalid("job is '%s', must be 1 to 64 characters of A-Z, a-z, 0-9, '.', '_', '-'", id);
        }
        Job job = jobs.get(id);
        if (job == null) {
            if (jobs.size() >= maxJobs) {
                throw new JobException(
                        Status.Code.RESOURCE_EXHAUSTED,
                        "%d jobs are open, which is the most; close one".formatted(maxJobs));
            }
            job = new Job(id, new MemoryLog(), engines);
            jobs.put(id, job);
            job.start();
        }
        return job;
    }

    /// The job that has this id.
    synchronized Job get(String id) throws JobException {
        Job job = jobs.get(id);
        if (job == null) {
            throw unknown(id);
        }
        return job;
    }

    /// Ends a job and forgets it.
    void close(String id) throws JobException, InterruptedException {
        Job job;
        synchronized (this) {
            job = jobs.remove(id);
        }
        if (job == null) {
            throw unknown(id);
        }
        job.close(PATIENCE);
    }

    /// Ends all jobs, without waiting longer than `patience` in all.
    void closeAll(Duration patience) throws InterruptedException {
        List<Job> all;
        synchronized (this) {
            all = new ArrayList<>(jobs.values());
            jobs.clear();
        }
        long until = System.nanoTime() + patience.toNanos();
        for (Job job : all) {
            job.interrupt();
        }
        for (Job job : all) {
            job.close(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
        }
    }

    private static JobException unknown(String id) {
        return new JobException(
                Status.Code.NOT_FOUND, "there is no job '%s': it was closed or never opened".formatted(id));
    }
}
