package bss.tools.job.client;

import bss.mapper.network.Variable;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.FetchRequest;
import bss.tools.job.v1.FetchSpikes;
import bss.tools.job.v1.FetchSynapses;
import bss.tools.job.v1.FetchText;
import bss.tools.job.v1.JobLog;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.JobProjection;
import bss.tools.job.v1.JobStatus;
import bss.tools.job.v1.Options;
import bss.tools.job.v1.Options.Engine;
import bss.tools.result.Provenance;
import bss.tools.result.RunResult;
import bss.tools.result.SpikeTable;
import bss.tools.result.Trace;
import bss.tools.result.Version;
import bss.tools.result.WeightTable;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Results of jobs as those of runs.
///
/// A result does not say which version of the software made it, nor the digest of the hardware's configuration; the
/// digest
/// of the network is that of the network in the job's log. Spikes are those of all populations.
public final class RunResults {

    private final JobLog log;
    private final JobStatus status;
    private final ResultTables tables;
    private final JobNetwork network;
    private final Options options;

    private RunResults(JobLog log, JobStatus status, ResultTables tables) {
        this.log = log;
        this.status = status;
        this.tables = tables;
        network = log.getCommands(0).getBuild().getNetwork();
        options = log.getCommands(0).getBuild().getOptions();
    }

    /// A run, and how far it came.
    public record Converted(RunResult result, Reached reached) {}

    /// Converts what a job gave.
    ///
    /// @param log of the job
    /// @param status of the job, DONE or partial
    /// @throws JobException if it only mapped, or if the result is not of this log
    public static Converted of(JobLog log, JobStatus status, ResultTables tables) throws JobException {
        return new RunResults(log, status, tables).convert();
    }

    private Converted convert() throws JobException {
        if (options.getEngine() == Engine.MAP) {
            throw JobException.refused(
                    "job '%s' maps only, it has no spikes: fetch its --report, its --picture, or all of it with --raw",
                    status.getJob());
        }
        Reached reached = Reached.of(log, status, tables).orLater(lastSpikeMs());
        List<SpikeTable> spikes = new ArrayList<>();
        List<Trace> traces = new ArrayList<>();
        for (int p = 0; p < network.getPopulationsCount(); p++) {
            FetchRequest asked = spikes(p);
            if (tables.has(asked)) {
                spikes.add(spikes(network.getPopulations(p), asked, reached));
            }
            for (Variable variable : Variable.values()) {
                new ResultTraces(log, tables, reached.ms()).one(p, variable).ifPresent(traces::add);
            }
        }
        Optional<String> counters = tables.text(FetchText.Kind.COUNTERS);
        return new Converted(
                new RunResult(
                        reached.ms(),
                        spikes,
                        traces,
                        weights(),
                        counters.isPresent() ? Optional.of(CountersJson.read(counters.get())) : Optional.empty(),
                        0,
                        provenance()),
                reached);
    }

    private static FetchRequest spikes(int population) {
        return FetchRequest.newBuilder()
                .setSpikes(FetchSpikes.newBuilder().setPopulation(population))
                .build();
    }

    private double lastSpikeMs() throws JobException {
        double last = 0;
        for (FetchRequest asked : tables.requests()) {
            if (asked.hasSpikes()) {
                last = Math.max(
                        last, Arrays.stream(tables.f64(asked, "time")).max().orElse(0));
            }
        }
        return last;
    }

    private SpikeTable spikes(JobPopulation population, FetchRequest asked, Reached reached) throws JobException {
        int[] cell = tables.i32(asked, "cell");
        double[] time = tables.f64(asked, "time");
        int[] counts = new int[population.getSize()];
        // a run ends before its last moment, a job with it
        for (int i = 0; i < time.length; i++) {
            counts[cell[i]] += time[i] < reached.ms() || !reached.exact() ? 1 : 0;
        }
        double[][] trains = new double[population.getSize()][];
        Arrays.setAll(trains, c -> new double[counts[c]]);
        int[] next = new int[counts.length];
        for (int i = 0; i < time.length; i++) {
            if (time[i] < reached.ms() || !reached.exact()) {
                trains[cell[i]][next[cell[i]]++] = time[i];
            }
        }
        return SpikeTable.of(population.getLabel(), trains);
    }

    private List<WeightTable> weights() throws JobException {
        List<WeightTable> all = new ArrayList<>();
        for (int p = 0; p < network.getProjectionsCount(); p++) {
            JobProjection projection = network.getProjections(p);
            FetchRequest asked = FetchRequest.newBuilder()
                    .setSynapses(FetchSynapses.newBuilder().setProjection(p))
                    .build();
            if (projection.hasStdp() && tables.has(asked)) {
                all.add(new WeightTable(
                        projection.getLabel(),
                        Columns.i32("pre", projection.getPre()),
                        Columns.i32("post", projection.getPost()),
                        tables.f64(asked, "realised_weight"),
                        tables.f64(asked, "evolved_weight")));
            }
        }
        return all;
    }

    private Provenance provenance() {
        boolean emulated = options.getEngine() == Engine.EMULATOR;
        boolean typical = emulated && options.getSilicon().equals("typical");
        boolean mapped = options.getEngine() != Engine.REFERENCE;
        int trial = Math.max(1, options.getTrial());
        for (var command : log.getCommandsList()) {
            trial = command.getReset().getTrial() > 0 ? command.getReset().getTrial() : trial;
        }
        return new Provenance(
                emulated ? "emulator" : "reference",
                emulated ? (typical ? "typical" : "ideal") : "none",
                typical ? Optional.of(options.getWaferSeed()) : Optional.empty(),
                network.getSeed(),
                mapped ? (options.getMappingSeed() == 0 ? 1 : options.getMappingSeed()) : -1,
                emulated ? trial : 1,
                Hashing.sha256()
                        .hashBytes(JobFiles.bytes(network).toByteArray())
                        .toString(),
                "",
                Version.current());
    }
}
