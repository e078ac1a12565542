package bss.tools.job.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/// When running jobs have to end: each by a time, and by how long it holds hardware.
///
/// The time of the hardware counts only between [#hardwareOn] and [#hardwareOff]. All is O(log n).
public final class Deadlines {

    /// Which limit a job reached.
    public enum Limit {
        WALL,
        HARDWARE
    }

    /// A job whose time is over.
    ///
    /// @param atMs when it was
    public record Due(long job, Limit limit, long atMs) {}

    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::atMs).thenComparing(Due::limit).thenComparingLong(Due::job);

    private static final class Running {

        private long wallMs;

        /// What is left of the hardware's time when it is off, or when it was last switched on.
        private long hardwareLeftMs = Long.MAX_VALUE;

        private boolean on;
        private long onSinceMs;

        private Due due(long job) {
            long hardwareMs = on ? end(onSinceMs, hardwareLeftMs) : Long.MAX_VALUE;
            return hardwareMs < wallMs ? new Due(job, Limit.HARDWARE, hardwareMs) : new Due(job, Limit.WALL, wallMs);
        }

        private void count(long nowMs) {
            if (on && hardwareLeftMs != Long.MAX_VALUE) {
                hardwareLeftMs = Math.max(0, hardwareLeftMs - Math.max(0, nowMs - onSinceMs));
            }
            onSinceMs = Math.max(onSinceMs, nowMs);
        }
    }

    private final Map<Long, Running> jobs = new HashMap<>();
    private final TreeSet<Due> queue = new TreeSet<>(ORDER);

    /// Watches a job, or sets another time by which it has to end.
    ///
    /// @param wallDeadlineMs `Long.MAX_VALUE` for none
    public void put(long job, long wallDeadlineMs) {
        Running running = jobs.get(job);
        if (running == null) {
            running = new Running();
            jobs.put(job, running);
        } else {
            queue.remove(running.due(job));
        }
        running.wallMs = wallDeadlineMs;
        queue.add(running.due(job));
    }

    /// Limits how long a job may hold hardware from now on, in ms.
    public void limitHardware(long job, long leftMs, long nowMs) {
        if (leftMs < 0) {
            throw new IllegalArgumentException(
                    "job %d: the hardware's time is %d ms, must be at least 0".formatted(job, leftMs));
        }
        change(job, running -> {
            running.count(nowMs);
            running.hardwareLeftMs = leftMs;
        });
    }

    /// The job holds hardware now; if it does already, nothing changes.
    public void hardwareOn(long job, long nowMs) {
        change(job, running -> {
            if (!running.on) {
                running.on = true;
                running.onSinceMs = nowMs;
            }
        });
    }

    /// The job holds no hardware any more; if it does not anyway, nothing changes.
    public void hardwareOff(long job, long nowMs) {
        change(job, running -> {
            running.count(nowMs);
            running.on = false;
        });
    }

    /// Forgets a job, which has ended.
    ///
    /// @return whether it was watched
    public boolean remove(long job) {
        Running running = jobs.remove(job);
        return running != null && queue.remove(running.due(job));
    }

    /// The jobs that have to end now, the earliest first; each is told once and forgotten.
    public List<Due> due(long nowMs) {
        List<Due> due = new ArrayList<>();
        while (!queue.isEmpty()
                && queue.first().atMs() <= nowMs
                && queue.first().atMs() != Long.MAX_VALUE) {
            Due first = queue.removeFirst();
            jobs.remove(first.job());
            due.add(first);
        }
        return due;
    }

    /// When the next job has to end, if any has to.
    public OptionalLong nextMs() {
        return queue.isEmpty() || queue.first().atMs() == Long.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(queue.first().atMs());
    }

    private interface Change {
        void to(Running running);
    }

    private void change(long job, Change change) {
        Running running = jobs.get(job);
        if (running == null) {
            throw new IllegalStateException("job %d has no deadline, or reached it: put it first".formatted(job));
        }
        queue.remove(running.due(job));
        change.to(running);
        queue.add(running.due(job));
    }

    private static long end(long nowMs, long leftMs) {
        return leftMs == Long.MAX_VALUE || nowMs > Long.MAX_VALUE - leftMs ? Long.MAX_VALUE : nowMs + leftMs;
    }
}
