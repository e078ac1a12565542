package bss.tools.job.store;

import bss.tools.job.store.StoreException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Jobs that survive the end of the server, however that comes.
///
/// One folder holds `jobs.db` (SQLite), `payloads/<number>` of payloads above 64 KiB, `results/<number>.<attempt>`,
/// `staging/` for results while they are written, `reserve` and `lock`. What a method has changed is on the disk
/// when it returns. A worker acts under the number of its attempt: one that was given up changes nothing any more.
///
/// For any number of threads. Every method throws [StoreException] with BROKEN if the disk fails, and those that
/// change something with STORAGE_FULL if it is full. Whatever has an attempt returns false if the job was deleted.
public final class JobStore implements AutoCloseable {

    /// Payloads up to this length lie in the database, in bytes.
    static final int ROW_BYTES = 1 << 16;

    private static final int LOCKS = 64;

    /// States that only other methods than `move` lead to.
    private static final Set<JobState> NOT_BY_MOVE =
            Collections.unmodifiableSet(EnumSet.of(JobState.QUEUED, JobState.LEASED, JobState.DONE));

    private final DataFolder folder;
    private final Reserve reserve;
    private final Opened opened;
    private final Changes changes;
    private final AtomicLong numbers;
    private final long firstNumber;

    /// One at a time commits a result of a job, or the loser would remove the winner's file.
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    private JobStore(DataFolder folder, Reserve reserve, Opened opened, InstantSource clock)
            throws IOException, StoreException {
        this.folder = folder;
        this.reserve = reserve;
        this.opened = opened;
        changes = new Changes(clock);
        firstNumber = Math.max(opened.readers().call(Jobs::nextNumber), Strays.aboveAllFiles(folder));
        numbers = new AtomicLong(firstNumber);
    }

    /// Opens the store in a folder, which is made if need be.
    ///
    /// @throws StoreException with LOCKED if another server has it, NEWER_SCHEMA if a newer version of this program
    ///     wrote it, STORAGE_FULL if there is not even room to open it, BROKEN if it is damaged
    public static JobStore open(Path data, InstantSource clock, CrashPoints crash) throws StoreException {
        return open(data, clock, crash, Reserve::bytesFor);
    }

    /// As above, with another length of the reserve for when the disk is full than 16 MiB or an eighth of the disk.
    public static JobStore open(Path data, InstantSource clock, CrashPoints crash, long reserveBytes)
            throws StoreException {
        return open(data, clock, crash, _ -> reserveBytes);
    }

    private interface ReserveLength {
        long bytes(Path data) throws IOException, StoreException;
    }

    private static JobStore open(Path data, InstantSource clock, CrashPoints crash, ReserveLength length)
            throws StoreException {
        long reserveBytes;
        DataLock lock;
        try {
            DataFolder.make(data);
            reserveBytes = length.bytes(data);
            lock = DataLock.of(data);
        } catch (IOException e) {
            throw broken("the folder %s cannot be used: %s".formatted(data, e), e);
        }
        Opened opened = null;
        try {
            DataFolder folder = DataFolder.of(data, crash);
            Reserve reserve = new Reserve(folder.reserve(), reserveBytes, crash);
            opened = Opened.open(folder, lock, reserve, crash);
            return new JobStore(folder, reserve, opened, clock);
        } catch (IOException e) {
            Opened.close(opened == null ? lock : opened);
            throw broken("the folder %s cannot be used: %s".formatted(data, e), e);
        } catch (StoreException | RuntimeException e) {
            Opened.close(opened == null ? lock : opened);
            throw e;
        }
    }

    /// Keeps a job and puts it in the queue. The same job again is answered as it is by then.
    ///
    /// @param sha256 of the payload, in lower-case hexadecimal
    /// @throws StoreException with CONFLICT if the key has another payload or specification, or was deleted;
    ///     STORAGE_FULL; BROKEN if the payload has another hash
    public Submitted submit(JobKey key, JobSpec spec, byte[] payload, String sha256, Actor actor)
            throws StoreException {
        return submit(key, spec, payload, sha256, 0, actor);
    }

    /// As above, of a job that will take so many seconds of a wafer, 0 and above.
    public Submitted submit(JobKey key, JobSpec spec, byte[] payload, String sha256, double hardwareNeeded, Actor actor)
            throws StoreException {
        return submit(
                key, spec, payload.length, () -> new ByteArrayInputStream(payload), sha256, hardwareNeeded, actor);
    }

    /// As above, with a payload in a file. It is copied, and must not change meanwhile.
    public Submitted submit(JobKey key, JobSpec spec, Path payload, String sha256, Actor actor) throws StoreException {
        return submit(key, spec, payload, sha256, 0, actor);
    }

    /// As above, of a job that will take so many seconds of a wafer, 0 and above.
    public Submitted submit(JobKey key, JobSpec spec, Path payload, String sha256, double hardwareNeeded, Actor actor)
            throws StoreException {
        long bytes;
        try {
            bytes = Files.size(payload);
        } catch (IOException e) {
            throw broken("the payload of '%s' cannot be read: %s".formatted(key, e), e);
        }
        return submit(key, spec, bytes, () -> Files.newInputStream(payload), sha256, hardwareNeeded, actor);
    }

    private interface Source {
        InputStream open() throws IOException;
    }

    /// The job if it is there already.
    ///
    /// @throws StoreException with CONFLICT if the key has another payload or specification, or was deleted
    public Optional<Submitted> known(JobKey key, JobSpec spec, String sha256) throws StoreException {
        return opened.readers().call(db -> Changes.known(db, key, spec, sha256));
    }

    private Submitted submit(
            JobKey key, JobSpec spec, long bytes, Source payload, String sha256, double hardwareNeeded, Actor actor)
            throws StoreException {
        Sha256.require("payload", sha256);
        Optional<Submitted> known = known(key, spec, sha256);
        if (known.isPresent()) {
            return known.get();
        }
        requireRoom();
        long number = numbers.getAndIncrement();
        boolean inFile = bytes > ROW_BYTES;
        boolean keep = false;
        try {
            String what = "the payload of '%s'".formatted(key);
            Optional<byte[]> inRow = Optional.empty();
            try (InputStream in = payload.open()) {
                if (inFile) {
                    Sha256.requireSame(what, sha256, folder.keepPayload(number, in));
                } else {
                    byte[] read = in.readAllBytes();
                    Sha256.requireSame(what, sha256, Sha256.of(read));
                    inRow = Optional.of(read);
                }
            } catch (IOException e) {
                throw reserve.failure(what, e);
            }
            Optional<byte[]> row = inRow;
            keep = true;
            Submitted submitted = opened.writer()
                    .call(true, db -> changes.submit(db, key, number, spec, sha256, bytes, row, hardwareNeeded, actor));
            keep = submitted.fresh();
            return submitted;
        } catch (StoreException e) {
            // if the disk failed the row may still be there after a restart, and then needs its file
            keep &= e.kind() == Kind.BROKEN;
            throw e;
        } finally {
            if (inFile && !keep) {
                DataFolder.remove(folder.payload(number));
            }
        }
    }

    /// Refuses while the disk is too full for new jobs.
    ///
    /// @throws StoreException with STORAGE_FULL, whose message says how much room is needed
    public void requireRoom() throws StoreException {
        if (!reserve.isThere()) {
            opened.writer().compact();
            reserve.require();
        }
    }

    /// What a failure to write a file of this store means: STORAGE_FULL if its disk is full, else BROKEN.
    ///
    /// @param what could not be written, for people
    public StoreException failure(String what, IOException e) {
        return reserve.isFull(e)
                ? reserve.full(e)
                : new StoreException(Kind.BROKEN, "%s cannot be written: %s".formatted(what, e.getMessage()), e);
    }

    /// Shows that jobs can be kept now, by a write; has the reserve back if there is room again.
    ///
    /// @throws StoreException with STORAGE_FULL
    public void requireWritable() throws StoreException {
        requireRoom();
        var _ = opened.writer().call(true, db -> {
            Schema.touch(db);
            return true;
        });
    }

    /// Waits until what was asked for before is decided.
    public void requireAnswer() throws StoreException {
        var _ = opened.writer().call(false, _ -> true);
    }

    /// Whether the reserve is there, and so new jobs are taken.
    public boolean hasReserve() {
        return reserve.isThere();
    }

    /// Tells of every change from now on, by a thread of its own: who is told may be slow.
    public void watch(StoreWatch by) throws StoreException {
        Told told = new Told(opened.readers(), reserve, by);
        opened.watch(told);
    }

    /// How many jobs are in each state; reads all of them.
    public Map<JobState, Long> counts() throws StoreException {
        return opened.readers().call(Jobs::counts);
    }

    /// Bytes of logs and results that are kept.
    public long storedBytes() throws StoreException {
        return opened.readers().call(Jobs::storedBytes);
    }

    /// The job of this key.
    public Optional<JobRecord> job(JobKey key) throws StoreException {
        return opened.readers().call(db -> Jobs.find(db, key));
    }

    /// A user's jobs, newest first.
    public List<JobRecord> jobs(String user, JobFilter filter) throws StoreException {
        return opened.readers().call(db -> Jobs.page(db, user, filter));
    }

    /// Every job of all users that has not ended, oldest first.
    public List<JobRecord> unfinished() throws StoreException {
        return opened.readers().call(Jobs::unfinished);
    }

    /// The payload of a job, to be closed by the caller.
    ///
    /// @throws StoreException with UNKNOWN if there is no such job
    public InputStream payload(JobKey key) throws StoreException {
        JobRecord job = opened.readers().call(db -> Jobs.get(db, key));
        if (job.payloadBytes() <= ROW_BYTES) {
            return new ByteArrayInputStream(
                    opened.readers().call(db -> Jobs.payload(db, job.number())).orElseThrow(() -> unknown(key)));
        }
        return read(key, folder.payload(job.number()));
    }

    /// The result of a job, to be closed by the caller.
    ///
    /// @throws StoreException with UNKNOWN if there is no such job, CONFLICT if it has none
    public InputStream result(JobKey key) throws StoreException {
        JobRecord job = opened.readers().call(db -> Jobs.get(db, key));
        if (!job.hasResult()) {
            throw new StoreException(
                    Kind.CONFLICT,
                    "job '%s' is %s and has no result: only what is DONE has one, or TIMED_OUT while it ran"
                            .formatted(key, job.state()));
        }
        return read(key, folder.result(job.number(), job.attempt()));
    }

    private InputStream read(JobKey key, Path file) throws StoreException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw job(key).isPresent() ? broken("job '%s': its file %s is lost".formatted(key, file), e) : unknown(key);
        } catch (IOException e) {
            throw broken("job '%s': its file cannot be read: %s".formatted(key, e), e);
        }
    }

    /// Gives a job that waits to a worker.
    ///
    /// @return the number of the attempt, 1 and above
    /// @throws StoreException with UNKNOWN if there is no such job, CONFLICT if it does not wait
    public int lease(JobKey key, Actor actor) throws StoreException {
        return opened.writer().call(false, db -> changes.lease(db, key, actor));
    }

    /// Moves a job on, if this is its attempt and this its state.
    ///
    /// @return false if not, and then nothing was written
    /// @throws StoreException with UNKNOWN if there never was such a job
    /// @throws IllegalArgumentException if the one state does not follow the other, or only by another method
    public boolean move(JobKey key, int attempt, JobState from, JobState to, String reason, Actor actor)
            throws StoreException {
        return moving(key, attempt, from, to, reason, actor, () -> {}).await();
    }

    /// A change that was asked for.
    public interface Pending {

        /// Waits until it is on the disk, or was not made; what it returns and throws is as if one had waited at once.
        boolean await() throws StoreException;
    }

    /// As [#move], without waiting. What is asked for later happens later.
    ///
    /// @param then done afterwards, by who writes: it must be quick
    public Pending moving(
            JobKey key, int attempt, JobState from, JobState to, String reason, Actor actor, Runnable then) {
        if (!from.next().contains(to) || NOT_BY_MOVE.contains(to)) {
            Set<JobState> right = EnumSet.copyOf(from.next());
            right.removeAll(NOT_BY_MOVE);
            throw new IllegalArgumentException(
                    "job '%s' cannot be moved from %s to %s, must be to one of %s".formatted(key, from, to, right));
        }
        String why = Texts.reason(reason);
        WriteRequest<Boolean> request =
                opened.writer().ask(false, db -> changes.move(db, key, attempt, from, to, why, actor));
        request.then(then);
        return request::await;
    }

    /// Where a worker may write a result before it commits it. Files there are removed at the next recovery.
    public Path staging() {
        return folder.staging();
    }

    /// Ends a job in READOUT as DONE, if this is its attempt. The staged file is taken, or removed.
    ///
    /// @param stagedResult on the disk of the store
    /// @param sha256 of the result, in lower-case hexadecimal
    /// @param hardwareSeconds that it took, 0 or above
    /// @return false if this is not its attempt or state
    /// @throws StoreException with UNKNOWN if there never was such a job, BROKEN if the result has another hash;
    ///     the staged file is then still there
    public boolean commit(
            JobKey key, int attempt, Path stagedResult, String sha256, double hardwareSeconds, Actor actor)
            throws StoreException {
        return commit(key, attempt, JobState.DONE, "", stagedResult, sha256, hardwareSeconds, actor);
    }

    /// As [#commit], of a job that ran into a limit: it ends as TIMED_OUT, with the result of what was done.
    ///
    /// @param reason which limit
    public boolean commitPart(
            JobKey key,
            int attempt,
            String reason,
            Path stagedResult,
            String sha256,
            double hardwareSeconds,
            Actor actor)
            throws StoreException {
        return commit(
                key, attempt, JobState.TIMED_OUT, Texts.reason(reason), stagedResult, sha256, hardwareSeconds, actor);
    }

    private boolean commit(
            JobKey key,
            int attempt,
            JobState end,
            String reason,
            Path stagedResult,
            String sha256,
            double hardwareSeconds,
            Actor actor)
            throws StoreException {
        Sha256.require("result", sha256);
        requireSeconds(key, hardwareSeconds);
        ReentrantLock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
        lock.lock();
        try {
            Optional<JobRecord> job = opened.readers()
                    .call(db -> Jobs.isDeleted(db, key) ? Optional.empty() : Optional.of(Jobs.get(db, key)));
            if (job.filter(j -> j.attempt() == attempt && j.state() == JobState.READOUT)
                    .isEmpty()) {
                DataFolder.remove(stagedResult);
                return false;
            }
            return commit(job.get(), end, reason, stagedResult, sha256, hardwareSeconds, actor);
        } finally {
            lock.unlock();
        }
    }

    private static void requireSeconds(JobKey key, double hardwareSeconds) {
        if (!(hardwareSeconds >= 0 && hardwareSeconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "job '%s': hardwareSeconds is %s, must be 0 or above and finite".formatted(key, hardwareSeconds));
        }
    }

    private boolean commit(
            JobRecord job, JobState end, String reason, Path staged, String sha256, double hardwareSeconds, Actor actor)
            throws StoreException {
        String what = "the result of '%s'".formatted(job.key());
        Path result = folder.result(job.number(), job.attempt());
        boolean kept = false;
        try {
            Sha256.requireSame(what, sha256, Sha256.of(staged));
            long bytes = Files.size(staged);
            folder.keepResult(job.number(), job.attempt(), staged);
            kept = opened.writer()
                    .call(
                            false,
                            db -> changes.commit(
                                    db, job.key(), job.attempt(), end, reason, bytes, sha256, hardwareSeconds, actor));
            if (!kept) {
                DataFolder.remove(result);
            }
            return kept;
        } catch (IOException e) {
            throw reserve.failure(what, e);
        } catch (StoreException e) {
            // back to where it was, so that it can be tried again
            if (e.kind() == Kind.STORAGE_FULL && Files.exists(result)) {
                DataFolder.moveBack(result, staged);
            }
            throw e;
        }
    }

    /// As below, of a job that took nothing of a wafer's time.
    public boolean end(JobKey key, int attempt, JobState endState, String reason, Actor actor) throws StoreException {
        return end(key, attempt, endState, reason, 0, actor);
    }

    /// Ends a job that has not ended, if this is its attempt.
    ///
    /// @param endState any end but DONE
    /// @param hardwareSeconds that it took all the same, 0 or above
    /// @return false if not, and then nothing was written
    /// @throws StoreException with UNKNOWN if there never was such a job
    /// @throws IllegalArgumentException for DONE, which needs a result, and states that are no end
    public boolean end(JobKey key, int attempt, JobState endState, String reason, double hardwareSeconds, Actor actor)
            throws StoreException {
        requireSeconds(key, hardwareSeconds);
        if (!endState.isEnd() || endState == JobState.DONE) {
            throw new IllegalArgumentException(
                    "job '%s' cannot be ended as %s, must be FAILED, CANCELLED, TIMED_OUT or INTERRUPTED"
                            .formatted(key, endState));
        }
        String why = Texts.reason(reason);
        return opened.writer().call(false, db -> changes.end(db, key, attempt, endState, why, hardwareSeconds, actor));
    }

    /// Takes a job from a worker that died, if this is its attempt: back to the queue if it is rerunnable, else to
    /// INTERRUPTED; to CANCELLED if that had been asked.
    ///
    /// @return false if no worker has it under this attempt, and then nothing was written
    /// @throws StoreException with UNKNOWN if there never was such a job
    public boolean requeue(JobKey key, int attempt, String reason, Actor actor) throws StoreException {
        return opened.writer().call(false, db -> changes.requeue(db, key, attempt, Texts.reason(reason), actor));
    }

    /// Cancels a job that waits, and notes for one that runs that its worker should end it. Others stay as they are.
    ///
    /// @throws StoreException with UNKNOWN if there is no such job
    public void askCancel(JobKey key, Actor actor) throws StoreException {
        opened.writer().call(false, db -> changes.askCancel(db, key, actor));
    }

    /// Removes an ended job, its payload and its result. Its id and number are not given again. Does nothing if it
    /// was deleted before.
    ///
    /// @throws StoreException with UNKNOWN if there never was such a job, CONFLICT if it has not ended
    public void delete(JobKey key, Actor actor) throws StoreException {
        opened.writer().call(false, db -> changes.delete(db, key, actor)).ifPresent(folder::remove);
    }

    /// What a user has in the store.
    public Usage usage(String user) throws StoreException {
        return opened.readers().call(db -> Jobs.usage(db, user));
    }

    /// What a user has had of a wafer's time this day.
    public HardwareUse hardware(String user) throws StoreException {
        return opened.readers().call(db -> Jobs.hardware(db, user, changes.day()));
    }

    /// At most `limit` entries of the audit from this number on.
    public List<AuditEntry> audit(long from, int limit) throws StoreException {
        return opened.readers().call(db -> Audit.entries(db, from, limit));
    }

    /// Checks the chain of the audit. That the last entries were not cut off, only a hash kept elsewhere shows.
    ///
    /// @return how many entries there are
    /// @throws StoreException with BROKEN that names the first entry that was changed
    public long verifyAudit() throws StoreException {
        return opened.readers().call(Audit::verify);
    }

    /// Clears up after the server before: no worker has a job, and no file is there without one. To be called at the
    /// start, before workers are.
    public Recovery recover(Actor actor) throws StoreException {
        List<JobState> became;
        try {
            became = opened.writer().call(false, db -> changes.recover(db, actor));
        } catch (StoreException e) {
            if (e.kind() != Kind.STORAGE_FULL) {
                throw e;
            }
            // results that nobody finishes may be what the disk is full of
            try {
                DataFolder.files(folder.staging()).forEach(DataFolder::remove);
            } catch (IOException x) {
                e.addSuppressed(x);
                throw e;
            }
            became = opened.writer().call(false, db -> changes.recover(db, actor));
        }
        List<Path> strays = opened.readers().call(db -> {
            try {
                return Strays.find(db, folder, firstNumber);
            } catch (IOException e) {
                throw broken("the folder of the store cannot be read: " + e, e);
            }
        });
        strays.forEach(DataFolder::remove);
        return new Recovery(
                Collections.frequency(became, JobState.QUEUED),
                Collections.frequency(became, JobState.INTERRUPTED),
                Collections.frequency(became, JobState.CANCELLED),
                strays.size());
    }

    /// Finishes what was asked for, and lets others open the folder.
    @Override
    public void close() {
        opened.close();
    }

    private static StoreException unknown(JobKey key) {
        return new StoreException(Kind.UNKNOWN, "there is no job '%s'".formatted(key));
    }

    private static StoreException broken(String message, Exception e) {
        return new StoreException(Kind.BROKEN, message, e);
    }
}
