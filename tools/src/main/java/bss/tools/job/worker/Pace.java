package bss.tools.job.worker;

/// How far to advance at a time so that a step takes about half a second of wall time: between two steps a job can be
/// stopped and keeps what it has done.
final class Pace {

    private static final double FIRST_MS = 100;
    private static final double AIM_SECONDS = 0.5;
    private static final double MOST_GROWTH = 8;

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
