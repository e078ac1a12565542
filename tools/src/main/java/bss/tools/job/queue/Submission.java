package bss.tools.job.queue;

import bss.spec.coord.FpgaOnWafer;
import bss.tools.job.JobException;
import bss.tools.job.access.Accounts;
import bss.tools.job.access.Principal;
import bss.tools.job.access.UserQuotas;
import bss.tools.job.schedule.Quotas;
import bss.tools.job.schedule.Quotas.Refusal;
import bss.tools.job.store.Actor;
import bss.tools.job.store.HardwareUse;
import bss.tools.job.store.JobKey;
import bss.tools.job.store.JobSpec;
import bss.tools.job.store.JobStore;
import bss.tools.job.store.Limits;
import bss.tools.job.store.StoreException;
import bss.tools.job.store.Submitted;
import bss.tools.job.store.Usage;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Quota;
import bss.tools.job.v1.SubmitRequest;
import bss.tools.job.worker.WaferTime;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
    private final boolean sharedWafer;
    private final InstantSource clock;

    /// @param usual limits of jobs that name none, and the most that they may name
    /// @param sharedWafer the jobs share a wafer: those that run on it must say where
    Submission(
            JobStore store,
            Accounts accounts,
            Uploads uploads,
            Dispatcher dispatcher,
            Updates updates,
            Limits usual,
            boolean sharedWafer,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.uploads = uploads;
        this.dispatcher = dispatcher;
        this.updates = updates;
        this.usual = usual;
        this.sharedWafer = sharedWafer;
        this.clock = clock;
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
        String announced = HexFormat.of().formatHex(request.getLogSha256().toByteArray());
        String sha256 = inline
                ? Hashing.sha256()
                        .hashBytes(request.getLog().asReadOnlyByteBuffer())
                        .toString()
                : announced;
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
        // before the upload is looked for: it is gone once there is the job
        Optional<Submitted> known = sha256.isEmpty() ? Optional.empty() : store.known(key, spec, sha256);
        Submitted submitted = known.isPresent() ? known.get() : keep(key, spec, request, inline, sha256, actor);
        if (submitted.fresh()) {
            dispatcher.enqueue(submitted.job());
            updates.changed(submitted.job().number(), false);
        }
        if (!inline) {
            uploads.remove(caller.user(), request.getLogSha256());
        }
        return Statuses.of(submitted.job()).setKnown(!submitted.fresh()).build();
    }

    private Submitted keep(JobKey key, JobSpec spec, SubmitRequest request, boolean inline, String sha256, Actor actor)
            throws JobException, StoreException, IOException {
        if (inline) {
            double needed = check(key.user(), spec, request.getLog());
            return store.submit(key, spec, request.getLog().toByteArray(), sha256, needed, actor);
        }
        Path uploaded = uploads.complete(key.user(), request.getLogSha256());
        double needed = check(key.user(), spec, UnsafeByteOperations.unsafeWrap(Files.readAllBytes(uploaded)));
        return store.submit(key, spec, uploaded, sha256, needed, actor);
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

    /// What the job needs of a wafer's time, if its user may have that.
    private double check(String user, JobSpec spec, ByteString payload) throws JobException, StoreException {
        JobLog log = JobLogs.parse(payload);
        if (sharedWafer && spec.fpgas().isEmpty() && onWafer(log)) {
            throw JobException.invalid(
                    "fpgas is empty: the jobs of this server share a wafer, and one of engine EMULATOR must name the FPGAs"
                            + " (0 to %d) that it is to have to itself",
                    FpgaOnWafer.COUNT - 1);
        }
        double needed = WaferTime.seconds(log);
        if (needed > spec.limits().hardwareSeconds()) {
            throw JobException.invalid(
                    "the job needs %.6f s of hardware time, its limit is %.6f s",
                    needed, spec.limits().hardwareSeconds());
        }
        Usage usage = store.usage(user);
        HardwareUse hardware = store.hardware(user);
        UserQuotas own = accounts.quotas(user);
        Quotas quotas = new Quotas(
                own.queued(),
                own.running(),
                own.storedBytes(),
                own.hardwareSecondsPerDay(),
                (long) Math.ceil(usual.wallSeconds()),
                FpgaOnWafer.COUNT);
        Optional<Refusal> refusal = quotas.check(
                new Quotas.Usage(
                        usage.queued(),
                        usage.storedBytes(),
                        hardware.todaySeconds() + hardware.promisedSeconds(),
                        hardware.dayEndsMs()),
                new Quotas.JobRequest(payload.size(), needed, 0, spec.fpgas().size()));
        if (refusal.isPresent()) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED, "quota " + refusal.get().message(clock.millis()));
        }
        return needed;
    }

    private static boolean onWafer(JobLog log) {
        return log.getCommandsList().stream()
                .anyMatch(c -> c.hasBuild() && c.getBuild().getOptions().getEngine() == Options.Engine.EMULATOR);
    }

    /// What a user has and may have.
    Quota quota(String user) throws StoreException {
        Usage usage = store.usage(user);
        UserQuotas most = accounts.quotas(user);
        HardwareUse hardware = store.hardware(user);
        return Quota.newBuilder()
                .setQueued(usage.queued())
                .setQueuedLimit(most.queued())
                .setRunning(usage.running())
                .setRunningLimit(most.running())
                .setStoredBytes(usage.storedBytes())
                .setStoredBytesLimit(most.storedBytes())
                .setHardwareSeconds(hardware.todaySeconds() + hardware.promisedSeconds())
                .setHardwareSecondsLimit(most.hardwareSecondsPerDay())
                .build();
    }
}
