package bss.tools.job.queue;

import bss.tools.job.store.JobRecord;
import bss.tools.job.store.JobState;
import bss.tools.job.v1.JobStatus;
import com.google.protobuf.ByteString;
import java.util.HexFormat;

/// Jobs of the store as clients see them.
final class Statuses {

    private Statuses() {}

    static JobStatus.Builder of(JobRecord job) {
        // the store keeps what the clock said, which may have been set back meanwhile
        long started = job.startedMs() == 0 ? 0 : Math.max(job.startedMs(), job.submittedMs());
        long ended = job.endedMs() == 0 ? 0 : Math.max(job.endedMs(), Math.max(started, job.submittedMs()));
        return JobStatus.newBuilder()
                .setUser(job.key().user())
                .setJob(job.key().id())
                .setNumber(job.number())
                .setState(state(job.state()))
                .setAttempt(job.attempt())
                .setReason(job.reason())
                .setTitle(job.spec().title())
                .setPriority(job.spec().priority())
                .setSubmittedMs(job.submittedMs())
                .setStartedMs(started)
                .setEndedMs(ended)
                .setLogSha256(bytes(job.sha256()))
                .setResultBytes(job.resultBytes())
                .setResultSha256(bytes(job.resultSha256()))
                .setHardwareSeconds(job.hardwareSeconds())
                .setPartial(job.hasResult() && job.state() == JobState.TIMED_OUT)
                .addAllFpgas(job.spec().fpgas())
                .setCancelling(job.cancelAsked() && !job.state().isEnd());
    }

    static bss.tools.job.v1.JobState state(JobState state) {
        return bss.tools.job.v1.JobState.valueOf(state.name());
    }

    static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
