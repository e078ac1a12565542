package bss.tools.job.client;

import bss.tools.job.JobException;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.v1.UploadRequest;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;

/// Submits a job, with its log or after it.
final class Submitting {

    /// The longest log that goes with its submission.
    static final int INLINE_BYTES = 1 << 20;

    private static final int PIECE_BYTES = 1 << 20;
    private static final int MOST_UPLOADS = 3;

    private final Calls calls;
    private final Duration patience;

    Submitting(Calls calls) {
        this.calls = calls;
        patience = calls.patience().calls();
    }

    JobStatus submit(SubmitRequest what, ByteString log) throws JobException, InterruptedException {
        if (log.size() <= INLINE_BYTES) {
            SubmitRequest request = what.toBuilder().setLog(log).build();
            return calls.ask(what.getJob(), patience, s -> s.submit(request));
        }
        ByteString sha256 = ByteString.copyFrom(
                Hashing.sha256().hashBytes(log.toByteArray()).asBytes());
        SubmitRequest request = what.toBuilder().setLogSha256(sha256).build();
        for (int uploads = 1; ; uploads++) {
            try {
                upload(what.getJob(), log, sha256);
                return calls.ask(what.getJob(), patience, s -> s.submit(request));
            } catch (JobException e) {
                // bytes that arrived damaged are forgotten, and so are those of a job whose answer got lost
                boolean gone = e.code() == Status.Code.FAILED_PRECONDITION || e.code() == Status.Code.INVALID_ARGUMENT;
                if (!gone || uploads == MOST_UPLOADS || have(what.getJob(), log, sha256) == log.size()) {
                    throw e;
                }
                calls.notice("sending the log of job '%s' again: %s".formatted(what.getJob(), e.getMessage()));
            }
        }
    }

    private void upload(String job, ByteString log, ByteString sha256) throws JobException, InterruptedException {
        long at = have(job, log, sha256);
        while (at < log.size()) {
            int from = (int) at;
            int to = Math.min(log.size(), from + PIECE_BYTES);
            at = send(job, log, sha256, from, to);
        }
    }

    private long have(String job, ByteString log, ByteString sha256) throws JobException, InterruptedException {
        return send(job, log, sha256, 0, 0);
    }

    /// @return up to where the server has the log
    private long send(String job, ByteString log, ByteString sha256, int from, int to)
            throws JobException, InterruptedException {
        UploadRequest piece = UploadRequest.newBuilder()
                .setSha256(sha256)
                .setSize(log.size())
                .setOffset(from)
                .setData(log.substring(from, to))
                .build();
        return calls.ask(job, patience, s -> s.upload(piece)).getOffset();
    }
}
