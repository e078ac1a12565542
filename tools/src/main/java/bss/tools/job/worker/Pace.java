package bss.tools.job.worker;

/// How far to advance at a time so that a step takes about a fifth of a second of wall time: between two steps a job
/// can
/// be stopped and keeps what it has done, and there is room for a machine that is busy within the second that a limit
/// allows.
final class Pace {

    private static final double FIRST_MS = 100;
    private static final double AIM_SECONDS = 0.2;
    private static final double MOST_GROWTH = 4;

    private double stepMs = FIRST_MS;

    /// Where the next step from `nowMs` towards `untilMs` ends, in biological ms.
    double next(double nowMs, double untilMs) {
        // no tiny last step
        return untilMs - nowMs < 1.5 * stepMs ? untilMs : nowMs + stepMs;
    }

    /// What a step took.
    void took(double biologicalMs, double seconds) {
        double right = biologicalMs * AIM_SECONDS / Math.max(seconds, 1e-6);
        stepMs = Math.clamp(right, stepMs / MOST_GROWTH, stepMs * MOST_GROWTH);
    }
}
