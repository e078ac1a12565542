package bss.calibration.measure.routine;

/// Hears how far the calibration of a chip has come.
@FunctionalInterface
public interface StepProgress {

    /// Hears nothing.
    StepProgress SILENT = (_, _) -> {};

    /// A step begins, at a part, 0 to 1, of the steps of the chip.
    ///
    /// @param step what is measured, e.g. V_t
    void at(String step, double fraction);
}
