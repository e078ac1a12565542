package bss.tools.job.wafer;

import bss.mapper.network.Variable;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A variable that is recorded of some cells of a population.
///
/// @param cells indices, ascending
/// @param intervalMs distance of the samples
record Recorded(int population, Variable variable, List<Integer> cells, double intervalMs) {

    Recorded {
        cells = List.copyOf(cells);
    }

    /// All recordings of a network.
    ///
    /// @throws JobException if a variable or a cell is not there
    static List<Recorded> of(JobNetwork job, WaferNetwork network) throws JobException {
        List<Recorded> all = new ArrayList<>();
        for (int p = 0; p < job.getPopulationsCount(); p++) {
            JobPopulation population = job.getPopulations(p);
            String where = PopulationColumns.where(population) + ", recordings";
            for (Recording recording : population.getRecordingsList()) {
                if (recording.getVariable().equals(Variable.SPIKES.label())) {
                    continue;
                }
                Variable variable = PopulationColumns.variable(
                        where,
                        recording.getVariable(),
                        network.network().populations().get(p).cell());
                int[] cells = Columns.cells(where, recording.getCells(), population.getSize());
                for (int i = 1; i < cells.length; i++) {
                    if (cells[i] <= cells[i - 1]) {
                        throw JobException.invalid(
                                "%s of %s: cell %d follows %d, must ascend",
                                where, variable.label(), cells[i], cells[i - 1]);
                    }
                }
                int index = p;
                if (all.stream().anyMatch(r -> r.population() == index && r.variable() == variable)) {
                    throw JobException.invalid("%s: %s stands twice, must once", where, variable.label());
                }
                double interval = recording.getIntervalMs() == 0 ? timestepMs(job) : recording.getIntervalMs();
                if (!(interval > 0 && interval < Double.POSITIVE_INFINITY)) {
                    throw JobException.invalid(
                            "%s of %s: interval is %s ms, must be above 0", where, variable.label(), interval);
                }
                all.add(new Recorded(p, variable, IntStream.of(cells).boxed().toList(), interval));
            }
        }
        return all;
    }

    private static double timestepMs(JobNetwork job) {
        return job.getTimestepMs() == 0 ? 0.1 : job.getTimestepMs();
    }
}
