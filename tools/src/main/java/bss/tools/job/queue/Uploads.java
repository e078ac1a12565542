package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.store.StoreException;
import bss.tools.job.worker.ResultFile;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Payloads that come in pieces, each user's by their hash. A piece that came is on the disk when it is answered;
/// who lost the answer asks how far the upload is and goes on there.
///
/// Those that no job has taken count against the bytes that their user may store, are bounded in number, and are
/// removed when nobody went on for a day.
final class Uploads {

    /// How much more a user may store.
    interface Room {
        long bytes(String user) throws StoreException;
    }

    private static final int HASH_BYTES = 32;
    private static final Pattern USER = Pattern.compile("[a-z0-9._-]{1,32}");

    private final Path folder;
    private final long mostBytes;
    private final ServingLimits.Unfinished limits;
    private final Room room;
    private final InstantSource clock;

    /// One piece at a time of each user; nobody waits for another one's disk.
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /// @param mostBytes of a payload
    Uploads(Path folder, long mostBytes, ServingLimits.Unfinished limits, Room room, InstantSource clock)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.mostBytes = mostBytes;
        this.limits = limits;
        this.room = room;
        this.clock = clock;
    }

    /// Takes a piece.
    ///
    /// @return how far the upload is
    long add(String user, ByteString sha256, long size, long offset, ByteString data)
            throws JobException, IOException, StoreException {
        Path file = file(user, sha256);
        if (size < 1 || size > mostBytes) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "upload: size is %d bytes, must be 1 to %d".formatted(size, mostBytes));
        }
        synchronized (lock(user)) {
            long have = Files.exists(file) ? Files.size(file) : 0;
            if (data.isEmpty() || offset != have) {
                return have;
            }
            if (have + data.size() > size) {
                throw JobException.invalid(
                        "upload: the piece at %d has %d bytes, more than are left of %d", offset, data.size(), size);
            }
            requireRoom(user, file, size);
            append(file, data, have);
            have += data.size();
            if (have == size) {
                verify(file, sha256);
            }
            return have;
        }
    }

    /// How many there are that no job has taken.
    long count() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    private Object lock(String user) {
        return locks.computeIfAbsent(user, _ -> new Object());
    }

    /// Leaves nothing of a piece that does not fit: what little room there is others need.
    private void append(Path file, ByteString data, long have) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            try {
                for (ByteBuffer bytes = data.asReadOnlyByteBuffer(); bytes.hasRemaining(); ) {
                    var _ = channel.write(bytes);
                }
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
                channel.force(true);
            } catch (IOException e) {
                try {
                    var _ = channel.truncate(have);
                } catch (IOException x) {
                    e.addSuppressed(x);
                }
                throw e;
            }
        }
    }

    /// Refuses one upload too many, and one whose end would not fit in.
    private void requireRoom(String user, Path file, long size) throws JobException, IOException, StoreException {
        List<Path> others = new ArrayList<>(files(user));
        others.remove(file);
        if (others.size() >= limits.count()) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    ("upload: user '%s' has %d uploads that no job has taken, the most there may be: submit their jobs,"
                                    + " or wait until they are removed, %d h after their last piece")
                            .formatted(user, others.size(), limits.age().toHours()));
        }
        long there = 0;
        for (Path other : others) {
            there += Files.size(other);
        }
        long left = room.bytes(user) - there;
        if (size > left) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "upload: size is %d bytes, quota storedBytes has room for %d".formatted(size, Math.max(0, left)));
        }
    }

    private List<Path> files(String user) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> user(f).equals(user)).toList();
        }
    }

    /// Whose a file is: a hash has no hyphen, a name may.
    private static String user(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, Math.max(0, name.lastIndexOf('-')));
    }

    /// Removes what nobody went on with for too long.
    void removeOld() {
        Instant oldest = clock.instant().minus(limits.age());
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                synchronized (lock(user(file))) {
                    if (Files.exists(file)
                            && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            // the next hour may be better, and uploads that stay do no harm to others
            System.getLogger(Uploads.class.getName())
                    .log(System.Logger.Level.WARNING, "old uploads cannot be removed", e);
        }
    }

    private static void verify(Path file, ByteString sha256) throws JobException, IOException {
        String computed = ResultFile.sha256(file);
        String claimed = HexFormat.of().formatHex(sha256.toByteArray());
        if (!computed.equals(claimed)) {
            Files.delete(file);
            throw JobException.invalid(
                    "upload: the bytes that arrived have SHA-256 %s, must be %s; send them again", computed, claimed);
        }
    }

    /// A whole payload.
    Path complete(String user, ByteString sha256) throws JobException, IOException {
        Path file = file(user, sha256);
        if (!Files.exists(file)) {
            throw JobException.refused(
                    "there is no upload with SHA-256 %s: upload the log first",
                    HexFormat.of().formatHex(sha256.toByteArray()));
        }
        synchronized (lock(user)) {
            verify(file, sha256);
            // it is not to be removed as old while a job takes it
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        }
        return file;
    }

    /// Forgets a payload that a job has.
    void remove(String user, ByteString sha256) throws JobException, IOException {
        Files.deleteIfExists(file(user, sha256));
    }

    private Path file(String user, ByteString sha256) throws JobException {
        if (sha256.size() != HASH_BYTES) {
            throw JobException.invalid("sha256 has %d bytes, must have %d", sha256.size(), HASH_BYTES);
        }
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("user '%s'".formatted(user));
        }
        return folder.resolve(user + "-" + HexFormat.of().formatHex(sha256.toByteArray()));
    }
}
