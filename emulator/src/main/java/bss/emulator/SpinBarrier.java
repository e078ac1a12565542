package bss.emulator;

import java.util.concurrent.atomic.AtomicInteger;

/// A barrier for threads that meet every few microseconds: waiting is spinning, and after a while yielding, so that
/// more threads than cores get on too.
final class SpinBarrier {

    private static final int SPINS = 4000;

    private final int parties;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int phase;

    SpinBarrier(int parties) {
        this.parties = parties;
    }

    /// Waits for all parties; what each did before is visible to all afterwards.
    @SuppressWarnings("ThreadPriorityCheck") // yielding is only a matter of speed
    void await() {
        int mine = phase;
        if (arrived.incrementAndGet() == parties) {
            arrived.set(0);
            phase = mine + 1;
            return;
        }
        int spins = 0;
        while (phase == mine) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
