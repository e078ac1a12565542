package bss.tools.job.store;

/// What a job may use at most.
///
/// @param wallSeconds of the clock on the wall for one attempt, above 0
/// @param hardwareSeconds of the wafer's own time, above 0
/// @param storageBytes of its result, above 0
public record Limits(double wallSeconds, double hardwareSeconds, long storageBytes) {

    public Limits {
        requirePositive("wallSeconds", wallSeconds);
        requirePositive("hardwareSeconds", hardwareSeconds);
        if (storageBytes <= 0) {
            throw new IllegalArgumentException("limit storageBytes is %d, must be above 0".formatted(storageBytes));
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit %s is %s, must be above 0 and finite".formatted(what, value));
        }
    }
}
