package bss.calibration.measure.line;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The spikes of the witnesses of one driver, and whether they have the rhythm of a train.
final class Trains {

    /// How far, in cycles, a spike may be off the rhythm.
    private static final double JITTER = 30;

    /// Spikes for each event, above which a circuit fires by itself.
    private static final int MOST_SPIKES = 3;

    private final double period;
    private final TreeMap<Integer, List<Double>> spikes = new TreeMap<>();

    /// @param period of the train, in cycles
    Trains(double period) {
        this.period = period;
    }

    /// A spike of a witness.
    void add(int witness, double cycle) {
        spikes.computeIfAbsent(witness, _ -> new ArrayList<>()).add(cycle);
    }

    /// How many witnesses see the train in a recording of so many cycles: more than half of its events, for
    /// where many circuits spike at once some of the spikes are lost on their way to the host.
    int seen(double cycles) {
        int events = (int) (cycles / period);
        return (int) spikes.values().stream()
                .filter(s -> s.size() <= MOST_SPIKES * (events + 1) && 2 * inRhythm(s) > events)
                .count();
    }

    private int inRhythm(List<Double> cycles) {
        int most = 0;
        for (double first : cycles) {
            int count = 0;
            double last = Double.NEGATIVE_INFINITY;
            for (double cycle : cycles) {
                double periods = Math.rint((cycle - first) / period);
                if (Math.abs(cycle - first - periods * period) <= JITTER && periods != last) {
                    count++;
                    last = periods;
                }
            }
            most = Math.max(most, count);
        }
        return most;
    }
}
