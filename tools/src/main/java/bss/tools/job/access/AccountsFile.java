package bss.tools.job.access;

import bss.proto.link.Watched;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// `DATA/accounts.json` on the disk, which only the server's own account may read and write.
final class AccountsFile {

    static final String NAME = "accounts.json";

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private final Path file;

    AccountsFile(Path data) {
        file = data.resolve(NAME);
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /// Differs when the file was changed; a rename always changes it.
    String stamp() {
        return Watched.stamp(file);
    }

    /// @param existed a file was there before, and one that is gone does not mean that there are no users
    /// @throws IOException if it cannot be used
    Directory read(boolean existed) throws IOException {
        try {
            requireOwn();
            return AccountsJson.read(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            if (existed) {
                throw new IOException("%s: is gone, must be put back".formatted(file), e);
            }
            return Directory.EMPTY;
        }
    }

    private void requireOwn() throws IOException {
        if (!POSIX) {
            return;
        }
        Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
        Set<PosixFilePermission> tooMany = EnumSet.copyOf(OF_OTHERS);
        tooMany.retainAll(given);
        if (!tooMany.isEmpty()) {
            throw new IOException("%s: has the permissions %s, must be %s: chmod 600"
                    .formatted(file, PosixFilePermissions.toString(given), PosixFilePermissions.toString(OWN)));
        }
    }

    /// On the disk when it returns; after a crash there is the former file or this one.
    void write(Directory directory) throws IOException {
        Path aside = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(aside); // of a crash
        try (FileChannel channel = open(aside, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer rest = ByteBuffer.wrap(AccountsJson.write(directory));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder();
    }

    /// A file beside it, to lock while it is changed.
    FileChannel lockFile() throws IOException {
        return open(file.resolveSibling(NAME + ".lock"), StandardOpenOption.CREATE);
    }

    private static FileChannel open(Path path, OpenOption how) throws IOException {
        FileAttribute<?>[] attributes =
                POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWN)} : new FileAttribute<?>[0];
        return FileChannel.open(path, Set.of(how, StandardOpenOption.WRITE), attributes);
    }

    private void flushFolder() {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            System.getLogger(AccountsFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "folders cannot be written through: {0}", e.getMessage());
        }
    }
}
