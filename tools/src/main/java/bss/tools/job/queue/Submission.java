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
import bss.tools.job.store.JobRecord;
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
import java.util.concurrent.locks.ReentrantLock;

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
    private final Underway underway = new Underway();
    private final ReentrantLock large = new ReentrantLock(true);

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
        Optional<Submitted> known;
        try {
            key = new JobKey(caller.user(), request.getJob());
            // before the limits are looked at, which may be others now, and before the upload: it is gone by then
            known = sha256.isEmpty() ? Optional.empty() : known(key, request, sha256);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
        Submitted submitted = known.isPresent() ? known.get() : keep(key, request, inline, sha256, actor);
        if (submitted.fresh()) {
            dispatcher.enqueue(submitted.job());
            updates.changed(submitted.job().number(), false);
        }
        if (!inline) {
            uploads.remove(caller.user(), request.getLogSha256());
        }
        return Statuses.of(submitted.job()).setKnown(!submitted.fresh()).build();
    }

    /// The job if it is there: what its submission leaves to the server, and which program sends it, need not
    /// be as they were.
    private Optional<Submitted> known(JobKey key, SubmitRequest request, String sha256) throws StoreException {
        Optional<JobSpec> former = store.job(key).map(JobRecord::spec);
        Limits now = usual;
        String client = request.getClient();
        if (former.isPresent()) {
            Limits then = former.get().limits();
            double wall = request.getWallLimitS();
            double hardware = request.getHardwareLimitS();
            now = new Limits(
                    wall == 0 ? then.wallSeconds() : wall,
                    hardware == 0 || hardware == then.hardwareSeconds()
                            ? then.hardwareSeconds()
                            : Math.min(hardware, usual.hardwareSeconds()),
                    then.storageBytes());
            client = former.get().client();
        }
        return store.known(key, spec(request, now, client), sha256);
    }

    private Submitted keep(JobKey key, SubmitRequest request, boolean inline, String sha256, Actor actor)
            throws JobException, StoreException, IOException {
        JobSpec spec;
        try {
            spec = spec(request);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s", String.valueOf(e.getMessage()));
        }
        Optional<Path> uploaded =
                inline ? Optional.empty() : Optional.of(uploads.complete(key.user(), request.getLogSha256()));
        long bytes = uploaded.isPresent()
                ? Files.size(uploaded.get())
                : request.getLog().size();
        double needed = uploaded.isPresent() ? needed(spec, uploaded.get()) : needed(spec, request.getLog());
        try (Underway.Hold hold = underway.hold(key.user(), bytes, needed)) {
            requireQuota(key.user(), spec, bytes, needed, hold.others());
            return uploaded.isPresent()
                    ? store.submit(key, spec, uploaded.get(), sha256, needed, actor)
                    : store.submit(key, spec, request.getLog().toByteArray(), sha256, needed, actor);
        }
    }

    /// One at a time: a log takes about twice its length of memory while it is looked at.
    private double needed(JobSpec spec, Path uploaded) throws JobException, IOException {
        large.lock();
        try {
            return needed(spec, UnsafeByteOperations.unsafeWrap(Files.readAllBytes(uploaded)));
        } finally {
            large.unlock();
        }
    }

    private JobSpec spec(SubmitRequest request) {
        double wall = request.getWallLimitS() == 0 ? usual.wallSeconds() : request.getWallLimitS();
        double hardware = request.getHardwareLimitS() == 0 ? usual.hardwareSeconds() : request.getHardwareLimitS();
        if (!(wall <= usual.wallSeconds())) {
            throw new IllegalArgumentException(
                    "wall_limit_s is %s, must be at most %s".formatted(wall, usual.wallSeconds()));
        }
        Limits limits = new Limits(wall, Math.min(hardware, usual.hardwareSeconds()), usual.storageBytes());
        return spec(request, limits, request.getClient());
    }

    private static JobSpec spec(SubmitRequest request, Limits limits, String client) {
        return new JobSpec(
                request.getTitle(), request.getPriority(), !request.getOnce(), request.getFpgasList(), limits, client);
    }

    /// What the job needs of a wafer's time, if it makes sense here.
    private double needed(JobSpec spec, ByteString payload) throws JobException {
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
        return needed;
    }

    private void requireQuota(String user, JobSpec spec, long bytes, double needed, Underway.Sum others)
            throws JobException, StoreException {
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
                        usage.queued() + others.jobs(),
                        usage.storedBytes() + others.bytes(),
                        hardware.todaySeconds() + hardware.promisedSeconds() + others.seconds(),
                        hardware.dayEndsMs()),
                new Quotas.JobRequest(bytes, needed, 0, spec.fpgas().size()));
        if (refusal.isPresent()) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED, "quota " + refusal.get().message(clock.millis()));
        }
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
