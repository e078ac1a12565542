package bss.emulator;

import bss.emulator.event.Playback;
import bss.emulator.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The threads that compute the chips of a machine, window by window, with one barrier per window.
///
/// What a chip sends in a window arrives after it, so that within one the chips do not see each other. The calling
/// thread is one of the crew; it also runs the playback of the next window.
final class Crew {

    private final Playback playback;
    private final Post post;
    private final List<Kernels> kernels;
    private final int window;
    private final int threads;
    private final List<List<ChipEngine>> shares;
    private final SpinBarrier barrier;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    /// By parity of the window in which it was decided: whether to stop after it.
    private final boolean[] stop = new boolean[2];

    /// @param kernels for each thread
    /// @param window cycles for which chips do not see each other
    Crew(
            List<ChipEngine> chips,
            List<Target> targets,
            Playback playback,
            Post post,
            List<Kernels> kernels,
            int window) {
        this.playback = playback;
        this.post = post;
        this.window = window;
        this.kernels = kernels;
        threads = Math.max(1, Math.min(kernels.size(), chips.size()));
        shares = post.assign(chips, targets, threads);
        barrier = new SpinBarrier(threads);
    }

    /// Runs from one cycle to another.
    ///
    /// @return the cycle that is reached; smaller than `until` if the calling thread was interrupted
    long run(long from, long until) {
        playback.run(from, Math.min(from + window, until), post.fpga(0));
        List<Thread> others = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            int number = t;
            Thread thread = new Thread(() -> work(number, from, until), "chips-" + t);
            thread.setDaemon(true);
            others.add(thread);
            thread.start();
        }
        long reached = work(0, from, until);
        for (Thread thread : others) {
            join(thread);
        }
        post.finish();
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a thread of the emulator failed: " + failed, failed);
        }
        return reached;
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long work(int thread, long from, long until) {
        Kernels own = kernels.get(thread);
        long begin = from;
        int parity = 0;
        while (begin < until) {
            long end = Math.min(begin + window, until);
            try {
                post.begin(thread, parity, threads);
                for (ChipEngine chip : shares.get(thread)) {
                    chip.run(begin, end, parity, own);
                }
                if (thread == 0) {
                    playback.run(end, Math.min(end + window, until), post.fpga(1 - parity));
                    stop[parity] |= Thread.interrupted();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                stop[parity] = true;
            }
            barrier.await();
            begin = end;
            if (stop[parity]) {
                break;
            }
            parity = 1 - parity;
        }
        return begin;
    }
}
