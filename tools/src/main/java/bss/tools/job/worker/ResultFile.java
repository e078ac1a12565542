package bss.tools.job.worker;

import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.v1.Table;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.Files;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// The result of a job: `bss.v1.ResultRecord`s, each behind its length.
public final class ResultFile {

    private static final int BUFFER = 1 << 16;

    private ResultFile() {}

    /// Reads records to their end.
    ///
    /// @throws IOException if they cannot be read, or end within a record
    public static void read(InputStream in, Consumer<ResultRecord> to) throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER);
        while (true) {
            ResultRecord record = ResultRecord.parseDelimitedFrom(buffered);
            if (record == null) {
                return;
            }
            to.accept(record);
        }
    }

    /// Writes one; it is on the disk after [#seal].
    static final class Writer implements AutoCloseable {

        private final FileChannel channel;
        private final HashingOutputStream digest;
        private final OutputStream out;
        private final long most;
        private long bytes;

        /// @param most bytes that it may have
        Writer(Path file, long most) throws IOException {
            this.most = most;
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            digest = new HashingOutputStream(Hashing.sha256(), Channels.newOutputStream(channel));
            out = new BufferedOutputStream(digest, BUFFER);
        }

        void add(FetchRequest request, Table piece) throws IOException {
            ResultRecord record = ResultRecord.newBuilder()
                    .setRequest(request)
                    .setTable(piece)
                    .build();
            bytes += record.getSerializedSize() + 5L;
            if (bytes > most) {
                throw new IOException(
                        "the result has more than %d bytes, the most that the job may store".formatted(most));
            }
            record.writeDelimitedTo(out);
        }

        /// Makes it last; its SHA-256 in hex.
        String seal() throws IOException {
            out.flush();
            channel.force(true);
            return digest.hash().toString();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// SHA-256 of a file in hex.
    public static String sha256(Path file) throws IOException {
        return Files.asByteSource(file.toFile()).hash(Hashing.sha256()).toString();
    }
}
