package bss.tools.job.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a call is made again while there is no answer, with growing pauses in between.
///
/// @param calls of a call
/// @param transfers of what goes on for long: following and fetching a job, from the last answer on
/// @param nanos a clock that only rises, as [System#nanoTime]
/// @param sleeper waits
public record Patience(Duration calls, Duration transfers, LongSupplier nanos, Sleeper sleeper) {

    private static final long FIRST_MS = 100;
    private static final long MOST_MS = 5_000;

    /// Waits.
    public interface Sleeper {
        void sleep(long milliseconds) throws InterruptedException;
    }

    /// One minute for calls, ten for what goes on for long.
    public static final Patience USUAL = of(Duration.ofMinutes(1), Duration.ofMinutes(10));

    public static Patience of(Duration calls, Duration transfers) {
        return new Patience(calls, transfers, System::nanoTime, Thread::sleep);
    }

    /// The pause after so many calls in a row without an answer: doubles, and differs between clients, so that not all
    /// come back at once.
    long pauseMs(int failures) {
        long longest = Math.min(MOST_MS, FIRST_MS << Math.min(failures - 1, 10));
        return longest / 2 + Math.floorMod(nanos.getAsLong() / 1000, longest / 2 + 1);
    }
}
