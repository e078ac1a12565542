package bss.hil.wire;

/// Decides what of a tap's bytes may pass, over all its connections.
final class Gate {

    private long untilCut = Long.MAX_VALUE;
    private boolean held;

    /// From now on the connection is cut that carries the last of so many bytes.
    synchronized void cutAfter(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("cut after %d bytes, must be at least 1".formatted(bytes));
        }
        untilCut = bytes;
    }

    synchronized void hold(boolean hold) {
        held = hold;
        notifyAll();
    }

    /// Waits while nothing may go up.
    synchronized void awaitRelease() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    /// How many of so many bytes may pass; as -1 - n, n bytes, after which the connection is to be cut.
    synchronized int pass(int count) {
        if (untilCut == Long.MAX_VALUE) {
            return count;
        }
        if (untilCut > count) {
            untilCut -= count;
            return count;
        }
        int pass = (int) untilCut;
        untilCut = Long.MAX_VALUE;
        return -1 - pass;
    }
}
