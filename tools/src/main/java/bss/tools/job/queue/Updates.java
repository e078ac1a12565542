package bss.tools.job.queue;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobUpdate;
import bss.tools.job.v1.StageProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What happened to jobs lately, for those who follow them. It is not kept over a restart: the state of a job is.
///
/// Of a stage only the last progress is kept, of a job at most [#MOST_UPDATES], and of jobs that have ended the
/// [#MOST_ENDED] last ones.
final class Updates {

    static final int MOST_UPDATES = 1_000;
    static final int MOST_ENDED = 1_000;

    private static final class OfJob {
        private final TreeMap<Long, JobUpdate> updates = new TreeMap<>();
        private final Map<String, Long> stages = new LinkedHashMap<>();
        private final Map<Long, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
        private long tickets;
        private long places;
        private long changes;
    }

    private final Map<Long, OfJob> jobs = new LinkedHashMap<>();
    private final LinkedHashMap<Long, Boolean> ended = new LinkedHashMap<>();

    /// Something happened in an attempt of a job.
    void add(long number, int attempt, Event event) {
        told(note(number, attempt, event));
    }

    private synchronized OfJob note(long number, int attempt, Event event) {
        OfJob job = jobs.computeIfAbsent(number, _ -> new OfJob());
        long place = ++job.places;
        if (event.hasProgress()) {
            Long before = job.stages.put(stage(attempt, event), place);
            if (before != null) {
                job.updates.remove(before);
            }
        }
        job.updates.put(
                place,
                JobUpdate.newBuilder()
                        .setPlace(place)
                        .setAttempt(attempt)
                        .setEvent(event)
                        .build());
        if (job.updates.size() > MOST_UPDATES) {
            JobUpdate oldest = job.updates.pollFirstEntry().getValue();
            if (oldest.getEvent().hasProgress()) {
                job.stages.remove(stage(oldest.getAttempt(), oldest.getEvent()));
            }
        }
        job.changes++;
        return job;
    }

    private static String stage(int attempt, Event event) {
        return attempt + " " + event.getCommand() + " " + event.getProgress().getStage();
    }

    /// The state of a job is another one.
    void changed(long number, boolean end) {
        told(note(number, end));
    }

    private synchronized OfJob note(long number, boolean end) {
        OfJob job = jobs.computeIfAbsent(number, _ -> new OfJob());
        job.changes++;
        if (end) {
            ended.put(number, true);
            if (ended.size() > MOST_ENDED) {
                long oldest = ended.firstEntry().getKey();
                ended.remove(oldest);
                jobs.remove(oldest);
            }
        }
        return job;
    }

    /// Wakes those who wait; not while others are kept out, for they go on at once.
    private void told(OfJob job) {
        List<CompletableFuture<Void>> waiting;
        synchronized (this) {
            waiting = List.copyOf(job.waiting.values());
            job.waiting.clear();
        }
        waiting.forEach(w -> w.complete(null));
    }

    /// How much has happened to a job: other than before if something did since.
    synchronized long changes(long number) {
        OfJob job = jobs.get(number);
        return job == null ? 0 : job.changes;
    }

    /// Done when something has happened to a job that has not ended, or after so long.
    ///
    /// @param known what [#changes] said
    CompletableFuture<Void> next(long number, long known, long milliseconds) {
        CompletableFuture<Void> next = new CompletableFuture<>();
        long ticket;
        synchronized (this) {
            OfJob job = jobs.computeIfAbsent(number, _ -> new OfJob());
            if (job.changes != known) {
                return CompletableFuture.completedFuture(null);
            }
            ticket = job.tickets++;
            job.waiting.put(ticket, next);
        }
        // also when it is cancelled, by who waits no more
        var _ = next.whenComplete((_, _) -> forget(number, ticket));
        return next.completeOnTimeout(null, milliseconds, TimeUnit.MILLISECONDS);
    }

    /// How many wait for news.
    synchronized int waiting() {
        return jobs.values().stream().mapToInt(job -> job.waiting.size()).sum();
    }

    /// Has nobody wait any more: the server ends.
    void close() {
        List<OfJob> all;
        synchronized (this) {
            all = List.copyOf(jobs.values());
        }
        all.forEach(this::told);
    }

    private synchronized void forget(long number, long ticket) {
        OfJob job = jobs.get(number);
        if (job != null) {
            job.waiting.remove(ticket);
        }
    }

    /// How far the stages of an attempt are, in the order in which they began.
    synchronized List<StageProgress> stages(long number, int attempt) {
        OfJob job = jobs.get(number);
        if (job == null) {
            return List.of();
        }
        List<StageProgress> stages = new ArrayList<>();
        for (long place : job.stages.values()) {
            JobUpdate last = job.updates.get(place);
            if (last != null && last.getAttempt() == attempt) {
                stages.add(StageProgress.newBuilder()
                        .setCommand(last.getEvent().getCommand())
                        .setStage(last.getEvent().getProgress().getStage())
                        .setFraction(last.getEvent().getProgress().getFraction())
                        .build());
            }
        }
        return stages;
    }

    /// Updates behind a place.
    synchronized List<JobUpdate> after(long number, long place) {
        OfJob job = jobs.get(number);
        return job == null
                ? List.of()
                : new ArrayList<>(job.updates.tailMap(place, false).values());
    }
}
