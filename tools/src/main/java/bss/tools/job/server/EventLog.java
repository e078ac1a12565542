package bss.tools.job.server;

import bss.tools.job.JobException;
import bss.tools.job.JobListener;
import bss.tools.job.v1.Done;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.Failed;
import bss.tools.job.v1.JobProgress;
import bss.tools.job.v1.Notice;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What happened to the commands of a job, for any number of readers that come at any time. Of the progress in a stage
/// only the last is kept, and readers are woken for progress at most [#WAKES_PER_SECOND] times a second.
public final class EventLog implements JobListener {

    static final int WAKES_PER_SECOND = 20;

    /// The most notices of a command; how many more there were is told in one.
    static final int MOST_NOTICES = 1_000;

    /// An event and its place: readers go on behind it.
    public record Placed(long place, Event event) {}

    /// What a reader finds: an event, or none, and whether one will follow.
    public record Next(@Nullable Placed event, boolean end) {}

    private final LongSupplier nanos;
    private final CopyOnWriteArrayList<Runnable> readers = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, Event> events = new TreeMap<>();
    private final Map<String, Long> stages = new HashMap<>();
    private long places;
    private long appended;
    private long finished;
    private int notices;
    private long woken;

    /// @param nanos a clock, as `System::nanoTime`
    public EventLog(LongSupplier nanos) {
        this.nanos = nanos;
        woken = nanos.getAsLong();
    }

    /// From now on `reader` is called, from the thread of the job, whenever there is something new.
    public void add(Runnable reader) {
        readers.add(reader);
    }

    void remove(Runnable reader) {
        readers.remove(reader);
    }

    /// One more command will be carried out.
    public synchronized void appended() {
        appended++;
    }

    @Override
    public void progress(String stage, double fraction) {
        JobProgress progress =
                JobProgress.newBuilder().setStage(stage).setFraction(fraction).build();
        long now = nanos.getAsLong();
        synchronized (this) {
            Long before = stages.put(stage, places + 1);
            if (before != null) {
                events.remove(before);
            }
            put(event().setProgress(progress));
            if (now - woken < 1_000_000_000L / WAKES_PER_SECOND) {
                return;
            }
            woken = now;
        }
        wake();
    }

    @Override
    public void notice(boolean warning, String text) {
        synchronized (this) {
            if (notices++ >= MOST_NOTICES) {
                return;
            }
            put(event().setNotice(notice(warning ? Notice.Level.WARNING : Notice.Level.INFO, text)));
        }
        wake();
    }

    /// The present command is done; the next one follows.
    public void done(Done done) {
        finish(event -> event.setDone(done));
    }

    /// The present command was not carried out; the next one follows.
    public void failed(JobException e) {
        Failed failed = Failed.newBuilder()
                .setCode(e.code().value())
                .setMessage(String.valueOf(e.getMessage()))
                .build();
        finish(event -> event.setFailed(failed));
    }

    private interface Last {
        Event.Builder of(Event.Builder event);
    }

    private void finish(Last last) {
        synchronized (this) {
            if (notices > MOST_NOTICES) {
                put(event().setNotice(notice(
                        Notice.Level.WARNING, "%d more notices are not shown".formatted(notices - MOST_NOTICES))));
            }
            put(last.of(event()));
            stages.clear();
            notices = 0;
            finished++;
        }
        wake();
    }

    /// The first event of commands from `command` on that stands behind `place`.
    ///
    /// @param place 0 at the beginning
    public synchronized Next next(long place, long command) {
        Map.Entry<Long, Event> entry = events.higherEntry(place);
        while (entry != null && entry.getValue().getCommand() < command) {
            entry = events.higherEntry(entry.getKey());
        }
        return entry != null
                ? new Next(new Placed(entry.getKey(), entry.getValue()), false)
                : new Next(null, finished >= appended);
    }

    private Event.Builder event() {
        return Event.newBuilder().setCommand(finished);
    }

    private void put(Event.Builder event) {
        events.put(++places, event.build());
    }

    private static Notice notice(Notice.Level level, String text) {
        return Notice.newBuilder().setLevel(level).setText(text).build();
    }

    private void wake() {
        readers.forEach(Runnable::run);
    }
}
