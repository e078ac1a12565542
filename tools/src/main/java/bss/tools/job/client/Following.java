package bss.tools.job.client;

import bss.tools.job.JobException;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.JobUpdate;
import java.util.function.Consumer;

/// Follows a job. A server that was started again counts its updates from the beginning, but gives a job that it runs
/// again another attempt: by both an update is known.
final class Following {

    private final Calls calls;
    private final String user;
    private final String job;
    private int attempt;
    private long place;

    Following(Calls calls, String user, String job) {
        this.calls = calls;
        this.user = user;
        this.job = job;
    }

    JobStatus untilEnd(Consumer<FollowReply> heard) throws JobException, InterruptedException {
        long after = 0;
        int known = 0;
        while (true) {
            FollowRequest request = FollowRequest.newBuilder()
                    .setUser(user)
                    .setJob(job)
                    .setAfter(after)
                    .build();
            Calls.Answer<FollowReply> answer =
                    calls.answer(job, calls.patience().transfers(), s -> s.follow(request));
            FollowReply reply = answer.value();
            heard.accept(fresh(reply));
            JobStatus status = reply.getStatus();
            if (QueueClient.ended(status.getState())) {
                return status;
            }
            if (answer.tries() > 1 || (status.getAttempt() != known && after > 0)) {
                after = 0;
            } else if (reply.getUpdatesCount() > 0) {
                after = reply.getUpdates(reply.getUpdatesCount() - 1).getPlace();
            }
            known = status.getAttempt();
        }
    }

    private FollowReply fresh(FollowReply reply) {
        FollowReply.Builder fresh = reply.toBuilder().clearUpdates();
        for (JobUpdate update : reply.getUpdatesList()) {
            boolean later = update.getAttempt() > attempt;
            if (later || (update.getAttempt() == attempt && update.getPlace() > place)) {
                fresh.addUpdates(update);
                attempt = update.getAttempt();
                place = update.getPlace();
            }
        }
        return fresh.build();
    }
}
