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
        double speedup = log.getCommands(0).getBuild().getOptions().getSpeedup();
        double biological = 0;
        double now = 0;
        for (Command command : log.getCommandsList()) {
            if (command.hasAdvance()) {
                biological += command.getAdvance().getUntilMs() - now;
                now = command.getAdvance().getUntilMs();
            } else if (command.hasReset()) {
                now = 0;
            }
        }
        return biological * 1e-3 / (speedup > 0 ? speedup : SPEEDUP);
    }
}
