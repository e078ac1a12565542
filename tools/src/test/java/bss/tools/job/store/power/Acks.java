package bss.tools.job.store.power;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where the workload says what it asks for and what it was told, so that the log has it among the writes.
final class Acks implements AutoCloseable {

    /// A job will be as follows.
    static final String BEGIN = "begin";

    /// A job is as follows.
    static final String DONE = "done";

    /// All jobs that are there follow.
    static final String LIST = "list";

    static final String LISTED = "listed";

    /// Workers are no more.
    static final String RECOVER = "recover";

    static final String RECOVERED = "recovered";

    private final FileChannel file;

    Acks(Path file) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void say(String what) {
        ByteBuffer line = ByteBuffer.wrap((what + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            // all at once: other threads say something too
            int written = file.write(line);
            if (line.hasRemaining()) {
                throw new IOException("only %d bytes of '%s' were written".formatted(written, what));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String what, Fact fact) {
        say(what + " " + fact.line());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
