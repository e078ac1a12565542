package bss.tools.cli;

import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.StageProgress;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How jobs are shown to people.
final class JobTexts {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final long MINUTE_MS = 60_000;

    private JobTexts() {}

    /// A time of the server on this machine's clock; `-` if it has not come.
    static String time(long ms) {
        return ms == 0 ? "-" : TIME.format(Instant.ofEpochMilli(ms).atZone(ZoneId.systemDefault()));
    }

    /// How long a job ran, or has run by now.
    ///
    /// @param nowMs of one that runs
    static String runTime(JobStatus job, long nowMs) {
        if (job.getStartedMs() == 0) {
            return job.getEndedMs() == 0 ? "-" : "0.0 s";
        }
        long ms = Math.max(0, (job.getEndedMs() == 0 ? nowMs : job.getEndedMs()) - job.getStartedMs());
        long seconds = ms / 1000;
        return ms < MINUTE_MS
                ? String.format(Locale.ROOT, "%.1f s", ms / 1e3)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /// The stage that a job is in; needs its stages.
    static String progress(JobStatus job) {
        if (job.getStagesCount() == 0) {
            return "-";
        }
        StageProgress last = job.getStages(job.getStagesCount() - 1);
        return String.format(Locale.ROOT, "%s %.0f %%", last.getStage(), 100 * last.getFraction());
    }

    /// Bytes as people read them.
    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        String units = "KMGTPE";
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1024 && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", value, units.charAt(unit));
    }
}
