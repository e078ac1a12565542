package bss.tools.cli;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.util.List;
import picocli.CommandLine;

/// Does something to each of several jobs, whatever comes of the others.
final class EachJob {

    private EachJob() {}

    /// What is done.
    interface Act {
        /// Does it, and says what has become of the job.
        String on(String job) throws JobException, InterruptedException;
    }

    /// Tells of each what has become of it; what is returned is the exit code.
    static int of(List<String> jobs, CommandLine line, Act act) throws JobException, InterruptedException {
        int code = 0;
        for (String job : jobs) {
            try {
                line.getOut().println("%s %s".formatted(job, act.on(job)));
            } catch (JobException e) {
                if (e.code() == Status.Code.UNAVAILABLE) {
                    throw e;
                }
                line.getErr().println("%s: %s".formatted(line.getCommandSpec().qualifiedName(), e.getMessage()));
                code = Failure.FAILED;
            }
        }
        return code;
    }
}
