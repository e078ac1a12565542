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
/// Source: the database header in https://www.sqlite.org/fileformat2.html, section 1.3.
final class DatabaseFile {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_BYTES = 16;

    private DatabaseFile() {}

    /// @throws StoreException if it has bytes that are no database, or none although there are files of jobs
    static void requireWhole(DataFolder folder) throws IOException, StoreException {
        Path file = folder.database();
        long bytes = Files.exists(file) ? Files.size(file) : 0;
        boolean hasLog = isFilled(file, "-wal") || isFilled(file, "-journal");
        if (bytes == 0) {
            if (hasLog || !isEmpty(folder.payloads()) || !isEmpty(folder.results())) {
                throw broken(file, "it is empty, but the folder has files of jobs", null);
            }
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

    static StoreException broken(Path file, String why, @Nullable Exception e) {
        return new StoreException(
                Kind.BROKEN,
                "%s is no sound database of jobs: %s; restore it from a copy, or move the folder away to begin anew"
                        .formatted(file, why),
                e);
    }

    private static boolean isFilled(Path file, String suffix) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + suffix);
        return Files.exists(beside) && Files.size(beside) > 0;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        return DataFolder.files(folder).isEmpty();
    }
}
