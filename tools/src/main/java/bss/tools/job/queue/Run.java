package bss.tools.job.queue;

import bss.tools.job.store.JobState;
import bss.tools.job.worker.Worker;
import org.jspecify.annotations.Nullable;

/// An attempt at a job that is under way in a worker, and why it was told to end, if it was.
final class Run {

    private final Worker worker;
    private final String name;
    private @Nullable JobState end;
    private String reason = "";
    private boolean abandoned;
    private boolean readout;

    /// @param name of the attempt in the worker
    Run(Worker worker, String name) {
        this.worker = worker;
        this.name = name;
    }

    /// Has it end, for the first reason that is given; what is over its limit can still be cancelled.
    void stop(JobState state, String why) throws InterruptedException {
        synchronized (this) {
            if ((end != null && end != JobState.TIMED_OUT) || abandoned) {
                return;
            }
            end = state;
            reason = why;
        }
        worker.cancel(name);
    }

    /// Has it go no further, and be read out as far as it came; [#enforce] is to follow.
    void limit(String why) {
        synchronized (this) {
            if (end != null || abandoned) {
                return;
            }
            end = JobState.TIMED_OUT;
            reason = why;
        }
        worker.stop(name);
    }

    /// Has it end if it has been told to and is not being read out.
    void enforce() throws InterruptedException {
        synchronized (this) {
            if (end == null || (end == JobState.TIMED_OUT && readout)) {
                return;
            }
        }
        worker.cancel(name);
    }

    /// Has it end if it has been told to, whatever it does.
    void enforceReadout() throws InterruptedException {
        if (end() != null) {
            worker.cancel(name);
        }
    }

    synchronized void readsOut() {
        readout = true;
    }

    /// Has it end without an end: the server stops.
    void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        worker.kill();
    }

    synchronized boolean abandoned() {
        return abandoned;
    }

    /// How it was told to end; null: it was not.
    synchronized @Nullable JobState end() {
        return end;
    }

    synchronized String reason() {
        return reason;
    }
}
