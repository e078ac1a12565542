package bss.tools.job.store;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders of copies, which only this account may read: they tell who has which tokens.
final class Folders {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private Folders() {}

    /// A new file.
    static FileChannel createOwn(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own("rw-------"));
    }

    /// A new folder.
    static Path makeOwn(Path folder) throws IOException {
        return Files.createDirectory(folder, own("rwx------"));
    }

    private static FileAttribute<?>[] own(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /// The same file under another name, or a copy of it; neither if it is gone, or if the name is there.
    static void link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (FileAlreadyExistsException e) {
            // a file never changes under its name
        } catch (NoSuchFileException e) {
            if (Files.exists(file)) {
                throw e;
            }
        } catch (FileSystemException | UnsupportedOperationException e) {
            // on another disk, or one without links
            Files.copy(file, to);
        }
    }

    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Makes the name of a file durable.
    static void syncAround(Path file) throws IOException {
        Path around = file.toAbsolutePath().getParent();
        if (around != null) {
            sync(around);
        }
    }

    /// Removes it with all that is in it, if it is there.
    static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }
}
