package bss.tools.job.store;

import bss.tools.job.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks at the file of the database before SQLite does, which would quietly make some torn files new.
///
/// Source: the headers of the database and of its journal in https://www.sqlite.org/fileformat2.html, 1.3 and 3.
final class DatabaseFile {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_BYTES = 16;
    private static final long JOURNAL_MAGIC = 0xd9d505f920a163d7L;
    private static final int PAGES_BEFORE = 16;

    private DatabaseFile() {}

    /// @throws StoreException if it has bytes that are no database, or none although there are files of jobs
    static void requireWhole(DataFolder folder) throws IOException, StoreException {
        Path file = folder.database();
        long bytes = Files.exists(file) ? Files.size(file) : 0;
        boolean hasLog = isFilled(file, "-wal");
        boolean hasFiles = !isEmpty(folder.payloads()) || !isEmpty(folder.results());
        if (bytes == 0) {
            if (hasLog || hasFiles) {
                throw broken(file, "it is empty, but the folder has files of jobs", null);
            }
            return;
        }
        if (!hasLog && !hasFiles && wasBeingMade(file)) {
            return;
        }
        byte[] header;
        try (InputStream in = Files.newInputStream(file)) {
            header = in.readNBytes(HEADER);
        }
        if (header.length < HEADER || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw broken(file, "it does not begin as one", null);
        }
        // 1 stands for 65536; with a log the last page may be written again from that
        int page = Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(PAGE_BYTES));
        if (!hasLog && bytes % (page <= 1 ? 1 << 16 : page) != 0) {
            throw broken(file, "its last page is cut off", null);
        }
    }

    /// Whether the power failed while the database was made: then there is a journal that makes it empty again. Later
    /// there is none ever, as there is a log instead.
    private static boolean wasBeingMade(Path file) throws IOException {
        Path journal = beside(file, "-journal");
        if (!Files.exists(journal)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(journal)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(PAGES_BEFORE + Integer.BYTES));
            return header.limit() == PAGES_BEFORE + Integer.BYTES
                    && header.getLong(0) == JOURNAL_MAGIC
                    && header.getInt(PAGES_BEFORE) == 0;
        }
    }

    static StoreException broken(Path file, String why, @Nullable Exception e) {
        return new StoreException(
                Kind.BROKEN,
                "%s is no sound database of jobs: %s; restore it from a copy, or move the folder away to begin anew"
                        .formatted(file, why),
                e);
    }

    private static boolean isFilled(Path file, String suffix) throws IOException {
        Path beside = beside(file, suffix);
        return Files.exists(beside) && Files.size(beside) > 0;
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        return DataFolder.files(folder).isEmpty();
    }
}
