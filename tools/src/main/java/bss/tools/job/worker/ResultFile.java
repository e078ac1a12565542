package bss.tools.job.worker;

import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.ResultRecord;
import bss.tools.job.v1.Table;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        private final MessageDigest digest = sha256();
        private final OutputStream out;
        private final long most;
        private long bytes;

        /// @param most bytes that it may have
        Writer(Path file, long most) throws IOException {
            this.most = most;
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            out = new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(channel), digest), BUFFER);
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
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// SHA-256 of a file in hex.
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
