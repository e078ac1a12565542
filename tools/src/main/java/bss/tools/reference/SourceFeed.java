package bss.tools.reference;

import java.util.Arrays;

/// The spikes of all sources in the order of time, then of source index: a binary heap of sources, keyed
/// by their next spike.
final class SourceFeed {

    private final int firstIndex;
    private final SpikeTrain[] trains;
    private int[] sent;
    private final double[] due;
    private final int[] heap;

    SourceFeed(ReferenceModel model) {
        firstIndex = model.neurons();
        trains = new SpikeTrain[model.sources()];
        Arrays.setAll(trains, model::train);
        sent = new int[trains.length];
        due = new double[trains.length];
        heap = new int[trains.length];
        restore(sent);
    }

    /// Sends the spikes before `endMs`.
    void feed(double endMs, SynapseTable synapses, EventQueue queue, long window) {
        while (heap.length > 0 && due[heap[0]] < endMs) {
            int s = heap[0];
            synapses.dispatch(firstIndex + s, due[s], queue, window);
            due[s] = trains[s].timeMs(++sent[s]);
            sink(0);
        }
    }

    /// By source: how many spikes were sent.
    int[] sent() {
        return sent.clone();
    }

    /// Goes back to what [#sent] told.
    void restore(int[] before) {
        sent = before.clone();
        for (int s = 0; s < heap.length; s++) {
            heap[s] = s;
            due[s] = trains[s].timeMs(sent[s]);
        }
        for (int i = heap.length / 2 - 1; i >= 0; i--) {
            sink(i);
        }
    }

    /// Gives every source the train of `model`: what is before `nowMs` has been sent, and what is at this
    /// moment if the train before had a spike there.
    void change(ReferenceModel model, double nowMs) {
        int[] passed = sent();
        for (int s = 0; s < trains.length; s++) {
            SpikeTrain train = model.train(s);
            if (!trains[s].equals(train)) {
                boolean spiked = passed[s] > 0 && trains[s].timeMs(passed[s] - 1) == nowMs;
                passed[s] = 0;
                while (train.timeMs(passed[s]) < nowMs || (spiked && train.timeMs(passed[s]) == nowMs)) {
                    passed[s]++;
                }
                trains[s] = train;
            }
        }
        restore(passed);
    }

    private void sink(int from) {
        int i = from;
        while (2 * i + 1 < heap.length) {
            int child = 2 * i + 1;
            if (child + 1 < heap.length && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[i])) {
                return;
            }
            int s = heap[i];
            heap[i] = heap[child];
            heap[child] = s;
            i = child;
        }
    }

    private boolean before(int a, int b) {
        return due[a] < due[b] || (due[a] == due[b] && a < b);
    }
}
