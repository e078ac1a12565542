package bss.tools.result;

import java.util.List;

/// A recorded variable of some cells of a population, sampled from time 0 on.
///
/// @param population label
/// @param variable PyNN's name: v in mV, w in nA, gsyn_exc, gsyn_inh in uS
/// @param unit of the values
/// @param cells the recorded cells
/// @param intervalMs distance of the samples
/// @param samples one row per recorded cell, in the order of `cells`
public record Trace(
        String population,
        String variable,
        String unit,
        List<Integer> cells,
        double intervalMs,
        List<double[]> samples) {

    public Trace {
        cells = List.copyOf(cells);
        samples = List.copyOf(samples);
    }
}
