package bss.emulator;

import bss.emulator.event.EventSink;
import bss.emulator.event.PulseSink;
import bss.spec.config.WaferConfiguration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mail between the threads that compute chips: events that chips send in one window are handed to the inboxes of
/// their targets at the start of the next.
///
/// There is a box for each pair of threads and each parity of windows: while one is filled, the other is emptied.
/// Inboxes sort, so that the order in which mail comes has no effect.
final class Post {

    private static final int CHIPS = WaferConfiguration.HICANNS;

    private final LongList[][][] boxes;
    private final int[] ownerOf = new int[CHIPS];
    private final @Nullable ChipEngine[] engines = new @Nullable ChipEngine[CHIPS];
    private final int[] parity;
    private int[] chipOfTarget = new int[0];

    Post(int threads) {
        boxes = new LongList[2][threads][threads];
        for (LongList[][] of : boxes) {
            for (LongList[] from : of) {
                for (int t = 0; t < threads; t++) {
                    from[t] = new LongList();
                }
            }
        }
        // each thread writes its own element, far from the others'
        parity = new int[threads * 16];
    }

    /// Shares the chips out among threads, so that each has about as many circuits.
    ///
    /// @return the chips of each thread
    List<List<ChipEngine>> assign(List<ChipEngine> chips, List<Target> targets, int threads) {
        List<List<ChipEngine>> shares = Shares.of(chips, threads);
        for (int t = 0; t < threads; t++) {
            for (ChipEngine chip : shares.get(t)) {
                ownerOf[chip.hicann()] = t;
                engines[chip.hicann()] = chip;
            }
        }
        chipOfTarget = targets.stream().mapToInt(Target::hicann).toArray();
        return shares;
    }

    /// Where the events of a chip go.
    EventSink sink(int hicann) {
        return (arrival, target, address) -> {
            int from = ownerOf[hicann];
            boxes[parity[16 * from]][from][ownerOf[chipOfTarget[target]]].add(Arrival.of(arrival, target, address));
        };
    }

    /// Where the pulses of the FPGAs go that are released in windows of this parity.
    PulseSink fpga(int windowParity) {
        return (hicann, clock, pulse) -> {
            ChipEngine chip = engines[hicann];
            if (chip == null) {
                return false;
            }
            chip.feed(windowParity, clock, pulse);
            return true;
        };
    }

    /// Thread `thread` starts a window: its boxes of this parity are empty again, and what others have sent it in the
    /// window before goes into the inboxes of its chips.
    void begin(int thread, int windowParity, int threads) {
        parity[16 * thread] = windowParity;
        for (int t = 0; t < threads; t++) {
            boxes[windowParity][thread][t].clear();
            collect(boxes[1 - windowParity][t][thread]);
        }
    }

    private void collect(LongList box) {
        for (int k = 0; k < box.size(); k++) {
            long event = box.get(k);
            ChipEngine chip = engines[chipOfTarget[Arrival.target(event)]];
            if (chip != null) {
                chip.inbox().add(event);
            }
        }
    }

    /// Hands out what was sent in the last window; while no thread computes.
    void finish() {
        for (LongList[] from : boxes[parity[0]]) {
            for (LongList box : from) {
                collect(box);
            }
        }
        for (LongList[][] of : boxes) {
            for (LongList[] from : of) {
                for (LongList box : from) {
                    box.clear();
                }
            }
        }
    }
}
