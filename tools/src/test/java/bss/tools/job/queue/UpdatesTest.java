package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.tools.job.v1.Event;
import bss.tools.job.v1.JobProgress;
import bss.tools.job.v1.JobUpdate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdatesTest {

    private static Event progress(long command, String stage, double fraction) {
        return Event.newBuilder()
                .setCommand(command)
                .setProgress(JobProgress.newBuilder().setStage(stage).setFraction(fraction))
                .build();
    }

    @Test
    void ofAStageOnlyTheLastProgressIsKept() {
        Updates updates = new Updates();
        for (int i = 0; i <= 10; i++) {
            updates.add(1, 1, progress(0, "route", 0.1 * i));
            updates.add(1, 1, progress(0, "place", 0.05 * i));
        }
        assertEquals(
                List.of("route", "place"),
                updates.stages(1, 1).stream().map(s -> s.getStage()).toList());
        assertEquals(1, updates.stages(1, 1).getFirst().getFraction(), 1e-12);
        assertEquals(2, updates.after(1, 0).size());
    }

    @Test
    void ofAJobWithAnyNumberOfCommandsOnlyAThousandAreKept() {
        Updates updates = new Updates();
        for (int command = 0; command < 20_000; command++) {
            updates.add(1, 1, progress(command, "running", 1));
        }
        List<JobUpdate> kept = updates.after(1, 0);
        assertEquals(Updates.MOST_UPDATES, kept.size());
        assertEquals(20_000, kept.getLast().getPlace());
        assertEquals(Updates.MOST_UPDATES, updates.stages(1, 1).size());
        assertEquals(19_000, updates.stages(1, 1).getFirst().getCommand());
    }
}
