package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.access.Principal;
import bss.tools.job.access.Rules;
import bss.tools.job.store.Actor;
import bss.tools.job.store.JobFilter;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.StoreException;
import bss.tools.job.v1.DeleteReply;
import bss.tools.job.v1.DownloadReply;
import bss.tools.job.v1.DownloadRequest;
import bss.tools.job.v1.FollowReply;
import bss.tools.job.v1.FollowRequest;
import bss.tools.job.v1.GetQuotaRequest;
import bss.tools.job.v1.JobQueueGrpc;
import bss.tools.job.v1.JobRequest;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.ListJobsReply;
import bss.tools.job.v1.ListJobsRequest;
import bss.tools.job.v1.Quota;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadReply;
import bss.tools.job.v1.UploadRequest;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// `bss.v1.JobQueue`: every error that a client sees is a status with one message.
final class QueueService extends JobQueueGrpc.JobQueueImplBase {

    private static final long FOLLOW_MS = 30_000;
    private static final int DOWNLOAD_BYTES = 256 << 10;
    private static final int MOST_DOWNLOAD_BYTES = 1 << 20;
    private static final int LIST = 100;

    private final JobStore store;
    private final Submission submission;
    private final Uploads uploads;
    private final Dispatcher dispatcher;
    private final Updates updates;
    private final Callers callers;
    private final Answers answers;

    QueueService(
            JobStore store,
            Submission submission,
            Uploads uploads,
            Dispatcher dispatcher,
            Updates updates,
            Callers callers,
            Answers answers) {
        this.store = store;
        this.submission = submission;
        this.uploads = uploads;
        this.dispatcher = dispatcher;
        this.updates = updates;
        this.callers = callers;
        this.answers = answers;
    }

    private <T extends MessageLite> void answer(StreamObserver<T> client, Answers.Answer<T> answer) {
        answers.give(client, answer);
    }

    @Override
    public void upload(UploadRequest request, StreamObserver<UploadReply> client) {
        answer(client, () -> {
            callers.require("Upload", null);
            if (!request.getData().isEmpty()) {
                store.requireRoom();
            }
            try {
                long offset = uploads.add(
                        callers.caller().user(),
                        request.getSha256(),
                        request.getSize(),
                        request.getOffset(),
                        request.getData());
                return UploadReply.newBuilder().setOffset(offset).build();
            } catch (IOException e) {
                throw store.failure("the upload", e);
            }
        });
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<JobStatus> client) {
        answer(client, () -> {
            callers.require("Submit", null);
            return submission.submit(callers.caller(), callers.actor(), request);
        });
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsReply> client) {
        answer(client, () -> {
            String user = callers.user("ListJobs", request.getUser());
            Set<JobState> states = EnumSet.noneOf(JobState.class);
            for (bss.tools.job.v1.JobState state : request.getStatesList()) {
                if (state == bss.tools.job.v1.JobState.JOB_STATE_UNKNOWN
                        || state == bss.tools.job.v1.JobState.UNRECOGNIZED) {
                    throw JobException.invalid("states: %s is no state of a job", state);
                }
                states.add(JobState.valueOf(state.name()));
            }
            long before = request.getBefore() == 0 ? Long.MAX_VALUE : request.getBefore();
            int limit = request.getLimit() == 0 ? LIST : request.getLimit();
            JobFilter filter;
            try {
                filter = new JobFilter(states, limit, before);
            } catch (IllegalArgumentException e) {
                throw JobException.invalid("%s", String.valueOf(e.getMessage()));
            }
            ListJobsReply.Builder reply = ListJobsReply.newBuilder();
            store.jobs(user, filter).forEach(job -> reply.addJobs(Statuses.of(job)));
            return reply.build();
        });
    }

    @Override
    public void getStatus(JobRequest request, StreamObserver<JobStatus> client) {
        answer(client, () -> status(job("GetStatus", request.getUser(), request.getJob())));
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<FollowReply> client) {
        answers.later(client, () -> {
            // before the state is read: what happens in between is not waited for
            JobRecord asked = job("Follow", request.getUser(), request.getJob());
            long known = updates.changes(asked.number());
            JobRecord job = known(asked.key());
            boolean news = job.state().isEnd()
                    || !updates.after(job.number(), request.getAfter()).isEmpty();
            return new Answers.Later<>(
                    news ? Optional.empty() : Optional.of(() -> updates.next(job.number(), known, FOLLOW_MS)),
                    () -> followed(job.key(), request));
        });
    }

    private FollowReply followed(JobKey key, FollowRequest request) throws JobException, StoreException {
        JobRecord job = known(key);
        return FollowReply.newBuilder()
                .addAllUpdates(updates.after(job.number(), request.getAfter()))
                .setStatus(status(job))
                .build();
    }

    @Override
    public void cancel(JobRequest request, StreamObserver<JobStatus> client) {
        answer(client, () -> {
            JobRecord job = job("Cancel", request.getUser(), request.getJob());
            if (!job.state().isEnd()) {
                Actor actor = callers.actor();
                store.askCancel(job.key(), actor);
                dispatcher.forget(job.number());
                dispatcher.stop(job.number(), JobState.CANCELLED, "cancelled by " + actor.name());
                updates.changed(job.number(), known(job.key()).state().isEnd());
            }
            return status(known(job.key()));
        });
    }

    @Override
    public void download(DownloadRequest request, StreamObserver<DownloadReply> client) {
        answer(client, () -> {
            JobRecord job = job("Download", request.getUser(), request.getJob());
            boolean log = request.getWhat() == DownloadRequest.What.LOG;
            if (!log && !job.hasResult()) {
                throw JobException.refused(
                        "job '%s' is %s and has no result: only what is DONE has one, or TIMED_OUT while it ran",
                        job.key(), job.state());
            }
            long size = log ? job.payloadBytes() : job.resultBytes();
            int length = request.getLength() == 0 ? DOWNLOAD_BYTES : request.getLength();
            if (length < 0 || length > MOST_DOWNLOAD_BYTES) {
                throw JobException.invalid("length is %d, must be 0 to %d", length, MOST_DOWNLOAD_BYTES);
            }
            if (request.getOffset() < 0 || request.getOffset() > size) {
                throw JobException.invalid("offset is %d, must be 0 to %d, where it ends", request.getOffset(), size);
            }
            answers.expect((int) Math.min(length, size - request.getOffset()));
            byte[] data;
            try (InputStream in = log ? store.payload(job.key()) : store.result(job.key())) {
                in.skipNBytes(request.getOffset());
                data = in.readNBytes(length);
            }
            return DownloadReply.newBuilder()
                    .setData(UnsafeByteOperations.unsafeWrap(data))
                    .setSize(size)
                    .setSha256(Statuses.bytes(log ? job.sha256() : job.resultSha256()))
                    .build();
        });
    }

    @Override
    public void delete(JobRequest request, StreamObserver<DeleteReply> client) {
        answer(client, () -> {
            JobRecord job = job("Delete", request.getUser(), request.getJob());
            if (!job.state().isEnd()) {
                throw JobException.refused(
                        "job '%s' is %s, must have ended to be deleted; cancel it first", job.key(), job.state());
            }
            store.delete(job.key(), callers.actor());
            return DeleteReply.getDefaultInstance();
        });
    }

    @Override
    public void getQuota(GetQuotaRequest request, StreamObserver<Quota> client) {
        answer(client, () -> submission.quota(callers.user("GetQuota", request.getUser())));
    }

    private JobStatus status(JobRecord job) {
        return Statuses.of(job)
                .addAllStages(updates.stages(job.number(), job.attempt()))
                .build();
    }

    private JobRecord known(JobKey key) throws JobException, StoreException {
        return store.job(key).orElseThrow(QueueService::noSuchJob);
    }

    /// A job that the caller may name in a method.
    private JobRecord job(String method, String user, String id) throws JobException, StoreException {
        Principal caller = callers.caller();
        JobKey key;
        try {
            key = new JobKey(user.isEmpty() ? caller.user() : user, id);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
        JobRecord job = store.job(key).orElse(null);
        callers.require(method, job == null ? null : key.user());
        if (job == null) {
            throw noSuchJob();
        }
        return job;
    }

    private static JobException noSuchJob() {
        var none = Rules.noSuchJob();
        return new JobException(none.code(), none.message());
    }
}
