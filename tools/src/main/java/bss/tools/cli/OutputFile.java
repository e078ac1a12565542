package bss.tools.cli;

import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that a command writes: aside first, renamed by [OutputFiles#commit()], so that nobody sees half of it.
final class OutputFile {

    /// Fills the file at the path it is given.
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    private final Path target;
    private final Path aside;
    private boolean written;

    /// Refuses at once what could not be written later.
    ///
    /// @param option how the user named the file, for the message
    OutputFile(String option, Path target) {
        this.target = target;
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw Failure.usage("%s %s is a folder, must be a file".formatted(option, target));
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.usage("%s %s cannot be written: there is no folder %s".formatted(option, target, folder));
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw Failure.usage("%s %s is a device or a pipe, must be a file".formatted(option, target));
        }
        if (!Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
            throw Failure.usage("%s %s cannot be written: no permission".formatted(option, target));
        }
        aside = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /// Where the file is, with the links on the way to it followed.
    Path place() {
        return place(target);
    }

    static Path place(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            return Files.exists(file)
                    ? file.toRealPath()
                    : absolute.resolveSibling(file.toAbsolutePath()
                            .resolveSibling("")
                            .toRealPath()
                            .resolve(absolute.getFileName()));
        } catch (IOException e) {
            return absolute;
        }
    }

    Path path() {
        return target;
    }

    /// Writes the content aside.
    void write(Content content) {
        Interruption.hold();
        try {
            Interruption.guard(aside);
            written = true;
            content.writeTo(aside);
        } catch (IOException | UncheckedIOException | HdfException e) {
            throw unwritable(e);
        } finally {
            Interruption.allow();
        }
    }

    /// Renames what was written aside, replacing what was there.
    void rename() {
        if (!written) {
            return;
        }
        try {
            try {
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        written = false;
        Interruption.release(aside);
    }

    /// Removes what was written aside and not renamed.
    void discard() {
        if (written && Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                throw Failure.failed("%s could not be removed: %s".formatted(aside, e.getMessage()), e);
            }
        }
        written = false;
        Interruption.release(aside);
    }

    private Failure unwritable(Exception e) {
        return Failure.failed("%s could not be written: %s".formatted(target, e.getMessage()), e);
    }
}
