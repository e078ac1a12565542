package bss.tools.job.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// The tables, as the steps from each version to the next. Steps that were released are never changed.
final class Schema {

    private static final String WAITS = "IN ('ACCEPTED', 'QUEUED')";
    private static final String HELD = "IN ('LEASED', 'CONFIGURING', 'RUNNING', 'READOUT')";

    /// Of a job that is no end; indexed.
    static final String UNFINISHED = "state IN ('ACCEPTED', 'QUEUED', 'LEASED', 'CONFIGURING', 'RUNNING', 'READOUT')";

    /// Step i leads from version i to i + 1.
    static final List<List<String>> STEPS = List.of(
            List.of(
                    """
            CREATE TABLE jobs (
                number INTEGER PRIMARY KEY, user TEXT NOT NULL, id TEXT NOT NULL,
                title TEXT NOT NULL, priority INTEGER NOT NULL, rerunnable INTEGER NOT NULL, fpgas TEXT NOT NULL,
                wall_seconds REAL NOT NULL, limit_hardware_seconds REAL NOT NULL, storage_bytes INTEGER NOT NULL,
                client TEXT NOT NULL,
                state TEXT NOT NULL, attempt INTEGER NOT NULL, reason TEXT NOT NULL,
                submitted_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL,
                sha256 TEXT NOT NULL, payload_bytes INTEGER NOT NULL,
                result_bytes INTEGER NOT NULL, result_sha256 TEXT NOT NULL, hardware_seconds REAL NOT NULL,
                cancel_asked INTEGER NOT NULL, UNIQUE (user, id))""",
                    "CREATE INDEX jobs_of_user ON jobs (user, number)",
                    "CREATE INDEX jobs_unfinished ON jobs (number) WHERE " + UNFINISHED,
                    """
            CREATE TABLE payloads (
                number INTEGER PRIMARY KEY REFERENCES jobs (number) ON DELETE CASCADE, bytes BLOB NOT NULL)""",
                    """
            CREATE TABLE deleted (
                number INTEGER PRIMARY KEY, user TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL,
                deleted_ms INTEGER NOT NULL, UNIQUE (user, id))""",
                    """
            CREATE TABLE users (
                user TEXT PRIMARY KEY, queued INTEGER NOT NULL, running INTEGER NOT NULL,
                stored_bytes INTEGER NOT NULL, hardware_seconds REAL NOT NULL)""",
                    """
            CREATE TRIGGER users_insert AFTER INSERT ON jobs BEGIN
                INSERT INTO users VALUES (new.user, 0, 0, 0, 0.0) ON CONFLICT DO NOTHING;
                UPDATE users SET queued = queued + (new.state %1$s), running = running + (new.state %2$s),
                    stored_bytes = stored_bytes + new.payload_bytes + new.result_bytes,
                    hardware_seconds = hardware_seconds + new.hardware_seconds WHERE user = new.user;
            END""".formatted(WAITS, HELD),
                    """
            CREATE TRIGGER users_update AFTER UPDATE ON jobs BEGIN
                UPDATE users SET queued = queued + (new.state %1$s) - (old.state %1$s),
                    running = running + (new.state %2$s) - (old.state %2$s),
                    stored_bytes = stored_bytes + new.result_bytes - old.result_bytes,
                    hardware_seconds = hardware_seconds + new.hardware_seconds - old.hardware_seconds
                    WHERE user = new.user;
            END""".formatted(WAITS, HELD),
                    """
            CREATE TRIGGER users_delete AFTER DELETE ON jobs BEGIN
                UPDATE users SET queued = queued - (old.state %1$s), running = running - (old.state %2$s),
                    stored_bytes = stored_bytes - old.payload_bytes - old.result_bytes WHERE user = old.user;
            END""".formatted(WAITS, HELD),
                    """
            CREATE TABLE audit (
                number INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,
                actor TEXT NOT NULL, address TEXT NOT NULL, request TEXT NOT NULL,
                user TEXT NOT NULL, id TEXT NOT NULL, job INTEGER NOT NULL, attempt INTEGER NOT NULL,
                action TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, detail TEXT NOT NULL,
                hash TEXT NOT NULL)""",
                    """
            CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN
                SELECT RAISE(ABORT, 'the audit is only added to');
            END""",
                    """
            CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN
                SELECT RAISE(ABORT, 'the audit is only added to');
            END"""),
            List.of(
                    "ALTER TABLE jobs ADD COLUMN hardware_needed REAL NOT NULL DEFAULT 0.0",
                    "ALTER TABLE users ADD COLUMN hardware_promised REAL NOT NULL DEFAULT 0.0",
                    """
            CREATE TABLE hardware_days (
                user TEXT NOT NULL, day INTEGER NOT NULL, seconds REAL NOT NULL, PRIMARY KEY (user, day))""",
                    "DROP TRIGGER users_insert",
                    "DROP TRIGGER users_update",
                    """
            CREATE TRIGGER users_insert AFTER INSERT ON jobs BEGIN
                INSERT INTO users VALUES (new.user, 0, 0, 0, 0.0, 0.0) ON CONFLICT DO NOTHING;
                UPDATE users SET queued = queued + (new.state %1$s), running = running + (new.state %2$s),
                    stored_bytes = stored_bytes + new.payload_bytes + new.result_bytes,
                    hardware_seconds = hardware_seconds + new.hardware_seconds,
                    hardware_promised = hardware_promised + new.hardware_needed WHERE user = new.user;
            END""".formatted(WAITS, HELD),
                    """
            CREATE TRIGGER users_update AFTER UPDATE ON jobs BEGIN
                UPDATE users SET queued = queued + (new.state %1$s) - (old.state %1$s),
                    running = running + (new.state %2$s) - (old.state %2$s),
                    stored_bytes = stored_bytes + new.result_bytes - old.result_bytes,
                    hardware_seconds = hardware_seconds + new.hardware_seconds - old.hardware_seconds,
                    hardware_promised = hardware_promised
                        - (old.%3$s AND NOT new.%3$s) * new.hardware_needed
                    WHERE user = new.user;
                INSERT INTO hardware_days
                    SELECT new.user, new.ended_ms / 86400000, new.hardware_seconds - old.hardware_seconds
                    WHERE new.hardware_seconds <> old.hardware_seconds
                    ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds;
            END""".formatted(WAITS, HELD, UNFINISHED)));

    private Schema() {}

    /// Version of the database, 0 for an empty one.
    static int version(Db db) throws SQLException {
        return db.one("PRAGMA user_version", row -> row.getInt(1)).orElseThrow();
    }

    /// @throws StoreException if it was written by a newer version of this program
    static void requireKnown(Db db, Path file, List<List<String>> steps) throws SQLException, StoreException {
        int version = version(db);
        if (version < 0 || version > steps.size()) {
            throw new StoreException(
                    StoreException.Kind.NEWER_SCHEMA,
                    ("%s has schema version %d, this program knows up to %d; start the newer program, or give"
                                    + " another folder")
                            .formatted(file, version, steps.size()));
        }
    }

    /// Writes what is there once more, to see that it can be written.
    static void touch(Db db) throws SQLException {
        db.run("PRAGMA user_version = " + version(db));
    }

    /// Takes the steps that are missing, each whole or not at all.
    static void migrate(Db db, List<List<String>> steps) throws SQLException {
        for (int version = version(db); version < steps.size(); version++) {
            db.execute("BEGIN IMMEDIATE");
            try {
                for (String sql : steps.get(version)) {
                    db.run(sql);
                }
                db.run("PRAGMA user_version = " + (version + 1));
                db.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                db.execute("ROLLBACK");
                throw e;
            }
        }
    }
}
