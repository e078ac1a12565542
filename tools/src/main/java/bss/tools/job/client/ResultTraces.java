package bss.tools.job.client;

import bss.mapper.network.Variable;
import bss.tools.job.JobException;
import bss.tools.job.v1.ChangedRecordings;
import bss.tools.job.v1.Command;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchTrace;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.Recording;
import bss.tools.result.Trace;
import bss.tools.run.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Traces of a result, from time 0 on: what was not recorded yet is NaN, cells without a place on the wafer are left
/// out.
final class ResultTraces {

    private static final double TIMESTEP_MS = 0.1;

    private final JobLog log;
    private final JobNetwork network;
    private final ResultTables tables;
    private final double untilMs;

    ResultTraces(JobLog log, ResultTables tables, double untilMs) {
        this.log = log;
        this.network = log.getCommands(0).getBuild().getNetwork();
        this.tables = tables;
        this.untilMs = untilMs;
    }

    /// Empty if the variable is not recorded.
    Optional<Trace> one(int population, Variable variable) throws JobException {
        FetchRequest asked = FetchRequest.newBuilder()
                .setTrace(FetchTrace.newBuilder().setPopulation(population).setVariable(variable.label()))
                .build();
        if (!tables.has(asked)) {
            return Optional.empty();
        }
        int[] cells = tables.i32(asked, "cell");
        double[] samples = tables.f64(asked, "sample");
        double[] begin = tables.f64(asked, "begin");
        double interval = intervalMs(population, variable);
        int missing = begin.length == 0 ? 0 : (int) Math.round(begin[0] / interval);
        int count = cells.length == 0 ? 0 : missing + samples.length / cells.length;
        // a run ends before its last moment, a job with it
        int kept = Math.min(count, Resampling.count(untilMs, interval));
        List<Integer> shown = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int c = 0; c < cells.length; c++) {
            double[] row = new double[kept];
            Arrays.fill(row, Double.NaN);
            boolean any = false;
            for (int k = missing; k < kept; k++) {
                row[k] = samples[(k - missing) * cells.length + c];
                any |= !Double.isNaN(row[k]);
            }
            if (any) {
                shown.add(cells[c]);
                rows.add(row);
            }
        }
        return Optional.of(new Trace(
                network.getPopulations(population).getLabel(),
                variable.label(),
                Resampling.unit(variable),
                shown,
                interval,
                rows));
    }

    /// As last asked for.
    private double intervalMs(int population, Variable variable) {
        List<Recording> last = network.getPopulations(population).getRecordingsList();
        for (Command command : log.getCommandsList()) {
            for (ChangedRecordings changed : command.getChange().getRecordingsList()) {
                last = changed.getPopulation() == population ? changed.getRecordingsList() : last;
            }
        }
        double timestep = network.getTimestepMs() == 0 ? TIMESTEP_MS : network.getTimestepMs();
        return last.stream()
                .filter(r -> r.getVariable().equals(variable.label()) && r.getIntervalMs() > 0)
                .findFirst()
                .map(Recording::getIntervalMs)
                .orElse(timestep);
    }
}
