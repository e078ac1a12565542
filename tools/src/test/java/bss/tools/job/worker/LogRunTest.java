package bss.tools.job.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.Advance;
import bss.tools.job.v1.Build;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.Done;
import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobProgress;
import bss.tools.job.v1.Reset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Advances in steps, and what those who listen hear of them.
class LogRunTest {

    private static final long SEED = 41;

    /// Carries out nothing and remembers what it was told to.
    private static final class Notes implements LogRun.Carrier {
        private final List<Command> commands = new ArrayList<>();
        private final Random random = new Random(SEED);

        @Override
        public void carryOut(Command command, Consumer<Event> heard) throws InterruptedException {
            commands.add(command);
            if (random.nextInt(4) == 0) {
                Thread.sleep(random.nextInt(5));
            }
            for (double fraction : new double[] {0, 0.5, 1}) {
                heard.accept(event().setProgress(
                                JobProgress.newBuilder().setStage("running").setFraction(fraction))
                        .build());
            }
            heard.accept(event().setDone(Done.getDefaultInstance()).build());
        }

        /// Numbered by who carries out, not by the log.
        private Event.Builder event() {
            return Event.newBuilder().setCommand(commands.size() - 1);
        }

        private static double until(List<Command> commands) {
            return commands.getLast().getAdvance().getUntilMs();
        }
    }

    private static JobLog log(double... untilMs) {
        JobLog.Builder log =
                JobLog.newBuilder().addCommands(Command.newBuilder().setBuild(Build.getDefaultInstance()));
        for (double until : untilMs) {
            log.addCommands(
                    until == 0
                            ? Command.newBuilder().setReset(Reset.getDefaultInstance())
                            : Command.newBuilder()
                                    .setAdvance(Advance.newBuilder().setUntilMs(until)));
        }
        return log.build();
    }

    private final Notes notes = new Notes();
    private final List<Event> heard = new ArrayList<>();

    private LogRun.Outcome run(JobLog log, BooleanSupplier stopped) throws Exception {
        return new LogRun(notes, heard::add, stopped).carryOut(log);
    }

    @Test
    void stepsLeadToTheTimesOfTheLogAndAreHeardAsOneCommand() throws Exception {
        JobLog log = log(1_000, 250_000, 0, 90_000);
        LogRun.Outcome outcome = run(log, () -> false);
        assertEquals(log, outcome.log());
        assertFalse(outcome.partial());
        double before = 0;
        List<Double> ends = new ArrayList<>();
        for (Command command : notes.commands) {
            if (command.hasReset()) {
                before = 0;
            } else if (command.hasAdvance()) {
                double until = command.getAdvance().getUntilMs();
                assertTrue(until > before, "seed %d: from %s to %s".formatted(SEED, before, until));
                before = until;
                ends.add(until);
            }
        }
        assertTrue(ends.containsAll(List.of(1_000.0, 250_000.0, 90_000.0)), ends.toString());
        assertTrue(ends.size() > 4, "an advance of 250 s is cut: " + ends);
        // one end for each command, in order, and progress that only rises within one
        List<Long> done =
                heard.stream().filter(Event::hasDone).map(Event::getCommand).toList();
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), done);
        double[] fraction = new double[5];
        for (Event event : heard) {
            int command = (int) event.getCommand();
            if (event.hasProgress() && log.getCommands(command).hasAdvance()) {
                double now = event.getProgress().getFraction();
                assertTrue(now >= fraction[command] && now <= 1, "command %d: %s".formatted(command, now));
                fraction[command] = now;
            }
        }
        assertEquals(1, fraction[2], 1e-12);
    }

    @Test
    void whatIsStoppedSaysHowFarItCame() throws Exception {
        JobLog log = log(1_000, 1e9, 0, 1_000);
        LogRun.Outcome outcome = run(log, () -> notes.commands.size() >= 8);
        assertTrue(outcome.partial());
        List<Command> done = outcome.log().getCommandsList();
        assertEquals(log.getCommandsList().subList(0, 2), done.subList(0, 2));
        assertEquals(3, done.size());
        assertEquals(Notes.until(notes.commands), Notes.until(done));
        assertTrue(Notes.until(done) < 1e9);
    }

    @Test
    void whatIsStoppedBeforeItsFirstStepHasNotAdvanced() throws Exception {
        LogRun.Outcome outcome = run(log(1_000), () -> true);
        assertTrue(outcome.partial());
        assertEquals(1, outcome.log().getCommandsCount());
    }
}
