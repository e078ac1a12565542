package bss.tools.job.store;

import bss.tools.job.store.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes a copy of everything that a server keeps, while it runs: the database as it is at one moment, the files
/// that its jobs have then, and the accounts. Jobs that run then are in the copy as after a kill.
///
/// A copy is a folder, or a ZIP file if its name ends so, and has its hashes in [Manifest#NAME].
public final class Backup {

    /// What a copy holds.
    ///
    /// @param jobs that are in it
    /// @param files beside the database
    /// @param bytes of all files
    /// @param audit the last entry of its audit
    public record Kept(long jobs, int files, long bytes, AuditLog.Head audit) {}

    static final String DATABASE = "jobs.db";
    static final String ACCOUNTS = "accounts.json";
    static final String ZIP = ".zip";

    /// Jobs may be deleted between two looks at them; not always.
    private static final int TRIES = 5;

    private final Path data;
    private final Path links;

    private Backup(Path data) {
        this.data = data;
        links = data.resolve("backup");
    }

    /// Writes a copy, reads it back and compares it.
    ///
    /// @param out that does not exist; it gets its name when it is whole
    /// @throws StoreException with UNKNOWN if there are no jobs, CONFLICT if there is such a file, LOCKED if
    ///     another copy is being made, BROKEN if what is there or what was written is damaged
    public static Kept write(Path data, Path out) throws StoreException, IOException {
        if (!Files.isRegularFile(data.resolve(DATABASE))) {
            throw new StoreException(
                    Kind.UNKNOWN,
                    "there is no %s: --data must name the folder of a server of jobs"
                            .formatted(data.resolve(DATABASE)));
        }
        Path part = beside(out, ".part");
        for (Path there : new Path[] {out, part}) {
            if (Files.exists(there)) {
                throw new StoreException(
                        Kind.CONFLICT, "%s is there already: give another name, or remove it".formatted(there));
            }
        }
        try (FileChannel channel = FileChannel.open(
                        data.resolve("backup.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new StoreException(Kind.LOCKED, "another copy of %s is being made".formatted(data));
            }
            return new Backup(data).copy(out, part);
        }
    }

    private Kept copy(Path out, Path part) throws StoreException, IOException {
        Path snapshot = beside(out, ".db.part");
        boolean done = false;
        try {
            Folders.delete(links); // of one that was killed
            Folders.makeOwn(links);
            Map<String, String> needed = snapshot(snapshot);
            AuditLog.Head audit = check(snapshot);
            Manifest manifest = new Manifest(new TreeMap<>());
            try (BackupSink sink = BackupSink.to(part, out.toString().endsWith(ZIP))) {
                for (var file : needed.entrySet()) {
                    String hash = sink.add(file.getKey(), links.resolve(file.getKey()));
                    Manifest.requireSame(data.resolve(file.getKey()).toString(), file.getValue(), hash);
                    manifest.add(file.getKey(), hash);
                }
                Path accounts = data.resolve(ACCOUNTS);
                if (Files.exists(accounts)) {
                    manifest.add(
                            ACCOUNTS,
                            sink.add(
                                    ACCOUNTS,
                                    Files.copy(accounts, links.resolve(ACCOUNTS), StandardCopyOption.COPY_ATTRIBUTES)));
                }
                manifest.add(DATABASE, sink.add(DATABASE, snapshot));
                sink.add(Manifest.NAME, Files.write(links.resolve(Manifest.NAME), manifest.bytes()));
            }
            long bytes;
            try (BackupSource written = BackupSource.of(part, out.toString().endsWith(ZIP))) {
                bytes = manifest.compare(written, (_, _) -> OutputStream.nullOutputStream());
            }
            Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
            Folders.syncAround(out);
            done = true;
            return new Kept(jobs(snapshot), needed.size(), bytes, audit);
        } finally {
            Files.deleteIfExists(snapshot);
            Folders.delete(links);
            if (!done) {
                Folders.delete(part);
            }
        }
    }

    /// Writes the database as it is at one moment, and holds the files that it names by links.
    ///
    /// @return their names and hashes
    private Map<String, String> snapshot(Path to) throws StoreException, IOException {
        String missing = "";
        for (int i = 0; i < TRIES; i++) {
            // what was there before is not lost if it is deleted meanwhile, and what comes meanwhile is found behind
            link();
            Files.deleteIfExists(to);
            Folders.createOwn(to).close();
            try (Db db = Db.reading(data.resolve(DATABASE))) {
                Schema.requireKnown(db, data.resolve(DATABASE), Schema.STEPS);
                db.execute("VACUUM INTO ?", to.toAbsolutePath().toString());
            } catch (SQLException e) {
                throw broken("%s cannot be copied to %s: %s".formatted(data.resolve(DATABASE), to, e.getMessage()), e);
            }
            link();
            Map<String, String> needed = needed(to);
            missing = needed.keySet().stream()
                    .filter(name -> !Files.exists(links.resolve(name)))
                    .findFirst()
                    .orElse("");
            if (missing.isEmpty()) {
                Folders.sync(to);
                return needed;
            }
        }
        throw broken("the file %s of a job is lost".formatted(data.resolve(missing)), null);
    }

    private void link() throws IOException {
        for (String folder : new String[] {"payloads", "results"}) {
            Path to = Files.createDirectories(links.resolve(folder));
            for (Path file : DataFolder.files(data.resolve(folder))) {
                if (Manifest.isFile(folder + "/" + file.getFileName())) {
                    Folders.link(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    /// Files that the jobs of a database have, with their hashes.
    static Map<String, String> needed(Path database) throws StoreException {
        Map<String, String> needed = new TreeMap<>();
        try (Db db = Db.reading(database)) {
            long last = 0;
            for (var page = Jobs.above(db, last, 1_000); !page.isEmpty(); page = Jobs.above(db, last, 1_000)) {
                for (JobRecord job : page) {
                    last = job.number();
                    if (job.payloadBytes() > JobStore.ROW_BYTES) {
                        needed.put("payloads/" + job.number(), job.sha256());
                    }
                    if (job.hasResult()) {
                        needed.put("results/" + job.number() + "." + job.attempt(), job.resultSha256());
                    }
                }
            }
            return needed;
        } catch (SQLException e) {
            throw broken("%s cannot be read: %s".formatted(database, e.getMessage()), e);
        }
    }

    /// Whether a database is sound, with its audit.
    static AuditLog.Head check(Path database) throws StoreException {
        try (Db db = Db.reading(database)) {
            Schema.requireKnown(db, database, Schema.STEPS);
            String said =
                    db.one("PRAGMA integrity_check", row -> row.getString(1)).orElse("nothing");
            if (!said.equals("ok")) {
                throw broken("%s is damaged: %s".formatted(database, said), null);
            }
        } catch (SQLException e) {
            throw broken("%s cannot be read: %s".formatted(database, e.getMessage()), e);
        }
        try (AuditLog audit = AuditLog.ofDatabase(database)) {
            return audit.verify(_ -> {});
        }
    }

    static long jobs(Path database) throws StoreException {
        try (Db db = Db.reading(database)) {
            return db.one("SELECT count(*) FROM jobs", row -> row.getLong(1)).orElseThrow();
        } catch (SQLException e) {
            throw broken("%s cannot be read: %s".formatted(database, e.getMessage()), e);
        }
    }

    private static Path beside(Path out, String suffix) {
        return out.resolveSibling(out.getFileName() + suffix);
    }

    static StoreException broken(String message, @Nullable Exception e) {
        return new StoreException(Kind.BROKEN, message, e);
    }
}
