package bss.tools.job.store;

/// What a user has had, and may still get, of a wafer's time.
///
/// @param todaySeconds of jobs that ended this day, UTC, also of those that were deleted
/// @param promisedSeconds of jobs that wait or run
/// @param dayEndsMs when the day ends, milliseconds since 1970
public record HardwareUse(double todaySeconds, double promisedSeconds, long dayEndsMs) {

    static final long DAY_MS = 86_400_000;
}
