package bss.tools.job.queue;

import bss.tools.job.JobException;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.JobLog;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/// Payloads of jobs: what can be told from a log before it runs.
final class JobLogs {

    /// Messages and the like in one log: each takes some hundred bytes of memory, however short it is.
    static final long MOST_PARTS = 1_000_000;

    private JobLogs() {}

    /// The commands of a payload, in an order that makes sense.
    static JobLog parse(ByteString payload) throws JobException {
        JobLog log;
        try {
            if (Parts.count(JobLog.getDescriptor(), payload, MOST_PARTS) > MOST_PARTS) {
                throw JobException.invalid(
                        "log: it has more than %d messages, strings and unknown fields; put numbers into packed arrays",
                        MOST_PARTS);
            }
            log = JobLog.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw JobException.invalid("log: it is no JobLog: %s", Refusals.clean(e.getMessage()));
        }
        if (log.getCommandsCount() == 0 || !log.getCommands(0).hasBuild()) {
            throw JobException.invalid("log: the first command must be a build");
        }
        double now = 0;
        for (int c = 1; c < log.getCommandsCount(); c++) {
            Command command = log.getCommands(c);
            switch (command.getBodyCase()) {
                case ADVANCE -> {
                    double until = command.getAdvance().getUntilMs();
                    if (!(until >= now && until < Double.POSITIVE_INFINITY)) {
                        throw JobException.invalid(
                                "log: command %d: until_ms is %s, must be at least %s, where the job is",
                                c, until, now);
                    }
                    now = until;
                }
                case RESET -> now = 0;
                case CHANGE -> {}
                case END -> {
                    if (c != log.getCommandsCount() - 1) {
                        throw JobException.invalid("log: command %d follows the end", c + 1);
                    }
                }
                case BUILD -> throw JobException.invalid("log: command %d is a build, only the first may be one", c);
                case BODY_NOT_SET ->
                    throw JobException.invalid(
                            "log: command %d has no body, must be one of advance, change, reset, end", c);
            }
        }
        return log;
    }
}
