package bss.tools.job.client;

import bss.tools.job.JobException;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.GetQuotaRequest;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobState;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Quota;
import bss.tools.job.v1.SubmitRequest;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// A user at a shared server of jobs.
///
/// Every call is made again while its answer gets lost, which neither loses a job nor runs it twice. What the server
/// refuses, and that it stays silent, is a [JobException] whose message names the server, the job and what to do. Not
/// for several threads at a time.
public final class QueueClient implements AutoCloseable {

    /// Jobs of a page.
    private static final int PAGE = 1_000;

    private final Calls calls;

    private QueueClient(Calls calls) {
        this.calls = calls;
    }

    /// Prepares connections; the first call makes one.
    ///
    /// @param notices for the user to read, such as that there is no answer yet
    /// @throws IOException if a file of certificates cannot be used
    public static QueueClient to(Connection server, Patience patience, Consumer<String> notices) throws IOException {
        return new QueueClient(new Calls(server, patience, notices));
    }

    public ServerAddress server() {
        return calls.server();
    }

    /// Submits a job: the same again is the same job, and says [JobStatus#getKnown].
    ///
    /// @param what everything but the log
    /// @param log a serialised `bss.v1.JobLog`; long ones are uploaded first, in pieces
    public JobStatus submit(SubmitRequest what, ByteString log) throws JobException, InterruptedException {
        return new Submitting(calls).submit(what, log);
    }

    /// The newest jobs of a user, newest first.
    ///
    /// @param user empty: the caller
    /// @param states empty: all
    /// @param most at least 1
    public List<JobStatus> jobs(String user, Set<JobState> states, int most) throws JobException, InterruptedException {
        List<JobStatus> all = new ArrayList<>();
        long before = 0;
        while (all.size() < most) {
            int limit = Math.min(PAGE, most - all.size());
            ListJobsRequest request = ListJobsRequest.newBuilder()
                    .setUser(user)
                    .addAllStates(states)
                    .setLimit(limit)
                    .setBefore(before)
                    .build();
            List<JobStatus> page = calls.ask("", calls.patience().calls(), s -> s.listJobs(request))
                    .getJobsList();
            all.addAll(page);
            if (page.size() < limit) {
                break;
            }
            before = page.getLast().getNumber();
        }
        return all;
    }

    /// How a job stands, with its progress.
    ///
    /// @param user whose; empty: the caller's
    public JobStatus status(String user, String job) throws JobException, InterruptedException {
        return calls.ask(job, calls.patience().calls(), s -> s.getStatus(named(user, job)));
    }

    /// One that waits is cancelled at once, one that runs within seconds.
    public JobStatus cancel(String user, String job) throws JobException, InterruptedException {
        return calls.ask(job, calls.patience().calls(), s -> s.cancel(named(user, job)));
    }

    /// Deletes one that has ended, with its result.
    public void delete(String job) throws JobException, InterruptedException {
        int[] tries = {0};
        try {
            var _ = calls.ask(job, calls.patience().calls(), s -> {
                tries[0]++;
                return s.delete(named("", job));
            });
        } catch (JobException e) {
            // the answer to an earlier try was lost
            if (e.code() != Status.Code.NOT_FOUND || tries[0] == 1) {
                throw e;
            }
        }
    }

    /// What a user has, and may have.
    ///
    /// @param user whose; empty: the caller's
    public Quota quota(String user) throws JobException, InterruptedException {
        GetQuotaRequest request = GetQuotaRequest.newBuilder().setUser(user).build();
        return calls.ask("", calls.patience().calls(), s -> s.getQuota(request));
    }

    /// Follows a job until it has ended, through restarts of the server.
    ///
    /// @param heard news, and how the job stands; each update once
    public JobStatus follow(String user, String job, Consumer<FollowReply> heard)
            throws JobException, InterruptedException {
        return new Following(calls, user, job).untilEnd(heard);
    }

    /// Fetches a result, or a log, into a file; goes on with what is there of it already, and compares SHA-256.
    ///
    /// @param job as the server says it stands
    /// @param part to fill; another process may not
    /// @param progress 0 to 1
    /// @throws IOException if the file cannot be written
    public void download(JobStatus job, DownloadRequest.What what, Path part, DoubleConsumer progress)
            throws JobException, IOException, InterruptedException {
        new Downloading(calls, job, what, progress).into(part);
    }

    /// Whether a job has come to its end.
    public static boolean ended(JobState state) {
        return switch (state) {
            case DONE, FAILED, CANCELLED, TIMED_OUT, INTERRUPTED -> true;
            case JOB_STATE_UNKNOWN, ACCEPTED, QUEUED, LEASED, CONFIGURING, RUNNING, READOUT, UNRECOGNIZED -> false;
        };
    }

    private static JobRequest named(String user, String job) {
        return JobRequest.newBuilder().setUser(user).setJob(job).build();
    }

    /// Gives the connections up.
    @Override
    public void close() {
        calls.close();
    }
}
