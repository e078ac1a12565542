package bss.tools.job.client;

import bss.tools.job.v1.Command;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.StageProgress;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/// The biological time that a job has come to, since time 0 or its last reset.
///
/// @param ms in ms
/// @param exact false: as far as it can be told
public record Reached(double ms, boolean exact) {

    private static final String RUNNING = "running";

    /// Of a whole job what its log says; of one that was stopped what the wafer counted, or else how far it said it
    /// was.
    static Reached of(JobLog log, JobStatus status, ResultTables tables) {
        if (!status.getPartial()) {
            return new Reached(end(log, log.getCommandsCount()), true);
        }
        Optional<Double> counted = tables.text(FetchText.Kind.COUNTERS).flatMap(Reached::counted);
        if (counted.isPresent()) {
            return new Reached(counted.get(), true);
        }
        double ms = 0;
        for (StageProgress stage : status.getStagesList()) {
            int command = (int) stage.getCommand();
            if (stage.getStage().equals(RUNNING) && command < log.getCommandsCount()) {
                double from = end(log, command);
                ms = from + stage.getFraction() * (end(log, command + 1) - from);
            }
        }
        return new Reached(ms, false);
    }

    /// Where a job is after so many commands.
    static double end(JobLog log, int commands) {
        double now = 0;
        for (Command command : log.getCommandsList().subList(0, commands)) {
            if (command.hasAdvance()) {
                now = command.getAdvance().getUntilMs();
            } else if (command.hasReset()) {
                now = 0;
            }
        }
        return now;
    }

    private static Optional<Double> counted(String json) {
        try {
            return Optional.of(
                    new ObjectMapper().readTree(json).path("biological_ms").asDouble());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /// At least `laterMs`.
    Reached orLater(double laterMs) {
        return exact || laterMs <= ms ? this : new Reached(laterMs, false);
    }
}
