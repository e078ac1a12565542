package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.worker.ResultFile;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Payloads that come in pieces, each user's by their hash. A piece that came is on the disk when it is answered; who
/// lost the answer asks how far the upload is and goes on there.
final class Uploads {

    private static final int HASH_BYTES = 32;
    private static final Pattern USER = Pattern.compile("[a-z0-9._-]{1,32}");

    private final Path folder;
    private final long mostBytes;

    /// @param mostBytes of a payload
    Uploads(Path folder, long mostBytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.mostBytes = mostBytes;
    }

    /// Takes a piece.
    ///
    /// @return how far the upload is
    synchronized long add(String user, ByteString sha256, long size, long offset, ByteString data)
            throws JobException, IOException {
        Path file = file(user, sha256);
        if (size < 1 || size > mostBytes) {
            throw new JobException(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "upload: size is %d bytes, must be 1 to %d".formatted(size, mostBytes));
        }
        long have = Files.exists(file) ? Files.size(file) : 0;
        if (data.isEmpty() || offset != have) {
            return have;
        }
        if (have + data.size() > size) {
            throw JobException.invalid(
                    "upload: the piece at %d has %d bytes, more than are left of %d", offset, data.size(), size);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (ByteBuffer bytes = data.asReadOnlyByteBuffer(); bytes.hasRemaining(); ) {
                var _ = channel.write(bytes);
            }
            channel.force(true);
        }
        have += data.size();
        if (have == size) {
            verify(file, sha256);
        }
        return have;
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
        verify(file, sha256);
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
