package bss.tools.job.queue;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        private long places;
        private long changes;
    }

    private final Map<Long, OfJob> jobs = new LinkedHashMap<>();
    private final LinkedHashMap<Long, Boolean> ended = new LinkedHashMap<>();

    /// Something happened in an attempt of a job.
    synchronized void add(long number, int attempt, Event event) {
        OfJob job = jobs.computeIfAbsent(number, _ -> new OfJob());
        long place = ++job.places;
        if (event.hasProgress()) {
            String stage = attempt + " " + event.getCommand() + " "
                    + event.getProgress().getStage();
            Long before = job.stages.put(stage, place);
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
            job.updates.pollFirstEntry();
        }
        job.changes++;
        notifyAll();
    }

    /// The state of a job is another one.
    synchronized void changed(long number, boolean end) {
        jobs.computeIfAbsent(number, _ -> new OfJob()).changes++;
        if (end) {
            ended.put(number, true);
            if (ended.size() > MOST_ENDED) {
                long oldest = ended.firstEntry().getKey();
                ended.remove(oldest);
                jobs.remove(oldest);
            }
        }
        notifyAll();
    }

    /// How much has happened to a job: other than before if something did since.
    synchronized long changes(long number) {
        OfJob job = jobs.get(number);
        return job == null ? 0 : job.changes;
    }

    /// Waits until something happens to a job, for at most so long.
    ///
    /// @param known what [#changes] said
    synchronized void await(long number, long known, long milliseconds) throws InterruptedException {
        long until = System.nanoTime() + 1_000_000 * milliseconds;
        while (changes(number) == known) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /// Updates behind a place.
    synchronized List<JobUpdate> after(long number, long place) {
        OfJob job = jobs.get(number);
        return job == null
                ? List.of()
                : new ArrayList<>(job.updates.tailMap(place, false).values());
    }
}
