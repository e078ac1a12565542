package bss.tools.job.schedule;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The most that one user may have of everything; all at least 0.
///
/// @param queued jobs that wait
/// @param running jobs that run at a time; more are queued rather than refused, see [Shares.Share]
/// @param storedBytes of jobs and results together
/// @param hardwareSecondsPerDay on real hardware
/// @param wallSecondsPerJob how long one job may run
/// @param fpgasPerJob how much of the wafer one job may claim
public record Quotas(
        long queued,
        int running,
        long storedBytes,
        double hardwareSecondsPerDay,
        long wallSecondsPerJob,
        int fpgasPerJob) {

    /// What holds unless the operator sets others.
    public static final Quotas USUAL = new Quotas(1000, 4, 10L << 30, 4 * 3600, 24 * 3600, 48);

    /// What a user has now.
    ///
    /// @param queued jobs that wait
    /// @param storedBytes of jobs and results together
    /// @param hardwareSeconds used this day, and promised to jobs that wait or run
    /// @param dayEndsMs when the count of hardware seconds begins anew
    public record Usage(long queued, long storedBytes, double hardwareSeconds, long dayEndsMs) {

        public Usage {
            requireCount("usage", "queued", queued);
            requireCount("usage", "storedBytes", storedBytes);
            requireSeconds("usage", "hardwareSeconds", hardwareSeconds);
        }
    }

    /// What a job asks for; all at least 0.
    ///
    /// @param bytes what is stored of it, at most
    /// @param hardwareSeconds on real hardware, at most
    /// @param wallSeconds how long it runs, at most
    /// @param fpgas how many it claims
    public record JobRequest(long bytes, double hardwareSeconds, long wallSeconds, int fpgas) {

        public JobRequest {
            requireCount("job", "bytes", bytes);
            requireSeconds("job", "hardwareSeconds", hardwareSeconds);
            requireCount("job", "wallSeconds", wallSeconds);
            requireCount("job", "fpgas", fpgas);
        }
    }

    /// Why a job is not taken.
    ///
    /// @param name of the limit, as in [Quotas]
    /// @param limit the most
    /// @param use what the user has already
    /// @param asked what the job adds
    /// @param resetsMs when there is room by itself; empty if only the user can make room, or the job is too large
    public record Refusal(String name, double limit, double use, double asked, OptionalLong resetsMs) {

        /// The refusal as a sentence.
        ///
        /// @param nowMs what a reset is counted from
        public String message(long nowMs) {
            String reason = "%s: the limit is %s, %s are in use, the job asks for %s"
                    .formatted(name, number(limit), number(use), number(asked));
            if (asked > limit) {
                return reason + "; ask for less";
            }
            return resetsMs.isPresent()
                    ? String.format(Locale.ROOT, "%s; it resets in %d s", reason, secondsUntil(nowMs))
                    : reason + "; wait for jobs to end, or delete some";
        }

        private static String number(double value) {
            return value == Math.rint(value)
                    ? String.format(Locale.ROOT, "%.0f", value)
                    : String.format(Locale.ROOT, "%.6f", value);
        }

        private long secondsUntil(long nowMs) {
            return Math.max(0, Math.ceilDiv(resetsMs.orElse(nowMs) - nowMs, 1000));
        }
    }

    public Quotas {
        requireCount("quotas", "queued", queued);
        requireCount("quotas", "running", running);
        requireCount("quotas", "storedBytes", storedBytes);
        requireSeconds("quotas", "hardwareSecondsPerDay", hardwareSecondsPerDay);
        requireCount("quotas", "wallSecondsPerJob", wallSecondsPerJob);
        requireCount("quotas", "fpgasPerJob", fpgasPerJob);
    }

    /// Whether a job may be queued: empty, or the first limit that it breaks in the order of the components.
    public Optional<Refusal> check(Usage usage, JobRequest job) {
        OptionalLong never = OptionalLong.empty();
        return over("queued", queued, usage.queued(), 1, never)
                .or(() -> over("storedBytes", storedBytes, usage.storedBytes(), job.bytes(), never))
                .or(() -> overHardware(usage, job))
                .or(() -> over("wallSecondsPerJob", wallSecondsPerJob, 0, job.wallSeconds(), never))
                .or(() -> over("fpgasPerJob", fpgasPerJob, 0, job.fpgas(), never));
    }

    /// A job that needs no hardware is welcome even when the hardware's time is used up.
    private Optional<Refusal> overHardware(Usage usage, JobRequest job) {
        if (job.hardwareSeconds() == 0) {
            return Optional.empty();
        }
        boolean everFits = job.hardwareSeconds() <= hardwareSecondsPerDay;
        return job.hardwareSeconds() > hardwareSecondsPerDay - usage.hardwareSeconds()
                ? Optional.of(new Refusal(
                        "hardwareSecondsPerDay",
                        hardwareSecondsPerDay,
                        usage.hardwareSeconds(),
                        job.hardwareSeconds(),
                        everFits ? OptionalLong.of(usage.dayEndsMs()) : OptionalLong.empty()))
                : Optional.empty();
    }

    private static Optional<Refusal> over(String name, long limit, long use, long asked, OptionalLong resetsMs) {
        // not use + asked, which could overflow
        return asked > limit - use
                ? Optional.of(new Refusal(name, (double) limit, (double) use, (double) asked, resetsMs))
                : Optional.empty();
    }

    private static void requireCount(String of, String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("%s: %s is %d, must be at least 0".formatted(of, name, count));
        }
    }

    private static void requireSeconds(String of, String name, double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("%s: %s is %s, must be at least 0".formatted(of, name, seconds));
        }
    }
}
