package bss.hil.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Work in a thread of its own that is given up after some time.
final class Limited {

    /// How work ended.
    ///
    /// @param thrown what it threw; null if it was done, or given up
    /// @param inTime false if the time was up before
    /// @param ended false if its thread goes on all the same
    record Ending(@Nullable Throwable thrown, boolean inTime, boolean ended) {}

    /// What is done.
    interface Work {
        void run() throws Exception;
    }

    /// What a thread gets that was interrupted and whose connections are cut.
    private static final Duration GRACE = Duration.ofSeconds(4);

    private Limited() {}

    /// Does the work.
    ///
    /// @param giveUp done when the time is up, after the thread was interrupted
    static Ending run(String name, Work work, Duration limit, Runnable giveUp) throws InterruptedException {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Thread worker = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Ending(null, true, true);
        } catch (ExecutionException e) {
            return new Ending(e.getCause(), true, true);
        } catch (TimeoutException e) {
            worker.interrupt();
            Thread helper = Thread.ofPlatform().daemon().name(name + "-end").start(giveUp);
            worker.join(GRACE);
            helper.join(GRACE);
            return new Ending(null, false, !worker.isAlive());
        } catch (InterruptedException e) {
            worker.interrupt();
            throw e;
        }
    }
}
