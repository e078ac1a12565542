package bss.tools.job.queue;

import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobLog;
import bss.tools.job.worker.WaferTime;
import java.util.ArrayList;
import java.util.List;

/// Follows the states of an attempt by what its worker says.
final class Stages {

    private final JobStore store;
    private final Updates updates;
    private final JobRecord job;
    private final int attempt;
    private final Run run;
    private final List<JobStore.Pending> moves = new ArrayList<>();
    private JobState state = JobState.LEASED;
    private long command;
    private double fraction;

    Stages(JobStore store, Updates updates, JobRecord job, int attempt, Run run) {
        this.store = store;
        this.updates = updates;
        this.job = job;
        this.attempt = attempt;
        this.run = run;
    }

    void heard(Event event) {
        if (state == JobState.LEASED) {
            move(JobState.CONFIGURING);
        }
        boolean runs = event.getCommand() > 0 || event.getProgress().getStage().equals("running");
        if (runs && state == JobState.CONFIGURING) {
            move(JobState.RUNNING);
        }
        if (event.getCommand() > command) {
            command = event.getCommand();
            fraction = 0;
        }
        if (event.getProgress().getStage().equals("running")) {
            fraction = event.getProgress().getFraction();
        } else if (event.hasDone()) {
            fraction = 1;
        }
        updates.add(job.number(), attempt, event);
    }

    /// Reached once all commands are done, whatever was heard of them.
    void readout() {
        run.readsOut();
        for (JobState next : new JobState[] {JobState.CONFIGURING, JobState.RUNNING, JobState.READOUT}) {
            if (state.compareTo(next) < 0) {
                move(next);
            }
        }
    }

    /// Not waited for: the worker goes on meanwhile.
    private void move(JobState to) {
        Runnable tell = () -> updates.changed(job.number(), false);
        moves.add(store.moving(job.key(), attempt, state, to, "", Dispatcher.SERVER, tell));
        state = to;
    }

    /// What a wafer has run for it so far, in seconds; of its last step only what was told.
    ///
    /// @param log that it carries out; without commands if it was not even read
    double hardwareSeconds(JobLog log) {
        return log.getCommandsCount() == 0 ? 0 : WaferTime.until(log, command, fraction);
    }

    /// What was noted of the states is on the disk.
    void settle() throws StoreException {
        readout();
        for (JobStore.Pending move : moves) {
            var _ = move.await();
        }
    }
}
