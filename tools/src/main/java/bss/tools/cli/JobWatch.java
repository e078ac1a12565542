package bss.tools.cli;

import bss.tools.job.JobException;
import bss.tools.job.client.QueueClient;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.JobUpdate;
import bss.tools.job.v1.Notice;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/// Shows what happens to a job until it has ended.
final class JobWatch {

    private final QueueClient client;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ProgressBar progress;
    private JobState shown = JobState.JOB_STATE_UNKNOWN;

    JobWatch(QueueClient client, CommandLine line) {
        this.client = client;
        out = line.getOut();
        err = line.getErr();
        progress = new ProgressBar(err);
    }

    /// Follows the job and prints how it ended.
    JobStatus untilEnd(String user, String job) throws JobException, InterruptedException {
        Interruption.leaves(
                "the job goes on: `bss-run watch %s` shows it, `bss-run cancel %s` ends it".formatted(job, job));
        JobStatus ended;
        try {
            ended = client.follow(user, job, this::heard);
        } finally {
            progress.done();
        }
        String reason = ended.getReason().isEmpty() ? "" : ": " + ended.getReason();
        out.printf("%s is %s after %s%s%n", job, ended.getState(), JobTexts.runTime(ended, 0), reason);
        if (ended.getPartial()) {
            out.printf("what was done until then is its result%n");
        }
        out.flush();
        return ended;
    }

    private void heard(FollowReply reply) {
        JobState state = reply.getStatus().getState();
        if (state != shown && waits(state)) {
            progress.at(state.name().toLowerCase(Locale.ROOT), 0);
        }
        shown = state;
        for (JobUpdate update : reply.getUpdatesList()) {
            heard(update.getEvent());
        }
    }

    private static boolean waits(JobState state) {
        return state == JobState.ACCEPTED || state == JobState.QUEUED || state == JobState.READOUT;
    }

    private void heard(Event event) {
        switch (event.getBodyCase()) {
            case PROGRESS ->
                progress.at(event.getProgress().getStage(), event.getProgress().getFraction());
            case NOTICE -> {
                progress.done();
                boolean warning = event.getNotice().getLevel() == Notice.Level.WARNING;
                err.println((warning ? "WARNING: " : "") + event.getNotice().getText());
            }
            // the status says so
            case DONE, FAILED, BODY_NOT_SET -> {}
        }
    }

    /// 0 if it is done.
    static int exitCode(JobStatus ended) {
        return ended.getState() == JobState.DONE ? 0 : Failure.FAILED;
    }
}
