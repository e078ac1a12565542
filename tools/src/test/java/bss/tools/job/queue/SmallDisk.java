package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/// A disk of its own, which somebody else can fill.
final class SmallDisk implements AutoCloseable {

    private static final int PIECE = 4096;
    private static final int TRIES = 300;
    private static final long PAUSE_NS = 100_000_000;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /// Skips the test where none can be mounted.
    static SmallDisk mount(Path folder, String size) throws Exception {
        Files.createDirectories(folder);
        boolean mounted = Shell.run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        assumeTrue(mounted, "skipped: mounting a tmpfs needs root and the capability SYS_ADMIN");
        return new SmallDisk(folder);
    }

    Path data() {
        return folder.resolve("data");
    }

    long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /// Takes all but so much of what is left.
    void fill(int leave) throws IOException {
        try (FileChannel other = FileChannel.open(
                folder.resolve("other"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            while (leave == 0 || free() > leave) {
                var _ = other.write(ByteBuffer.allocate(PIECE));
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.toString());
        }
    }

    /// Takes all that is left.
    void fill() throws IOException {
        fill(0);
    }

    void makeRoom() throws IOException {
        Files.delete(folder.resolve("other"));
    }

    @Override
    public void close() {
        // processes that were killed may still be about to let go of it
        for (int i = 0; i < TRIES && !Shell.run("umount", folder.toString()); i++) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
