package bss.tools.cli;

import bss.proto.FormatException;
import bss.tools.calibration.CalibrationChoice;
import bss.tools.calibration.CalibrationFile;
import bss.tools.calibration.CalibrationSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Measured calibrations as commands take them.
final class Calibrations {

    private Calibrations() {}

    /// Reads a set; what cannot be read is wrong use.
    static CalibrationSet read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.usage("--calibration %s does not exist".formatted(file));
        }
        try {
            return CalibrationFile.read(file);
        } catch (FormatException e) {
            throw Failure.usage("--calibration %s: %s".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw Failure.usage("--calibration %s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    /// Tells loudly of a synthetic set.
    static void announce(CalibrationSet set, PrintWriter err) {
        if (set.header().synthetic()) {
            err.println("WARNING: " + CalibrationChoice.SYNTHETIC);
        }
    }
}
