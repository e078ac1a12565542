package bss.tools.job.worker;

import bss.tools.job.JobException;
import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobLog;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Carries out the commands of a log one after the other, advances in steps, since `advance(a); advance(b)` gives what
/// `advance(b)` gives.
final class LogRun {

    /// Carries out one command and waits until it is done.
    interface Carrier {
        void carryOut(Command command, Consumer<Event> heard) throws JobException, InterruptedException;
    }

    private final Carrier carrier;
    private final Consumer<Event> heard;
    private final BooleanSupplier stopped;
    private final Pace pace = new Pace();
    private double nowMs;

    /// @param heard events, under the numbers of the log's commands
    /// @param stopped whether to go no further, asked before each step but the first of a log
    LogRun(Carrier carrier, Consumer<Event> heard, BooleanSupplier stopped) {
        this.carrier = carrier;
        this.heard = heard;
        this.stopped = stopped;
    }

    /// What was carried out.
    ///
    /// @param partial it was stopped: not all of what there was
    record Outcome(JobLog log, boolean partial) {}

    /// Carries out all, or less if it is stopped.
    Outcome carryOut(JobLog log) throws JobException, InterruptedException {
        for (int c = 0; c < log.getCommandsCount(); c++) {
            if (c > 0 && stopped.getAsBoolean()) {
                return new Outcome(before(log, c).build(), true);
            }
            Command command = log.getCommands(c);
            if (!command.hasAdvance()) {
                int number = c;
                carrier.carryOut(command, e -> heard.accept(numbered(e, number)));
                nowMs = command.hasReset() ? 0 : nowMs;
            } else if (!advance(c, command.getAdvance().getUntilMs())) {
                return new Outcome(before(log, c).addCommands(to(nowMs)).build(), true);
            }
        }
        return new Outcome(log, false);
    }

    /// Whether it came to the end.
    private boolean advance(int number, double untilMs) throws JobException, InterruptedException {
        double fromMs = nowMs;
        do {
            if (nowMs > fromMs && stopped.getAsBoolean()) {
                return false;
            }
            double atMs = nowMs;
            double nextMs = pace.next(nowMs, untilMs);
            long began = System.nanoTime();
            carrier.carryOut(to(nextMs), e -> {
                if (nextMs >= untilMs || !e.hasDone()) {
                    heard.accept(scaled(numbered(e, number), fromMs, atMs, nextMs, untilMs));
                }
            });
            pace.took(nextMs - atMs, 1e-9 * (System.nanoTime() - began));
            nowMs = nextMs;
        } while (nowMs < untilMs);
        return true;
    }

    private static Command to(double untilMs) {
        return Command.newBuilder()
                .setAdvance(Advance.newBuilder().setUntilMs(untilMs))
                .build();
    }

    private static JobLog.Builder before(JobLog log, int command) {
        return JobLog.newBuilder().addAllCommands(log.getCommandsList().subList(0, command));
    }

    private static Event numbered(Event event, int number) {
        return event.toBuilder().setCommand(number).build();
    }

    /// With the progress of a step as that of the whole advance.
    private static Event scaled(Event event, double fromMs, double atMs, double nextMs, double untilMs) {
        if (!event.getProgress().getStage().equals("running") || !(untilMs > fromMs)) {
            return event;
        }
        double reached = atMs + event.getProgress().getFraction() * (nextMs - atMs);
        Event.Builder whole = event.toBuilder();
        whole.getProgressBuilder().setFraction((reached - fromMs) / (untilMs - fromMs));
        return whole.build();
    }
}
