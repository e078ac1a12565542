package bss.tools.job.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Where a copy is written; on the disk when it is closed.
interface BackupSink extends AutoCloseable {

    /// Adds a file.
    ///
    /// @return its SHA-256
    String add(String name, Path file) throws IOException;

    @Override
    void close() throws IOException;

    /// A new folder, or a new ZIP file, that only this account may read.
    static BackupSink to(Path to, boolean zip) throws IOException {
        return zip ? new Zip(Folders.createOwn(to)) : new Folder(Folders.makeOwn(to));
    }

    /// A folder: with links to files of the same disk, or else with copies.
    final class Folder implements BackupSink {

        private final Path folder;

        private Folder(Path folder) {
            this.folder = folder;
        }

        @Override
        public String add(String name, Path file) throws IOException {
            Path to = folder.resolve(name);
            Files.createDirectories(to.toAbsolutePath().getParent());
            Folders.link(file, to);
            Folders.sync(to);
            return Sha256.of(to);
        }

        @Override
        public void close() throws IOException {
            for (String part : new String[] {"payloads", "results", "."}) {
                Path sub = folder.resolve(part);
                if (Files.isDirectory(sub)) {
                    Folders.sync(sub);
                }
            }
        }
    }

    /// A ZIP file, quickly compressed.
    final class Zip implements BackupSink {

        private final FileChannel channel;
        private final ZipOutputStream zip;

        private Zip(FileChannel channel) {
            this.channel = channel;
            zip = new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
            zip.setLevel(Deflater.BEST_SPEED);
        }

        @Override
        public String add(String name, Path file) throws IOException {
            MessageDigest digest = Sha256.digest();
            zip.putNextEntry(new ZipEntry(name));
            try (InputStream in = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file)), digest)) {
                in.transferTo(zip);
            }
            zip.closeEntry();
            return Sha256.hex(digest.digest());
        }

        @Override
        public void close() throws IOException {
            try (zip) {
                zip.finish();
                zip.flush();
                channel.force(true);
            }
        }
    }
}
