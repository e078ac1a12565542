package bss.tools.result;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The spikes of a population in columns, ordered by time, then cell. Immutable.
public final class SpikeTable {

    private final String population;
    private final int cells;
    private final double[] timesMs;
    private final int[] ids;

    private SpikeTable(String population, int cells, double[] timesMs, int[] ids) {
        this.population = population;
        this.cells = cells;
        this.timesMs = timesMs;
        this.ids = ids;
    }

    /// Orders the spikes of each cell, given in ms, into one table.
    public static SpikeTable of(String population, double[][] byCell) {
        int count = Arrays.stream(byCell).mapToInt(t -> t.length).sum();
        double[] times = new double[count];
        int[] ids = new int[count];
        int k = 0;
        for (int cell = 0; cell < byCell.length; cell++) {
            for (double t : byCell[cell]) {
                times[k] = t;
                ids[k++] = cell;
            }
        }
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) ->
                        times[a] != times[b] ? Double.compare(times[a], times[b]) : Integer.compare(ids[a], ids[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new SpikeTable(
                population,
                byCell.length,
                Arrays.stream(order).mapToDouble(i -> times[i]).toArray(),
                Arrays.stream(order).map(i -> ids[i]).toArray());
    }

    public String population() {
        return population;
    }

    /// Cells of the population.
    public int cells() {
        return cells;
    }

    public int count() {
        return ids.length;
    }

    public double[] timesMs() {
        return timesMs.clone();
    }

    /// The cell of each spike.
    public int[] ids() {
        return ids.clone();
    }

    /// Spike times of each cell, ascending.
    public double[][] byCell() {
        int[] counts = new int[cells];
        for (int id : ids) {
            counts[id]++;
        }
        double[][] trains = new double[cells][];
        Arrays.setAll(trains, c -> new double[counts[c]]);
        int[] next = new int[cells];
        for (int i = 0; i < ids.length; i++) {
            trains[ids[i]][next[ids[i]]++] = timesMs[i];
        }
        return trains;
    }
}
