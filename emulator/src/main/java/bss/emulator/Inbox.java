package bss.emulator;

import java.util.function.IntUnaryOperator;

/// The events on their way to one chip; window by window those that arrive are taken out, in their order.
final class Inbox {

    private final LongList coming = new LongList();
    private final LongList due = new LongList();
    private int next;

    void add(long event) {
        coming.add(event);
    }

    /// Takes out what arrives before `cycle`.
    void open(long cycle) {
        due.clear();
        next = 0;
        int kept = 0;
        for (int k = 0; k < coming.size(); k++) {
            long event = coming.get(k);
            if (Arrival.cycle(event) < cycle) {
                due.add(event);
            } else {
                coming.set(kept++, event);
            }
        }
        coming.truncate(kept);
        due.sort();
    }

    /// Whether another event of the window arrives at `cycle`; none before it may be left.
    boolean hasNext(long cycle) {
        return next < due.size() && Arrival.cycle(due.get(next)) == cycle;
    }

    long next() {
        return due.get(next++);
    }

    /// Events of the window.
    LongList due() {
        return due;
    }

    /// Gives the targets of all events under way new numbers.
    void renumber(IntUnaryOperator number) {
        for (int k = 0; k < coming.size(); k++) {
            long event = coming.get(k);
            coming.set(k, Arrival.withTarget(event, number.applyAsInt(Arrival.target(event))));
        }
    }

    void clear() {
        coming.clear();
        due.clear();
        next = 0;
    }
}
