package bss.tools.reference;

import java.util.Arrays;

/// All spikes of all neurons, each train in the order of time.
final class SpikeLog {

    /// The spikes of one neuron in ms.
    static final class Train {
        private double[] times = new double[16];
        private int size;

        void add(double timeMs) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
            }
            times[size++] = timeMs;
        }

        int size() {
            return size;
        }

        double get(int i) {
            return times[i];
        }

        /// Forgets all but the first spikes.
        void restore(int kept) {
            size = kept;
        }

        /// How many spikes lie at or before `endMs`.
        int count(double endMs) {
            int n = size;
            while (n > 0 && times[n - 1] > endMs) {
                n--;
            }
            return n;
        }

        /// Spikes up to and including `endMs`.
        double[] until(double endMs) {
            return Arrays.copyOf(times, count(endMs));
        }
    }

    private final Train[] trains;

    SpikeLog(int neurons) {
        trains = new Train[neurons];
        Arrays.setAll(trains, n -> new Train());
    }

    Train train(int neuron) {
        return trains[neuron];
    }
}
