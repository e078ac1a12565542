package bss.tools.job.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/// A connection to the database of jobs with its prepared statements. For one thread at a time.
final class Db implements AutoCloseable {

    /// What a query makes of a row.
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static final int BUSY_MS = 10_000;
    private static final int PAGE = 4096;
    private static final int LEAST_PAGES = 64;
    private static final int MOST_PAGES = 1_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private Db(Connection connection) {
        this.connection = connection;
    }

    /// Opens a connection, which makes the file if there is none.
    static Db open(Path file) throws SQLException {
        Db db = new Db(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), new Properties()));
        try {
            db.run("PRAGMA busy_timeout = " + BUSY_MS);
            return db;
        } catch (SQLException | RuntimeException e) {
            db.connection.close();
            throw e;
        }
    }

    /// Opens a connection that only reads, also while a server writes.
    ///
    /// @param file that exists
    static Db reading(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        return new Db(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties()));
    }

    /// Makes what is committed durable, and what is not so undone, whatever happens.
    ///
    /// @param logBytes how long the log may become before it is written back
    Db durable(long logBytes) throws SQLException {
        // counts for a file that is being made only
        run("PRAGMA auto_vacuum = INCREMENTAL");
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA foreign_keys = ON");
        // savepoints must not need a temporary file when the disk is full
        run("PRAGMA temp_store = MEMORY");
        run("PRAGMA wal_autocheckpoint = " + Math.clamp(logBytes / PAGE, LEAST_PAGES, MOST_PAGES));
        run("PRAGMA journal_size_limit = " + MOST_PAGES * PAGE);
        return this;
    }

    /// Refuses every change from now on.
    Db readOnly() throws SQLException {
        run("PRAGMA query_only = ON");
        return this;
    }

    /// Runs a statement once, and ignores what it answers.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // which reads all rows: some of these do their work row by row
            statement.executeUpdate(sql);
        }
    }

    /// Runs a statement that is no query, and tells how many rows it changed.
    int execute(String sql, Object... values) throws SQLException {
        try {
            return statement(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    /// Every row of a query.
    <T> List<T> all(String sql, Row<T> row, Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet rows = statement(sql, values).executeQuery()) {
            while (rows.next()) {
                all.add(row.of(rows));
            }
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
        return all;
    }

    /// The first row of a query.
    <T> Optional<T> one(String sql, Row<T> row, Object... values) throws SQLException {
        try (ResultSet rows = statement(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw forgotten(sql, e);
        }
    }

    private PreparedStatement statement(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /// The driver closes a statement that failed: the next use prepares it anew.
    private SQLException forgotten(String sql, SQLException e) {
        PreparedStatement failed = prepared.remove(sql);
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException x) {
                e.addSuppressed(x);
            }
        }
        return e;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        connection.close();
    }
}
