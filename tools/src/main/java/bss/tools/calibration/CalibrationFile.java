package bss.tools.calibration;

import bss.proto.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Calibration files (`.bsscal`).
public final class CalibrationFile {

    /// Largest file that is read.
    public static final long MAX_BYTES = 1L << 30;

    private CalibrationFile() {}

    /// Reads a set.
    ///
    /// @throws IOException if the file cannot be read
    /// @throws FormatException if it is not a calibration, damaged, cut off, of a newer version or too large
    public static CalibrationSet read(Path file) throws IOException, FormatException {
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new FormatException("calibration file has %d bytes, must have at most %d".formatted(size, MAX_BYTES));
        }
        return CalibrationCodec.decode(Files.readAllBytes(file));
    }

    /// Writes a set to the disk; the same set always gives the same bytes.
    public static void write(CalibrationSet set, Path file) throws IOException {
        Durable.write(file, CalibrationCodec.encode(set));
    }
}
