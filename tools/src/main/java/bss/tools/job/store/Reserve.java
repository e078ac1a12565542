package bss.tools.job.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A file that takes up room until the disk is full, and is then given up so that jobs can still come to an end.
final class Reserve {

    private static final long MOST = 16L << 20;
    private static final long LEAST_DISK = 8L << 20;
    private static final int SHARE = 8;
    private static final int PIECE = 1 << 16;

    private final Path file;
    private final long bytes;
    private final CrashPoints crash;
    private volatile boolean there;

    Reserve(Path file, long bytes, CrashPoints crash) {
        this.file = file;
        this.bytes = bytes;
        this.crash = crash;
    }

    /// How long it is where nobody says: 16 MiB, on small disks an eighth of them.
    ///
    /// @param data a folder that is there
    /// @throws StoreException with STORAGE_FULL if the disk is too small for a store
    static long bytesFor(Path data) throws IOException, StoreException {
        long disk = Files.getFileStore(data.toAbsolutePath()).getTotalSpace();
        // some file systems do not tell
        if (disk > 0 && disk < LEAST_DISK) {
            throw new StoreException(
                    StoreException.Kind.STORAGE_FULL,
                    "the disk of %s has %s MiB, must have at least %s MiB to keep jobs"
                            .formatted(data, mebibytes(disk), mebibytes(LEAST_DISK)));
        }
        return disk <= 0 ? MOST : Math.min(MOST, disk / SHARE);
    }

    /// How long the log of the database may become, in bytes: the reserve must be enough to write it back.
    long logBytes() {
        return bytes / 4;
    }

    /// Whether new jobs may be taken.
    boolean isThere() {
        return there;
    }

    /// Makes the reserve unless it is there.
    ///
    /// @throws StoreException if the disk is too full for it
    synchronized void require() throws StoreException {
        if (there) {
            return;
        }
        try {
            if (!Files.exists(file) || Files.size(file) != bytes) {
                // with some room beside it, or it would come and go with every job
                long most =
                        Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
                if (most < bytes + bytes / 8) {
                    throw full(null);
                }
                write();
            }
            there = true;
        } catch (IOException e) {
            remove();
            throw failure("the reserve", e);
        }
    }

    private void write() throws IOException {
        // random, so that no file system makes it smaller
        SplittableRandom random = new SplittableRandom(1);
        byte[] piece = new byte[PIECE];
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long done = 0; done < bytes; ) {
                random.nextBytes(piece);
                ByteBuffer next = ByteBuffer.wrap(piece, 0, (int) Math.min(PIECE, bytes - done));
                while (next.hasRemaining()) {
                    done += channel.write(next);
                }
            }
            channel.force(true);
        }
    }

    /// Gives the reserve up.
    ///
    /// @return whether there was one
    synchronized boolean release() {
        boolean removed = remove();
        there = false;
        if (removed) {
            crash.at(CrashPoints.RESERVE_RELEASED);
        }
        return removed;
    }

    private boolean remove() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(Reserve.class.getName()).log(System.Logger.Level.WARNING, "cannot remove " + file, e);
            return false;
        }
    }

    /// What a failure to write a file means; gives up the reserve if the disk is full.
    StoreException failure(String what, IOException e) {
        if (isFull(e)) {
            release();
            return full(e);
        }
        return new StoreException(StoreException.Kind.BROKEN, "%s cannot be written: %s".formatted(what, e), e);
    }

    /// Refusal because there is no room.
    StoreException full(@Nullable Exception e) {
        return new StoreException(
                StoreException.Kind.STORAGE_FULL,
                "the disk of %s is full: it needs %s MiB free to take jobs; delete jobs or make room"
                        .formatted(file.getParent(), mebibytes(bytes + bytes / 8)),
                e);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
    }

    /// Whether a failure to write a file means that the disk is full.
    boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        // the words are those of the system's language
        return message.contains("No space left") || message.contains("quota exceeded") || noRoom();
    }

    /// Whether a failure to write the database means that the disk is full.
    boolean isFull(SQLException e) {
        if (e instanceof SQLiteException s) {
            SQLiteErrorCode code = s.getResultCode();
            // the second: the index of the log cannot grow
            return code == SQLiteErrorCode.SQLITE_FULL
                    || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
                    || (code == SQLiteErrorCode.SQLITE_IOERR_WRITE && noRoom());
        }
        return false;
    }

    private boolean noRoom() {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace() < PIECE;
        } catch (IOException e) {
            return false;
        }
    }
}
