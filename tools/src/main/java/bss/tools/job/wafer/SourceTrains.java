package bss.tools.job.wafer;

import bss.mapper.network.CellType;
import bss.mapper.network.Network;
import bss.mapper.network.ResolvedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The spikes of the sources of a network since time 0, whose trains and rates may have changed meanwhile.
///
/// A train that changes at a time is the old one before and the new one from then on. A Poisson train depends on the
/// network's seed, its place and its parameters alone, so a longer run has a shorter one as its beginning, and a change
/// to the same parameters changes nothing.
final class SourceTrains {

    /// By population.
    private final List<List<Segment>> segments = new ArrayList<>();

    /// From a time on, ms.
    private static final class Segment {
        final double fromMs;
        final Network network;
        double[][] trains = new double[0][];
        double drawnMs = -1;

        Segment(double fromMs, Network network) {
            this.fromMs = fromMs;
            this.network = network;
        }

        double[] train(int population, int cell, double untilMs) {
            if (untilMs > drawnMs) {
                draw(population, untilMs);
            }
            return trains[cell];
        }

        // twice as far as asked, so that many short steps draw each spike but a few times
        private void draw(int population, double untilMs) {
            boolean listed = network.populations().get(population).cell() instanceof CellType.SpikeSourceArray;
            drawnMs = listed ? Double.POSITIVE_INFINITY : Math.max(2 * drawnMs, untilMs);
            ResolvedNetwork resolved = new ResolvedNetwork(network);
            trains = new double[network.populations().get(population).size()][];
            for (int cell = 0; cell < trains.length; cell++) {
                trains[cell] = resolved.spikeTimesMs(population, cell, drawnMs);
            }
        }
    }

    SourceTrains(Network network) {
        for (int p = 0; p < network.populations().size(); p++) {
            List<Segment> all = new ArrayList<>();
            all.add(new Segment(0, network));
            segments.add(all);
        }
    }

    /// Plays what `network` says of a population from a time on.
    void change(int population, double fromMs, Network network) {
        List<Segment> all = segments.get(population);
        // changed twice at one time: the last counts
        all.removeIf(s -> s.fromMs >= fromMs);
        all.add(new Segment(fromMs, network));
    }

    /// Spike times in ms in [`fromMs`, `untilMs`), ascending.
    double[] train(int population, int cell, double fromMs, double untilMs) {
        List<Segment> all = segments.get(population);
        double[] times = new double[0];
        for (int s = 0; s < all.size(); s++) {
            double begin = Math.max(fromMs, all.get(s).fromMs);
            double end = s + 1 < all.size() ? Math.min(untilMs, all.get(s + 1).fromMs) : untilMs;
            if (begin < end) {
                double[] train = all.get(s).train(population, cell, end);
                int first = lowerBound(train, begin);
                int last = lowerBound(train, end);
                int n = times.length;
                times = n == 0 ? Arrays.copyOfRange(train, first, last) : Arrays.copyOf(times, n + last - first);
                System.arraycopy(train, first, times, n, last - first);
            }
        }
        return times;
    }

    /// The index of the first time that is not before `from`.
    private static int lowerBound(double[] times, double from) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
