package bss.tools.job.queue;

import bss.tools.job.store.CrashPoints;
import bss.tools.job.v1.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Stops the worker process of a job as soon as the job is in a state, however quickly that passes: from within the
/// store, before anybody learns that the state is on the disk.
final class StateTrap implements CrashPoints {

    private record Armed(String job, JobState state, ProcessHandle worker) {}

    private final Path data;
    private final AtomicReference<@Nullable Armed> set = new AtomicReference<>();

    StateTrap(Path data) {
        this.data = data;
    }

    @Override
    public void at(String point) {
        Armed now = set.get();
        if (now == null || !point.equals(AFTER_COMMIT)) {
            return;
        }
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("jobs.db"));
                PreparedStatement query = database.prepareStatement("SELECT state FROM jobs WHERE id = ?")) {
            query.setString(1, now.job());
            try (ResultSet row = query.executeQuery()) {
                if (row.next() && row.getString(1).equals(now.state().name()) && set.compareAndSet(now, null)) {
                    Shell.signal("STOP", now.worker());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// To be called before the job is submitted.
    ///
    /// @return the worker that will be stopped: the only one
    ProcessHandle of(String job, JobState state) throws Exception {
        AtomicReference<ProcessHandle> worker = new AtomicReference<>();
        // the one before may be replaced just now
        Calls.await("there is a worker", () -> {
            try {
                worker.set(Rig.worker(data, 0));
                return worker.get().isAlive();
            } catch (IOException e) {
                return false;
            }
        });
        set.set(new Armed(job, state, worker.get()));
        return worker.get();
    }

    /// Waits until it has happened.
    static void awaitStopped(ProcessHandle worker) throws Exception {
        Calls.await("the worker is stopped", () -> Shell.inState(worker, 'T'));
    }
}
