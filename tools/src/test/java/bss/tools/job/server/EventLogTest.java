package bss.tools.job.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.v1.Done;
import bss.tools.job.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The events of a job, with a clock that the test turns.
class EventLogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final EventLog log = new EventLog(nanos::get);

    private List<Event> all(long from) {
        List<Event> all = new ArrayList<>();
        long place = 0;
        EventLog.@Nullable Placed event;
        while ((event = log.next(place, from).event()) != null) {
            all.add(event.event());
            place = event.place();
        }
        return all;
    }

    @Test
    void progressWakesReadersSomeTimesASecondAndTheEndAtOnce() {
        AtomicInteger wakes = new AtomicInteger();
        log.add(wakes::incrementAndGet);
        log.appended();
        for (int ms = 1; ms <= 10_000; ms++) {
            nanos.set(ms * 1_000_000L);
            log.progress("running", ms / 10_000.0);
        }
        assertEquals(10 * EventLog.WAKES_PER_SECOND, wakes.get());
        log.done(Done.getDefaultInstance());
        assertEquals(10 * EventLog.WAKES_PER_SECOND + 1, wakes.get());
        assertEquals(2, all(0).size());
    }

    @Test
    void aReaderGoesOnBehindWhatItHasSeen() {
        log.appended();
        log.appended();
        log.progress("place", 0.5);
        EventLog.Placed half = Objects.requireNonNull(log.next(0, 0).event());
        assertEquals(0.5, half.event().getProgress().getFraction());
        log.progress("place", 1);
        EventLog.Placed whole = Objects.requireNonNull(log.next(half.place(), 0).event());
        assertEquals(1.0, whole.event().getProgress().getFraction());
        EventLog.Next none = log.next(whole.place(), 0);
        assertNull(none.event());
        assertTrue(!none.end());
        log.done(Done.getDefaultInstance());
        log.done(Done.getDefaultInstance());
        assertEquals(1, all(1).size());
        assertTrue(log.next(99, 0).end());
    }

    @Test
    void noticesBeyondAThousandAreCounted() {
        log.appended();
        for (int i = 0; i < EventLog.MOST_NOTICES + 7; i++) {
            log.notice(true, "synapse " + i + " is lost");
        }
        log.done(Done.getDefaultInstance());
        List<Event> events = all(0);
        assertEquals(EventLog.MOST_NOTICES + 2, events.size());
        assertEquals(
                "7 more notices are not shown",
                events.get(EventLog.MOST_NOTICES).getNotice().getText());
    }
}
