package bss.tools.job.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps other servers out of a folder for as long as this process lives, or until it is closed.
final class DataLock implements AutoCloseable {

    /// Folders that this process has. Must be looked at before the file is opened: closing any channel to a file gives
    /// up every lock that the process has on it.
    private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private DataLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// @throws StoreException if another server has the folder
    static DataLock of(Path data) throws IOException, StoreException {
        Path folder = data.toRealPath();
        if (!MINE.add(folder)) {
            throw taken(data, Long.toString(ProcessHandle.current().pid()));
        }
        boolean locked = false;
        try {
            DataLock lock = new DataLock(folder, lock(data));
            locked = true;
            return lock;
        } finally {
            if (!locked) {
                MINE.remove(folder);
            }
        }
    }

    private static FileChannel lock(Path data) throws IOException, StoreException {
        Path file = data.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(data, Files.readString(file).strip());
            }
            locked = true;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        tellOwner(channel);
        return channel;
    }

    private static void tellOwner(FileChannel channel) {
        try {
            channel.truncate(0);
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(pid), 0);
        } catch (IOException e) {
            // only for people, and the disk may be full
            System.getLogger(DataLock.class.getName()).log(System.Logger.Level.DEBUG, "no process id in the lock", e);
        }
    }

    private static StoreException taken(Path data, String pid) {
        return new StoreException(
                StoreException.Kind.LOCKED,
                "the folder %s is in use by another server%s; stop that one, or give another folder"
                        .formatted(data, pid.isEmpty() ? "" : ", process " + pid));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        MINE.remove(folder);
    }
}
