package bss.tools.job.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rows of jobs.
final class Jobs {

    private Jobs() {}

    static Optional<JobRecord> find(Db db, JobKey key) throws SQLException {
        return db.one("SELECT * FROM jobs WHERE user = ? AND id = ?", Jobs::record, key.user(), key.id());
    }

    /// The job of this key.
    ///
    /// @throws StoreException if there is none, telling whether there was one
    static JobRecord get(Db db, JobKey key) throws SQLException, StoreException {
        Optional<JobRecord> job = find(db, key);
        if (job.isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN,
                    isDeleted(db, key) ? "job '%s' was deleted".formatted(key) : "there is no job '%s'".formatted(key));
        }
        return job.get();
    }

    /// A user's jobs, newest first.
    static List<JobRecord> page(Db db, String user, JobFilter filter) throws SQLException {
        String states = filter.states().stream().map(s -> "," + s + ",").collect(Collectors.joining());
        return db.all(
                "SELECT * FROM jobs WHERE user = ?1 AND number < ?2 AND (?3 = '' OR instr(?3, ',' || state || ',') > 0)"
                        + " ORDER BY number DESC LIMIT ?4",
                Jobs::record,
                user,
                filter.beforeNumber(),
                states,
                filter.limit());
    }

    /// Every job that has not ended, oldest first.
    static List<JobRecord> unfinished(Db db) throws SQLException {
        return db.all("SELECT * FROM jobs WHERE " + Schema.UNFINISHED + " ORDER BY number", Jobs::record);
    }

    static Optional<JobRecord> ofNumber(Db db, long number) throws SQLException {
        return db.one("SELECT * FROM jobs WHERE number = ?", Jobs::record, number);
    }

    /// A number above all that were ever given.
    static long nextNumber(Db db) throws SQLException {
        return 1
                + db.one(
                                "SELECT max((SELECT coalesce(max(number), 0) FROM jobs),"
                                        + " (SELECT coalesce(max(number), 0) FROM deleted))",
                                row -> row.getLong(1))
                        .orElseThrow();
    }

    /// @param hardwareNeeded seconds that the job will take of a wafer
    static void insert(Db db, JobRecord job, double hardwareNeeded) throws SQLException {
        JobSpec spec = job.spec();
        db.execute(
                "INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                job.number(),
                job.key().user(),
                job.key().id(),
                spec.title(),
                spec.priority(),
                spec.rerunnable() ? 1 : 0,
                spec.fpgas().stream().map(String::valueOf).collect(Collectors.joining(",")),
                spec.limits().wallSeconds(),
                spec.limits().hardwareSeconds(),
                spec.limits().storageBytes(),
                spec.client(),
                job.state().name(),
                job.attempt(),
                job.reason(),
                job.submittedMs(),
                job.startedMs(),
                job.endedMs(),
                job.sha256(),
                job.payloadBytes(),
                job.resultBytes(),
                job.resultSha256(),
                job.hardwareSeconds(),
                job.cancelAsked() ? 1 : 0,
                hardwareNeeded);
    }

    /// Writes what changed, if the row is still what it was: that is the fence.
    static void update(Db db, JobRecord before, JobRecord after) throws SQLException {
        int rows = db.execute(
                "UPDATE jobs SET state = ?, attempt = ?, reason = ?, started_ms = ?, ended_ms = ?, result_bytes = ?,"
                        + " result_sha256 = ?, hardware_seconds = ?, cancel_asked = ?"
                        + " WHERE number = ? AND attempt = ? AND state = ?",
                after.state().name(),
                after.attempt(),
                after.reason(),
                after.startedMs(),
                after.endedMs(),
                after.resultBytes(),
                after.resultSha256(),
                after.hardwareSeconds(),
                after.cancelAsked() ? 1 : 0,
                before.number(),
                before.attempt(),
                before.state().name());
        if (rows != 1) {
            throw new IllegalStateException("job '%s' changed %d rows".formatted(before.key(), rows));
        }
    }

    /// Removes a job and leaves a tombstone.
    static void delete(Db db, JobRecord job, long nowMs) throws SQLException {
        db.execute("DELETE FROM jobs WHERE number = ?", job.number());
        db.execute(
                "INSERT INTO deleted VALUES (?, ?, ?, ?, ?)",
                job.number(),
                job.key().user(),
                job.key().id(),
                job.sha256(),
                nowMs);
    }

    static boolean isDeleted(Db db, JobKey key) throws SQLException {
        return db.one("SELECT 1 FROM deleted WHERE user = ? AND id = ?", row -> true, key.user(), key.id())
                .isPresent();
    }

    static void insertPayload(Db db, long number, byte[] bytes) throws SQLException {
        db.execute("INSERT INTO payloads VALUES (?, ?)", number, bytes);
    }

    static Optional<byte[]> payload(Db db, long number) throws SQLException {
        return db.one("SELECT bytes FROM payloads WHERE number = ?", row -> row.getBytes(1), number);
    }

    static Usage usage(Db db, String user) throws SQLException {
        return db.one(
                        "SELECT queued, running, stored_bytes, hardware_seconds FROM users WHERE user = ?",
                        row -> new Usage(row.getLong(1), row.getLong(2), row.getLong(3), row.getDouble(4)),
                        user)
                .orElse(new Usage(0, 0, 0, 0));
    }

    /// @param day since 1970, UTC
    static HardwareUse hardware(Db db, String user, long day) throws SQLException {
        double used = db.one(
                        "SELECT seconds FROM hardware_days WHERE user = ? AND day = ?",
                        row -> row.getDouble(1),
                        user,
                        day)
                .orElse(0.0);
        double promised = db.one("SELECT hardware_promised FROM users WHERE user = ?", row -> row.getDouble(1), user)
                .orElse(0.0);
        // sums of many numbers end beside 0
        return new HardwareUse(Math.max(0, used), Math.max(0, promised), (day + 1) * HardwareUse.DAY_MS);
    }

    /// How many jobs are in each state.
    static Map<JobState, Long> counts(Db db) throws SQLException {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        db.all(
                "SELECT state, count(*) FROM jobs GROUP BY state",
                row -> counts.put(JobState.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    /// Bytes of the payloads and results of all users.
    static long storedBytes(Db db) throws SQLException {
        return db.one("SELECT coalesce(sum(stored_bytes), 0) FROM users", row -> row.getLong(1))
                .orElseThrow();
    }

    /// Every job, in the order of their numbers.
    ///
    /// @param above numbers above this one
    static List<JobRecord> above(Db db, long above, int limit) throws SQLException {
        return db.all("SELECT * FROM jobs WHERE number > ? ORDER BY number LIMIT ?", Jobs::record, above, limit);
    }

    private static JobRecord record(ResultSet row) throws SQLException {
        String fpgas = row.getString("fpgas");
        JobSpec spec = new JobSpec(
                row.getString("title"),
                row.getInt("priority"),
                row.getBoolean("rerunnable"),
                fpgas.isEmpty()
                        ? List.of()
                        : Arrays.stream(fpgas.split(",", -1))
                                .map(Integer::valueOf)
                                .toList(),
                new Limits(
                        row.getDouble("wall_seconds"),
                        row.getDouble("limit_hardware_seconds"),
                        row.getLong("storage_bytes")),
                row.getString("client"));
        return new JobRecord(
                new JobKey(row.getString("user"), row.getString("id")),
                row.getLong("number"),
                spec,
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getString("reason"),
                row.getLong("submitted_ms"),
                row.getLong("started_ms"),
                row.getLong("ended_ms"),
                row.getString("sha256"),
                row.getLong("payload_bytes"),
                row.getLong("result_bytes"),
                row.getString("result_sha256"),
                row.getDouble("hardware_seconds"),
                row.getBoolean("cancel_asked"));
    }
}
