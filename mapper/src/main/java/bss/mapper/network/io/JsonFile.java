package bss.mapper.network.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What all JSON files of a user have in common: how they are read, and the `version` they begin with.
public final class JsonFile {

    private static final long MAX_BYTES = 1L << 30;

    private JsonFile() {}

    /// The bytes of a file.
    ///
    /// @param what the file is to be, for messages: `network file`
    public static byte[] bytes(Path file, String what) throws NetworkFileException {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw new NetworkFileException("%s is a folder, must be a %s".formatted(name, what));
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new NetworkFileException(
                        "%s has %d bytes, must have at most %d".formatted(name, Files.size(file), MAX_BYTES));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new NetworkFileException("%s does not exist, must be a %s".formatted(name, what));
        } catch (IOException e) {
            throw new NetworkFileException("%s cannot be read: %s".formatted(name, e.getMessage()));
        }
    }

    /// The root of the JSON text in `bytes`.
    ///
    /// @param name of the file, for messages
    /// @param what the file is to hold, for messages: `network`
    public static JsonField root(String name, byte[] bytes, String what) throws NetworkFileException {
        return new JsonField(name, "$", JsonTree.parse(name, what, bytes));
    }

    /// Refuses a file that is newer than `newest`, or has no version.
    public static void requireVersion(JsonField root, int newest) throws NetworkFileException {
        JsonField version = root.required("version", "1");
        if (version.integer(1, Integer.MAX_VALUE) > newest) {
            throw version.wrong("at most %d: this software is older than the file".formatted(newest));
        }
    }
}
