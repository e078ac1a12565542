package bss.tools.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All files that one command writes. They appear together when the command has succeeded; one that fails or is
/// interrupted leaves none and keeps what was there.
final class OutputFiles implements AutoCloseable {

    private static final String READ = "the file that is read";

    private final List<OutputFile> files = new ArrayList<>();
    private final Map<Path, String> taken = new LinkedHashMap<>();

    /// A file that is read and must not be replaced, be it named before or after the files to write.
    void keep(Path input) {
        String before = taken.put(OutputFile.place(input), READ);
        if (before != null && !before.equals(READ)) {
            throw Failure.usage("%s %s is %s too, must be another file".formatted(before, input, READ));
        }
    }

    /// A file to write; refuses at once what could not be written later.
    ///
    /// @param option how the user named the file, for the message
    OutputFile add(String option, Path target) {
        OutputFile file = new OutputFile(option, target);
        String other = taken.putIfAbsent(file.place(), option);
        if (other != null) {
            throw Failure.usage("%s %s is %s too, must be another file".formatted(option, target, other));
        }
        files.add(file);
        return file;
    }

    /// Renames all files that were written.
    void commit() {
        Interruption.hold();
        try {
            files.forEach(OutputFile::rename);
            Interruption.finished();
        } finally {
            Interruption.allow();
        }
    }

    /// Removes what was not committed.
    @Override
    public void close() {
        files.forEach(OutputFile::discard);
    }
}
