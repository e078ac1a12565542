package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.access.Accounts;
import bss.tools.job.access.Principal;
import bss.tools.job.access.User;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.schedule.Quotas;
import bss.tools.job.schedule.Quotas.Refusal;
import bss.tools.job.store.Actor;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.store.StoreException;
import bss.tools.job.store.Submitted;
import bss.tools.job.store.Usage;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Quota;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.worker.WaferTime;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/// Takes jobs: checks what can be told before they run, then keeps them.
final class Submission {

    /// The longest log that comes with its submission.
    static final int INLINE_BYTES = 1 << 20;

    private final JobStore store;
    private final Accounts accounts;
    private final Uploads uploads;
    private final Dispatcher dispatcher;
    private final Updates updates;
    private final Limits usual;

    /// @param usual limits of jobs that name none, and the most that they may name
    Submission(
            JobStore store, Accounts accounts, Uploads uploads, Dispatcher dispatcher, Updates updates, Limits usual) {
        this.store = store;
        this.accounts = accounts;
        this.uploads = uploads;
        this.dispatcher = dispatcher;
        this.updates = updates;
        this.usual = usual;
    }

    /// Keeps a job, which waits from then on; the same job again is the same job.
    JobStatus submit(Principal caller, Actor actor, SubmitRequest request)
            throws JobException, StoreException, IOException {
        if (request.getLog().size() > INLINE_BYTES) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "log has %d bytes, more than %d must be uploaded first"
                            .formatted(request.getLog().size(), INLINE_BYTES));
        }
        boolean inline = !request.getLog().isEmpty();
        Path uploaded = inline ? null : uploads.complete(caller.user(), request.getLogSha256());
        ByteString payload = uploaded == null ? request.getLog() : ByteString.copyFrom(Files.readAllBytes(uploaded));
        String announced = HexFormat.of().formatHex(request.getLogSha256().toByteArray());
        // what was uploaded has been compared
        String sha256 =
                inline ? Hashing.sha256().hashBytes(payload.toByteArray()).toString() : announced;
        if (!announced.isEmpty() && !sha256.equals(announced)) {
            throw JobException.invalid("log_sha256 is not that of log, which is %s", sha256);
        }
        JobKey key;
        JobSpec spec;
        try {
            key = new JobKey(caller.user(), request.getJob());
            spec = spec(request);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
        if (store.job(key).isEmpty()) {
            check(caller.user(), spec, JobLogs.parse(payload), payload.size());
        }
        Submitted submitted = uploaded == null
                ? store.submit(key, spec, payload.toByteArray(), sha256, actor)
                : store.submit(key, spec, uploaded, sha256, actor);
        if (submitted.fresh()) {
            dispatcher.enqueue(submitted.job());
            updates.changed(submitted.job().number(), false);
        }
        if (uploaded != null) {
            uploads.remove(caller.user(), request.getLogSha256());
        }
        return Statuses.of(submitted.job()).setKnown(!submitted.fresh()).build();
    }

    private JobSpec spec(SubmitRequest request) {
        double wall = request.getWallLimitS() == 0 ? usual.wallSeconds() : request.getWallLimitS();
        double hardware = request.getHardwareLimitS() == 0 ? usual.hardwareSeconds() : request.getHardwareLimitS();
        if (!(wall <= usual.wallSeconds())) {
            throw new IllegalArgumentException(
                    "wall_limit_s is %s, must be at most %s".formatted(wall, usual.wallSeconds()));
        }
        return new JobSpec(
                request.getTitle(),
                request.getPriority(),
                !request.getOnce(),
                request.getFpgasList(),
                new Limits(wall, Math.min(hardware, usual.hardwareSeconds()), usual.storageBytes()),
                request.getClient());
    }

    private void check(String user, JobSpec spec, JobLog log, long bytes) throws JobException, StoreException {
        double needed = WaferTime.seconds(log);
        if (needed > spec.limits().hardwareSeconds()) {
            throw JobException.invalid(
                    "the job needs %.6f s of hardware time, its limit is %.6f s",
                    needed, spec.limits().hardwareSeconds());
        }
        Usage usage = store.usage(user);
        UserQuotas own = quotas(user);
        Quotas quotas = new Quotas(
                own.queued(),
                own.running(),
                own.storedBytes(),
                (long) own.hardwareSecondsPerDay(),
                (long) Math.ceil(usual.wallSeconds()),
                48);
        Optional<Refusal> refusal = quotas.check(
                new Quotas.Usage(usage.queued(), usage.storedBytes(), 0, Long.MAX_VALUE),
                new Quotas.JobRequest(bytes, 0, 0, spec.fpgas().size()));
        if (refusal.isPresent()) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED, "quota " + refusal.get().message(0));
        }
    }

    private UserQuotas quotas(String user) {
        return accounts.list().stream()
                .filter(u -> u.name().equals(user))
                .map(User::quotas)
                .findFirst()
                .orElse(UserQuotas.DEFAULTS);
    }

    /// What a user has and may have.
    Quota quota(String user) throws StoreException {
        Usage usage = store.usage(user);
        UserQuotas most = quotas(user);
        return Quota.newBuilder()
                .setQueued(usage.queued())
                .setQueuedLimit(most.queued())
                .setRunning(usage.running())
                .setRunningLimit(most.running())
                .setStoredBytes(usage.storedBytes())
                .setStoredBytesLimit(most.storedBytes())
                .setHardwareSeconds(usage.hardwareSeconds())
                .setHardwareSecondsLimit(most.hardwareSecondsPerDay())
                .build();
    }
}
