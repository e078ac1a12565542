package bss.tools.job.queue;

import bss.tools.job.JobException;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets each user have some calls computed at once, and has the next ones wait: who makes many waits for himself.
final class Turns {

    /// A call that may be computed, until it is closed; again does nothing.
    final class Turn implements AutoCloseable {
        private final String user;
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn(String user) {
            this.user = user;
        }

        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                leave(user);
            }
        }
    }

    private static final class OfUser {
        private int inWork;
        private int follows;
        private long owed;
        private final ArrayDeque<CompletableFuture<Turn>> waiting = new ArrayDeque<>();
    }

    private final ServingLimits.Calls limits;
    private final Map<String, OfUser> users = new HashMap<>();
    private long owed;

    Turns(ServingLimits.Calls limits) {
        this.limits = limits;
    }

    /// A turn, when there is one.
    ///
    /// @return fails at once if too many wait, and never otherwise
    CompletableFuture<Turn> enter(String user) {
        return enter(user, limits.waiting());
    }

    private synchronized CompletableFuture<Turn> enter(String user, int mayWait) {
        OfUser of = users.computeIfAbsent(user, _ -> new OfUser());
        if (of.inWork < limits.inWork()) {
            of.inWork++;
            return CompletableFuture.completedFuture(new Turn(user));
        }
        if (of.waiting.size() >= mayWait) {
            return CompletableFuture.failedFuture(new IllegalStateException("too many calls"));
        }
        CompletableFuture<Turn> turn = new CompletableFuture<>();
        of.waiting.add(turn);
        return turn;
    }

    /// Does something in a turn of its own, however many wait.
    void again(String user, Executor executor, Runnable work) {
        var _ = enter(user, Integer.MAX_VALUE)
                .thenAcceptAsync(
                        turn -> {
                            try (turn) {
                                work.run();
                            }
                        },
                        executor);
    }

    private void leave(String user) {
        CompletableFuture<Turn> next;
        do {
            synchronized (this) {
                OfUser of = of(user);
                next = of.waiting.poll();
                if (next == null) {
                    of.inWork--;
                    forget(user, of);
                    return;
                }
            }
            // one that was given up takes no turn
        } while (!next.complete(new Turn(user)));
    }

    private OfUser of(String user) {
        return users.computeIfAbsent(user, _ -> new OfUser());
    }

    private void forget(String user, OfUser of) {
        if (of.inWork == 0 && of.follows == 0 && of.owed == 0 && of.waiting.isEmpty()) {
            users.remove(user);
        }
    }

    /// Begins to wait for news.
    ///
    /// @return false: too many do
    synchronized boolean follow(String user) {
        OfUser of = of(user);
        if (of.follows >= limits.follows()) {
            return false;
        }
        of.follows++;
        return true;
    }

    synchronized void followed(String user) {
        OfUser of = of(user);
        of.follows--;
        forget(user, of);
    }

    /// Answers that are about to wait to be read. Of a user for whom none waits one always may.
    ///
    /// @throws JobException RESOURCE_EXHAUSTED: it may not be so many bytes more, of this user or of all
    synchronized void owe(String user, long bytes) throws JobException {
        OfUser of = of(user);
        if (of.owed > 0 && of.owed + bytes > limits.answerBytes()) {
            throw unread("user '" + user + "'", of.owed, limits.answerBytes());
        }
        if (of.owed > 0 && owed + bytes > limits.allAnswerBytes()) {
            throw unread("all users together", owed, limits.allAnswerBytes());
        }
        of.owed += bytes;
        owed += bytes;
    }

    /// A refusal: so many bytes of answers wait.
    static JobException unread(String who, long waits, long most) {
        return new JobException(
                Status.Code.RESOURCE_EXHAUSTED,
                "%d bytes of answers to %s have not been read, at most %d may wait: read them first"
                        .formatted(waits, who, most));
    }

    synchronized void paid(String user, long bytes) {
        OfUser of = of(user);
        of.owed -= bytes;
        owed -= bytes;
        forget(user, of);
    }

    ServingLimits.Calls limits() {
        return limits;
    }

    /// Users of whom something is known.
    synchronized int users() {
        return users.size();
    }
}
