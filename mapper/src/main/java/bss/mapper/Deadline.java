package bss.mapper;

/// When a search has to stop: at its time limit, or at once if its thread is interrupted. Remembers whether anybody who
/// asked was told to stop, as only then the result depends on the clock.
final class Deadline {

    private final double seconds;
    private final long start = System.nanoTime();
    private volatile boolean stopped;

    Deadline(double seconds) {
        this.seconds = seconds;
    }

    /// Whether this part of the time is over.
    boolean passed(double part) {
        boolean over = (System.nanoTime() - start) * 1e-9 > part * seconds
                || Thread.currentThread().isInterrupted();
        stopped |= over;
        return over;
    }

    /// Whether it ever was when somebody asked.
    boolean stopped() {
        return stopped;
    }
}
