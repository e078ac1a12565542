package bss.tools.job.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A copy that is read, a folder or a ZIP file.
final class BackupSource implements AutoCloseable {

    private final Path path;
    private final @Nullable ZipFile zip;

    private BackupSource(Path path, @Nullable ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    static BackupSource of(Path path) throws IOException, StoreException {
        return of(path, !Files.isDirectory(path));
    }

    static BackupSource of(Path path, boolean isZip) throws IOException, StoreException {
        if (!Files.exists(path)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "there is no %s".formatted(path));
        }
        try {
            return new BackupSource(path, isZip ? new ZipFile(path.toFile()) : null);
        } catch (ZipException e) {
            throw Backup.broken("%s is no ZIP file: %s".formatted(path, e.getMessage()), e);
        }
    }

    /// @throws StoreException with BROKEN if there is no such file
    InputStream open(String name) throws IOException, StoreException {
        if (zip != null) {
            return zip.getInputStream(entry(zip, name));
        }
        if (!Files.isRegularFile(path.resolve(name))) {
            throw missing(name);
        }
        return Files.newInputStream(path.resolve(name));
    }

    long bytes(String name) throws IOException, StoreException {
        return zip == null ? Files.size(path.resolve(name)) : entry(zip, name).getSize();
    }

    private ZipEntry entry(ZipFile in, String name) throws StoreException {
        ZipEntry entry = in.getEntry(name);
        if (entry == null) {
            throw missing(name);
        }
        return entry;
    }

    private StoreException missing(String name) {
        return Backup.broken("%s is no whole copy of a server of jobs: it has no %s".formatted(path, name), null);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}
