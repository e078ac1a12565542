package bss.tools.job.access;

/// How much a user may have at a time.
///
/// @param queued jobs that wait, 0 or more
/// @param running jobs that run, 0 or more
/// @param storedBytes of commands and results, 0 or more
/// @param hardwareSecondsPerDay time on the wafer, 0 or more
public record UserQuotas(int queued, int running, long storedBytes, double hardwareSecondsPerDay) {

    /// 1000 queued, 4 running, 10 GiB, an hour of hardware time a day.
    public static final UserQuotas DEFAULTS = new UserQuotas(1000, 4, 10L << 30, 3600);

    public UserQuotas {
        require("queued", queued);
        require("running", running);
        require("storedBytes", (double) storedBytes);
        require("hardwareSecondsPerDay", hardwareSecondsPerDay);
    }

    private static void require(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("quota %s is %s, must be 0 or more".formatted(name, value));
        }
    }
}
