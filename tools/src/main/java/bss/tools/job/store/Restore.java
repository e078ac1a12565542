package bss.tools.job.store;

import bss.tools.job.store.StoreException.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/// Puts a copy that [Backup] made into a folder for a server.
public final class Restore {

    private static final String ASIDE = "jobs.db.restored";

    private Restore() {}

    /// Writes everything and checks it: every hash, the database, its audit, and that no job lacks a file. Leaves
    /// nothing if something is wrong.
    ///
    /// @param data that does not exist, or is empty
    /// @throws StoreException with CONFLICT if the folder is not empty, UNKNOWN if there is no copy,
    ///     NEWER_SCHEMA if a newer version of this program wrote it, BROKEN if it is damaged
    public static Backup.Kept read(Path from, Path data) throws StoreException, IOException {
        if (Files.exists(data)
                && !(Files.isDirectory(data) && DataFolder.files(data).isEmpty())) {
            throw new StoreException(
                    Kind.CONFLICT,
                    "%s is not empty: a copy is put back into a new folder; move the old one away".formatted(data));
        }
        boolean there = Files.exists(data);
        boolean done = false;
        try (BackupSource source = BackupSource.of(from)) {
            Manifest manifest = Manifest.read(source);
            DataFolder.make(data);
            long bytes = manifest.compare(source, (name, _) -> file(data, name));
            Path database = data.resolve(ASIDE);
            AuditLog.Head audit = Backup.check(database);
            Map<String, String> files = new TreeMap<>(manifest.hashes());
            files.remove(Backup.DATABASE);
            files.remove(Backup.ACCOUNTS);
            if (!files.equals(Backup.needed(database))) {
                throw Backup.broken("%s is no copy: its files are not those of its jobs".formatted(from), null);
            }
            for (String part : new String[] {"payloads", "results"}) {
                Folders.sync(Files.createDirectories(data.resolve(part)));
            }
            long jobs = Backup.jobs(database);
            // last: without it no server takes the folder
            Files.move(database, data.resolve(Backup.DATABASE), StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(data);
            done = true;
            return new Backup.Kept(jobs, files.size(), bytes, audit);
        } finally {
            if (!done) {
                clear(data, there);
            }
        }
    }

    private static OutputStream file(Path data, String name) throws IOException {
        Path file = data.resolve(name.equals(Backup.DATABASE) ? ASIDE : name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        var channel = Folders.createOwn(file);
        return new BufferedOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void close() throws IOException {
                try (channel) {
                    flush();
                    channel.force(true);
                }
            }
        };
    }

    private static void clear(Path data, boolean keep) throws IOException {
        if (!Files.isDirectory(data)) {
            return;
        }
        for (Path file : DataFolder.files(data)) {
            Folders.delete(file);
        }
        if (!keep) {
            Files.deleteIfExists(data);
        }
    }
}
