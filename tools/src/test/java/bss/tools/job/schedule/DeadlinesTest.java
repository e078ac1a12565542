package bss.tools.job.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.schedule.Deadlines.Due;
import bss.tools.job.schedule.Deadlines.Limit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long NEVER = Long.MAX_VALUE;

    /// Every sequence of six operations on two jobs and some time after it, against a model that lets every
    /// millisecond pass by itself.
    @Test
    void equalsAModelThatCountsEveryMillisecond() {
        int operations = 7;
        int length = 6;
        for (int code = 0; code < Math.pow(operations, length); code++) {
            Deadlines deadlines = new Deadlines();
            Ticks ticks = new Ticks();
            for (int step = 0, rest = code; step < length; step++, rest /= operations) {
                String place = "case " + code;
                int job = step % 2;
                boolean known = ticks.jobs[job].known;
                switch (rest % operations) {
                    case 0 -> {
                        deadlines.put(job, ticks.now + 3);
                        ticks.put(job, ticks.now + 3);
                    }
                    case 1 -> {
                        deadlines.put(job, NEVER);
                        ticks.put(job, NEVER);
                    }
                    case 2 -> {
                        if (known) {
                            deadlines.limitHardware(job, 2, ticks.now);
                            ticks.jobs[job].left = 2;
                        }
                    }
                    case 3 -> {
                        if (known) {
                            deadlines.hardwareOn(job, ticks.now);
                            ticks.jobs[job].on = true;
                        }
                    }
                    case 4 -> {
                        if (known) {
                            deadlines.hardwareOff(job, ticks.now);
                            ticks.jobs[job].on = false;
                        }
                    }
                    case 5 -> {
                        assertEquals(known, deadlines.remove(job), place);
                        ticks.jobs[job] = new Ticks.Job();
                    }
                    default -> ticks.tick();
                }
                assertEquals(ticks.nextMs(), deadlines.nextMs(), place);
                assertEquals(ticks.due(), deadlines.due(ticks.now), place);
            }
            for (int after = 0; after < 3; after++) {
                ticks.tick();
                assertEquals(ticks.due(), deadlines.due(ticks.now), "after case " + code);
            }
        }
    }

    private static final class Ticks {

        private static final class Job {
            private boolean known;
            private long wall;
            private long left = NEVER;
            private boolean on;
        }

        private final Job[] jobs = {new Job(), new Job()};
        private long now;

        private void put(int job, long wall) {
            jobs[job].known = true;
            jobs[job].wall = wall;
        }

        private void tick() {
            now++;
            for (Job job : jobs) {
                if (job.on && job.left != NEVER) {
                    job.left--;
                }
            }
        }

        private long hardware(Job job) {
            return job.on && job.left != NEVER ? now + job.left : NEVER;
        }

        private OptionalLong nextMs() {
            return Stream.of(jobs)
                    .filter(job -> job.known)
                    .mapToLong(job -> Math.min(job.wall, hardware(job)))
                    .filter(ms -> ms != NEVER)
                    .min();
        }

        private List<Due> due() {
            List<Due> due = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                Job job = jobs[number];
                if (job.known && Math.min(job.wall, hardware(job)) <= now) {
                    due.add(
                            hardware(job) < job.wall
                                    ? new Due(number, Limit.HARDWARE, hardware(job))
                                    : new Due(number, Limit.WALL, job.wall));
                    jobs[number] = new Job();
                }
            }
            due.sort(Comparator.comparingLong(Due::atMs)
                    .thenComparing(Due::limit)
                    .thenComparingLong(Due::job));
            return due;
        }
    }

    @Test
    void tellsTheEarliestFirstAndEachOnce() {
        Deadlines deadlines = new Deadlines();
        deadlines.put(1, 20);
        deadlines.put(2, 10);
        deadlines.put(3, 10);
        deadlines.put(4, 30);
        assertEquals(OptionalLong.of(10), deadlines.nextMs());
        assertEquals(List.of(), deadlines.due(9));
        assertEquals(
                List.of(new Due(2, Limit.WALL, 10), new Due(3, Limit.WALL, 10), new Due(1, Limit.WALL, 20)),
                deadlines.due(20));
        assertEquals(List.of(), deadlines.due(20));
        assertFalse(deadlines.remove(1));
        assertTrue(deadlines.remove(4));
        assertEquals(OptionalLong.empty(), deadlines.nextMs());
    }

    @Test
    void aTimeThatGoesBackGivesNoHardwareTimeBack() {
        Deadlines deadlines = new Deadlines();
        deadlines.put(1, NEVER);
        deadlines.limitHardware(1, 100, 50);
        deadlines.hardwareOn(1, 50);
        deadlines.hardwareOff(1, 40);
        deadlines.hardwareOn(1, 60);
        assertEquals(OptionalLong.of(160), deadlines.nextMs());
    }

    @Test
    void endlessTimesAreNeverDue() {
        Deadlines deadlines = new Deadlines();
        deadlines.put(1, NEVER);
        deadlines.hardwareOn(1, -7);
        assertEquals(OptionalLong.empty(), deadlines.nextMs());
        deadlines.limitHardware(1, NEVER - 1, 7);
        assertEquals(List.of(), deadlines.due(NEVER));
    }

    @Test
    void wrongCallsAreRefused() {
        Deadlines deadlines = new Deadlines();
        assertThrows(IllegalStateException.class, () -> deadlines.hardwareOn(1, 0));
        deadlines.put(1, 5);
        assertThrows(IllegalArgumentException.class, () -> deadlines.limitHardware(1, -1, 0));
        assertEquals(1, deadlines.due(5).size());
        assertThrows(IllegalStateException.class, () -> deadlines.hardwareOff(1, 6));
    }
}
