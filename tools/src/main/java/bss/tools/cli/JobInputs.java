package bss.tools.cli;

import bss.tools.job.client.JobFiles;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Jobs in files, as the Python package writes them.
final class JobInputs {

    private static final String ENDING = ".bssjob";

    private JobInputs() {}

    /// The log in a file whose name says that it is one; empty of others.
    static Optional<ByteString> job(Path file) {
        if (!file.toString().endsWith(ENDING)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("%s does not exist, or is no file".formatted(file));
        }
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw Failure.usage("%s has %d bytes, a job has at most 2 GiB".formatted(file, Files.size(file)));
            }
            ByteString bytes = ByteString.copyFrom(Files.readAllBytes(file));
            var _ = JobFiles.parse(bytes);
            return Optional.of(bytes);
        } catch (IOException e) {
            throw Failure.usage("%s cannot be read: %s".formatted(file, e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("%s %s".formatted(file, e.getMessage()));
        }
    }
}
