package bss.tools.job.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/// The folder of a store: its database, and the files that are too long for that.
///
/// A file gets its name only when its bytes are on the disk, and a job points to it only when its name is.
final class DataFolder {

    private static final int PIECE = 1 << 16;

    private final Path data;
    private final CrashPoints crash;

    private DataFolder(Path data, CrashPoints crash) {
        this.data = data;
        this.crash = crash;
    }

    static DataFolder of(Path data, CrashPoints crash) throws IOException {
        DataFolder folder = new DataFolder(data, crash);
        for (Path part : List.of(folder.payloads(), folder.results(), folder.staging())) {
            Files.createDirectories(part);
        }
        return folder;
    }

    /// Makes the folder of a store with those it is in, unless they are there, and their names durable.
    static void make(Path data) throws IOException {
        Path made = data.toAbsolutePath().normalize();
        Path parent = made.getParent();
        if (parent == null) {
            return;
        }
        boolean there = Files.isDirectory(made);
        if (!there) {
            make(parent);
            Files.createDirectories(made);
        }
        // also if it is there: a server that made it may have been killed before this
        if (!there || Files.isReadable(parent)) {
            Folders.sync(parent);
        }
    }

    Path database() {
        return data.resolve("jobs.db");
    }

    Path reserve() {
        return data.resolve("reserve");
    }

    Path payloads() {
        return data.resolve("payloads");
    }

    Path payload(long number) {
        return payloads().resolve(Long.toString(number));
    }

    Path results() {
        return data.resolve("results");
    }

    Path result(long number, int attempt) {
        return results().resolve(number + "." + attempt);
    }

    Path staging() {
        return data.resolve("staging");
    }

    /// Makes the names in the folder itself durable.
    void sync() throws IOException {
        Folders.sync(data);
    }

    /// Makes durable what a server wrote to the log of the database before it was killed, since the next one tells of
    /// it.
    void syncLog() throws IOException {
        Path log = data.resolve("jobs.db-wal");
        if (Files.exists(log)) {
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.force(true);
            }
        }
    }

    /// Keeps a payload; when this returns, it is durable.
    ///
    /// @return its SHA-256
    String keepPayload(long number, InputStream payload) throws IOException {
        Path file = payload(number);
        Path aside = payloads().resolve(number + ".tmp");
        MessageDigest digest = Sha256.digest();
        boolean renamed = false;
        try (InputStream in = new DigestInputStream(payload, digest)) {
            copy(in, aside);
            crash.at(CrashPoints.PAYLOAD_WRITTEN);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            renamed = true;
            Folders.sync(payloads());
            crash.at(CrashPoints.PAYLOAD_RENAMED);
        } finally {
            if (!renamed) {
                Files.deleteIfExists(aside);
            }
        }
        return Sha256.hex(digest.digest());
    }

    private static void copy(InputStream in, Path to) throws IOException {
        byte[] piece = new byte[PIECE];
        try (FileChannel out = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                ByteBuffer next = ByteBuffer.wrap(piece, 0, n);
                while (next.hasRemaining()) {
                    out.write(next);
                }
            }
            out.force(true);
        }
    }

    /// Keeps a result that lies aside on the same disk; when this returns, it is durable.
    void keepResult(long number, int attempt, Path staged) throws IOException {
        try (FileChannel file = FileChannel.open(staged, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        crash.at(CrashPoints.RESULT_SYNCED);
        Files.move(staged, result(number, attempt), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(results());
        crash.at(CrashPoints.RESULT_RENAMED);
    }

    /// Removes what a job had.
    void remove(JobRecord job) {
        crash.at(CrashPoints.BEFORE_REMOVE);
        remove(payload(job.number()));
        if (job.hasResult()) {
            remove(result(job.number(), job.attempt()));
        }
    }

    /// Removes a file if it is there. If that fails it is removed after the next start.
    static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName()).log(System.Logger.Level.WARNING, "cannot remove " + file, e);
        }
    }

    /// Gives a file back under its old name.
    static void moveBack(Path file, Path to) {
        try {
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            System.getLogger(DataFolder.class.getName()).log(System.Logger.Level.WARNING, "cannot move " + file, e);
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
