package bss.tools.reference;

import java.util.Arrays;

/// Future events by window of time, and those of the open window by neuron and time.
///
/// A ring of buckets, one per window of `windowMs`; opening a window sorts its bucket (stably, so events
/// at equal times keep the order in which they were added).
final class EventQueue {

    /// What an event adds its value to.
    static final int EXCITATION = 0;

    static final int INHIBITION = 1;
    static final int CURRENT = 2;

    /// The value says which synapse decides what to add.
    static final int PLASTIC = 3;

    /// Most buckets; an event further ahead waits in the last one and is then put off again.
    private static final int MAX_BUCKETS = 1 << 16;

    private static final class Bucket {
        private int size;
        private int[] key = new int[0];
        private double[] time = new double[0];
        private double[] value = new double[0];

        void add(int k, double t, double x) {
            if (size == key.length) {
                int capacity = Math.max(8, 2 * size);
                key = Arrays.copyOf(key, capacity);
                time = Arrays.copyOf(time, capacity);
                value = Arrays.copyOf(value, capacity);
            }
            key[size] = k;
            time[size] = t;
            value[size++] = x;
        }
    }

    /// How full the buckets are, and what is in that of the window to open next.
    static final class Mark {
        private final int[] sizes;
        private final int[] key;
        private final double[] time;
        private final double[] value;

        private Mark(int[] sizes, Bucket next) {
            this.sizes = sizes;
            key = Arrays.copyOf(next.key, next.size);
            time = Arrays.copyOf(next.time, next.size);
            value = Arrays.copyOf(next.value, next.size);
        }
    }

    private final double windowMs;
    private final double horizonMs;
    private final Bucket[] ring;
    private final int[] start;
    private int[] type = new int[0];
    private double[] time = new double[0];
    private double[] value = new double[0];

    /// A queue for events at most `horizonMs` after the end of the open window.
    EventQueue(int neurons, double windowMs, double horizonMs) {
        this.windowMs = windowMs;
        this.horizonMs = horizonMs;
        ring = new Bucket[(int) Math.min(Math.ceil(horizonMs / windowMs) + 4, MAX_BUCKETS)];
        Arrays.setAll(ring, i -> new Bucket());
        start = new int[neurons + 2];
    }

    /// Adds an event for `neuron`, not before the beginning of window `earliest`.
    void add(int neuron, int what, double timeMs, double x, long earliest) {
        long window = Math.clamp((long) (timeMs / windowMs), earliest, earliest + ring.length - 3);
        ring[(int) (window % ring.length)].add(4 * neuron + what, timeMs, x);
    }

    /// Sorts the events of `window` and frees its bucket.
    void open(long window) {
        Bucket b = ring[(int) (window % ring.length)];
        putOff(b, window);
        int n = b.size;
        if (n > type.length) {
            int capacity = Math.max(n, 2 * type.length);
            type = new int[capacity];
            time = new double[capacity];
            value = new double[capacity];
        }
        // start[neuron + 1] is where the neuron's next event goes; in the end it is where those of neuron +
        // 1 begin
        Arrays.fill(start, 0);
        for (int i = 0; i < n; i++) {
            start[(b.key[i] >> 2) + 2]++;
        }
        for (int i = 2; i < start.length; i++) {
            start[i] += start[i - 1];
        }
        for (int i = 0; i < n; i++) {
            int at = start[(b.key[i] >> 2) + 1]++;
            type[at] = b.key[i] & 3;
            time[at] = b.time[i];
            value[at] = b.value[i];
        }
        for (int neuron = 0; neuron + 2 < start.length; neuron++) {
            sort(start[neuron], start[neuron + 1]);
        }
        b.size = 0;
    }

    double horizonMs() {
        return horizonMs;
    }

    Mark mark(long window) {
        int[] sizes = new int[ring.length];
        Arrays.setAll(sizes, i -> ring[i].size);
        return new Mark(sizes, ring[(int) (window % ring.length)]);
    }

    /// Goes back to a mark made before `window` was opened; none was opened after it.
    void restore(Mark mark, long window) {
        for (int i = 0; i < ring.length; i++) {
            ring[i].size = mark.sizes[i];
        }
        Bucket next = ring[(int) (window % ring.length)];
        System.arraycopy(mark.key, 0, next.key, 0, mark.key.length);
        System.arraycopy(mark.time, 0, next.time, 0, mark.time.length);
        System.arraycopy(mark.value, 0, next.value, 0, mark.value.length);
    }

    /// Adds all events from window `from` on to another queue, whose next window is `earliest`.
    void moveTo(EventQueue other, long from, long earliest) {
        for (long window = from; window < from + ring.length; window++) {
            Bucket b = ring[(int) (window % ring.length)];
            for (int i = 0; i < b.size; i++) {
                other.add(b.key[i] >> 2, b.key[i] & 3, b.time[i], b.value[i], earliest);
            }
            b.size = 0;
        }
    }

    /// Moves events of later windows on.
    private void putOff(Bucket b, long window) {
        int kept = 0;
        for (int i = 0; i < b.size; i++) {
            if ((long) (b.time[i] / windowMs) > window) {
                add(b.key[i] >> 2, b.key[i] & 3, b.time[i], b.value[i], window + 1);
            } else {
                b.key[kept] = b.key[i];
                b.time[kept] = b.time[i];
                b.value[kept++] = b.value[i];
            }
        }
        b.size = kept;
    }

    /// Insertion sort: a neuron has few events in one window.
    private void sort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            double t = time[i];
            int what = type[i];
            double x = value[i];
            int at = i;
            while (at > from && time[at - 1] > t) {
                type[at] = type[at - 1];
                time[at] = time[at - 1];
                value[at] = value[at - 1];
                at--;
            }
            type[at] = what;
            time[at] = t;
            value[at] = x;
        }
    }

    int first(int neuron) {
        return start[neuron];
    }

    int end(int neuron) {
        return start[neuron + 1];
    }

    int type(int event) {
        return type[event];
    }

    double timeMs(int event) {
        return time[event];
    }

    double value(int event) {
        return value[event];
    }
}
