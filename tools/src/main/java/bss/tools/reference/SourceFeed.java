package bss.tools.reference;

/// The spikes of all sources in the order of time, then of source index.
final class SourceFeed {

    private final int firstIndex;
    private final double[] timeMs;
    private final int[] source;
    private int next;

    SourceFeed(ReferenceModel model) {
        firstIndex = model.neurons();
        int size = 0;
        for (int s = 0; s < model.sources(); s++) {
            size += model.sourceSpikesMs(s).length;
        }
        timeMs = new double[size];
        source = new int[size];
        merge(model);
    }

    /// Sends the spikes before `endMs`.
    void feed(double endMs, SynapseTable synapses, EventQueue queue, long window) {
        while (next < timeMs.length && timeMs[next] < endMs) {
            synapses.dispatch(firstIndex + source[next], timeMs[next], queue, window);
            next++;
        }
    }

    /// Merges the sorted trains with a binary heap of sources, keyed by their next spike.
    private void merge(ReferenceModel model) {
        int[] heap = new int[model.sources()];
        int[] cursor = new int[model.sources()];
        int size = 0;
        for (int s = 0; s < heap.length; s++) {
            if (model.sourceSpikesMs(s).length > 0) {
                heap[size++] = s;
            }
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(model, heap, cursor, i, size);
        }
        for (int i = 0; i < timeMs.length; i++) {
            int s = heap[0];
            timeMs[i] = model.sourceSpikesMs(s)[cursor[s]++];
            source[i] = s;
            if (cursor[s] == model.sourceSpikesMs(s).length) {
                heap[0] = heap[--size];
            }
            sink(model, heap, cursor, 0, size);
        }
    }

    private static void sink(ReferenceModel model, int[] heap, int[] cursor, int i, int size) {
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(model, cursor, heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(model, cursor, heap[child], heap[i])) {
                return;
            }
            int s = heap[i];
            heap[i] = heap[child];
            heap[child] = s;
            i = child;
        }
    }

    private static boolean before(ReferenceModel model, int[] cursor, int a, int b) {
        double ta = model.sourceSpikesMs(a)[cursor[a]];
        double tb = model.sourceSpikesMs(b)[cursor[b]];
        return ta < tb || (ta == tb && a < b);
    }
}
