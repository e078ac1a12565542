package bss.tools.job.worker;

import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;

/// What a job needs of a wafer's own time.
public final class WaferTime {

    /// The speed-up where none is named.
    private static final double SPEEDUP = 1e4;

    private WaferTime() {}

    /// Of all commands, whose first is a build; in seconds.
    public static double seconds(JobLog log) {
        return until(log, log.getCommandsCount(), 0);
    }

    /// Of the commands before one, and of so much of that one.
    ///
    /// @param command 0 and above
    /// @param fraction of it that is done, 0 to 1
    public static double until(JobLog log, long command, double fraction) {
        double speedup = log.getCommands(0).getBuild().getOptions().getSpeedup();
        double biological = 0;
        double now = 0;
        for (int c = 0; c <= command && c < log.getCommandsCount(); c++) {
            Command next = log.getCommands(c);
            if (next.hasAdvance()) {
                biological += (c < command ? 1 : fraction) * (next.getAdvance().getUntilMs() - now);
                now = next.getAdvance().getUntilMs();
            } else if (next.hasReset()) {
                now = 0;
            }
        }
        return biological * 1e-3 / (speedup > 0 ? speedup : SPEEDUP);
    }
}
