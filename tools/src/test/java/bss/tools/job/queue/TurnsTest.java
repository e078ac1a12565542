package bss.tools.job.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Turns of users, against what is written down beside them.
class TurnsTest {

    private static final ServingLimits.Calls LIMITS = new ServingLimits.Calls(3, 5, 2, 1 << 20, 2 << 20);

    @Test
    void eachUserHasTheTurnsThatAreDueInTheOrderOfAsking() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Turns turns = new Turns(LIMITS);
            Map<String, List<CompletableFuture<Turns.Turn>>> inWork = new HashMap<>();
            Map<String, ArrayDeque<CompletableFuture<Turns.Turn>>> waiting = new HashMap<>();
            for (int step = 0; step < 300; step++) {
                String what = "seed " + seed + ", step " + step;
                String user = "u" + random.nextInt(3);
                var running = inWork.computeIfAbsent(user, _ -> new ArrayList<>());
                var behind = waiting.computeIfAbsent(user, _ -> new ArrayDeque<>());
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        CompletableFuture<Turns.Turn> turn = turns.enter(user);
                        if (running.size() < LIMITS.inWork()) {
                            assertTrue(turn.isDone() && !turn.isCompletedExceptionally(), what);
                            running.add(turn);
                        } else if (behind.size() < LIMITS.waiting()) {
                            assertFalse(turn.isDone(), what);
                            behind.add(turn);
                        } else {
                            assertTrue(turn.isCompletedExceptionally(), what);
                        }
                    }
                    case 2 -> {
                        if (!running.isEmpty()) {
                            Turns.Turn over = running.remove(random.nextInt(running.size()))
                                    .join();
                            over.close();
                            over.close();
                            while (!behind.isEmpty() && running.size() < LIMITS.inWork()) {
                                CompletableFuture<Turns.Turn> next = behind.poll();
                                if (!next.isCancelled()) {
                                    assertTrue(next.isDone(), what);
                                    running.add(next);
                                }
                            }
                        }
                    }
                    default -> {
                        if (!behind.isEmpty() && random.nextInt(3) == 0) {
                            behind.peekLast().cancel(false);
                        }
                    }
                }
                for (CompletableFuture<Turns.Turn> turn : behind) {
                    assertTrue(turn.isCancelled() || !turn.isDone(), what);
                }
            }
            for (String user : inWork.keySet()) {
                for (var turn : inWork.get(user)) {
                    turn.join().close();
                }
                waiting.getOrDefault(user, new ArrayDeque<>()).forEach(turn -> {
                    if (!turn.isCancelled()) {
                        turn.join().close();
                    }
                });
            }
            assertEquals(0, turns.users(), "seed " + seed);
        }
    }

    @Test
    void manyThreadsLoseNoTurn() throws Exception {
        Turns turns = new Turns(new ServingLimits.Calls(3, 0, 1, 1 << 20, 2 << 20));
        int tasks = 20_000;
        CountDownLatch done = new CountDownLatch(tasks);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int t = 0; t < tasks; t++) {
                turns.again("u" + t % 2, threads, done::countDown);
            }
            assertTrue(done.await(1, TimeUnit.MINUTES), "left: " + done.getCount());
        }
        assertEquals(0, turns.users());
    }

    @Test
    void followsAndUnreadAnswersAreBounded() throws JobException {
        Turns turns = new Turns(LIMITS);
        assertTrue(turns.follow("a"));
        assertTrue(turns.follow("a"));
        assertFalse(turns.follow("a"));
        assertTrue(turns.follow("b"));
        turns.followed("a");
        assertTrue(turns.follow("a"));
        turns.owe("a", 1 << 20);
        refused(turns, "a", 1, "to user 'a'");
        turns.owe("b", 5);
        turns.paid("a", 1 << 20);
        // one answer is always possible
        turns.owe("a", 2 << 20);
        turns.paid("a", 2 << 20);
        turns.paid("b", 5);
        turns.followed("a");
        turns.followed("a");
        turns.followed("b");
        assertEquals(0, turns.users());
    }

    private static void refused(Turns turns, String user, long bytes, String why) {
        JobException refused = assertThrows(JobException.class, () -> turns.owe(user, bytes));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    }

    @Test
    void whereAllUsersLeaveTooMuchUnreadOneAnswerOfEachMayWait() throws JobException {
        Turns turns = new Turns(new ServingLimits.Calls(3, 5, 2, 1 << 20, 2 << 20));
        for (String user : List.of("a", "b")) {
            turns.owe(user, 512 << 10);
            turns.owe(user, 512 << 10);
        }
        // for c none waits
        turns.owe("c", 5);
        refused(turns, "c", 1, "to all users together");
        refused(turns, "b", 1, "to user 'b'");
        turns.paid("a", 512 << 10);
        turns.owe("c", (512 << 10) - 5);
        refused(turns, "c", 1, "to all users together");
        refused(turns, "a", 1, "to all users together");
        turns.paid("c", 512 << 10);
        turns.paid("a", 512 << 10);
        turns.paid("b", 1 << 20);
        assertEquals(0, turns.users());
    }
}
