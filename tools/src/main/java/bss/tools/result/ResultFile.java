package bss.tools.result;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes a [RunResult] as HDF5: spikes in SONATA's layout under `/spikes`, traces in SONATA's report
/// layout under `/report/<population>/<variable>`, weights of projections with STDP before and after the
/// run under `/weights/<projection>` (lost synapses NaN).
///
/// `node_count` holds the size of the population. A population without a spike has nothing else and the
/// attribute `count` 0: the HDF5 library writes neither empty datasets nor groups without children. Source
/// of the layout: SONATA developer guide, sections on spikes and reports.
public final class ResultFile {

    private static final int SONATA_MAGIC = 0x0A7A;
    private static final DatasetCreationOptions UNSIGNED =
            DatasetCreationOptions.builder().unsigned().build();

    private ResultFile() {}

    public static void write(RunResult result, Path file) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putAttribute("magic", SONATA_MAGIC);
            hdf.putAttribute("version", new int[] {0, 1});
            Provenance p = result.provenance();
            hdf.putAttribute("duration", result.durationMs());
            hdf.putAttribute("duration_units", "ms");
            hdf.putAttribute("engine", p.engine());
            hdf.putAttribute("silicon", p.silicon());
            p.waferSeed().ifPresent(seed -> hdf.putAttribute("wafer_seed", seed));
            hdf.putAttribute("network_seed", p.networkSeed());
            hdf.putAttribute("mapping_seed", p.mappingSeed());
            hdf.putAttribute("trial", p.trial());
            hdf.putAttribute("network_sha256", p.networkDigest());
            hdf.putAttribute(
                    "configuration_sha256", p.configurationDigest().isEmpty() ? "none" : p.configurationDigest());
            hdf.putAttribute("software_version", p.version());
            if (!result.spikes().isEmpty()) {
                WritableGroup spikes = hdf.putGroup("spikes");
                result.spikes().forEach(table -> write(table, spikes.putGroup(table.population())));
            }
            if (!result.weights().isEmpty()) {
                WritableGroup weights = hdf.putGroup("weights");
                result.weights().forEach(table -> write(table, weights.putGroup(table.projection())));
            }
            if (result.traces().stream().allMatch(ResultFile::isEmpty)) {
                return;
            }
            WritableGroup report = hdf.putGroup("report");
            for (SpikeTable table : result.spikes()) {
                writeTraces(result, table.population(), report);
            }
            result.traces().stream()
                    .map(Trace::population)
                    .distinct()
                    .filter(label -> result.spikes().stream()
                            .noneMatch(t -> t.population().equals(label)))
                    .forEach(label -> writeTraces(result, label, report));
        }
    }

    private static void write(SpikeTable table, WritableGroup group) {
        group.putAttribute("sorting", "by_time");
        group.putAttribute("count", (long) table.count());
        group.putDataset("node_count", new long[] {table.cells()}, UNSIGNED);
        if (table.count() == 0) {
            return;
        }
        group.putDataset("timestamps", table.timesMs()).putAttribute("units", "ms");
        group.putDataset("node_ids", Arrays.stream(table.ids()).asLongStream().toArray(), UNSIGNED);
    }

    private static void write(WeightTable table, WritableGroup group) {
        group.putAttribute("count", (long) table.size());
        if (table.size() == 0) {
            return;
        }
        group.putDataset(
                "source_ids", Arrays.stream(table.sources()).asLongStream().toArray(), UNSIGNED);
        group.putDataset(
                "target_ids", Arrays.stream(table.targets()).asLongStream().toArray(), UNSIGNED);
        group.putDataset("initial_weight", table.initial()).putAttribute("units", "uS");
        group.putDataset("final_weight", table.last()).putAttribute("units", "uS");
    }

    private static void writeTraces(RunResult result, String population, WritableGroup report) {
        var traces = result.traces().stream()
                .filter(t -> t.population().equals(population) && !isEmpty(t))
                .toList();
        if (traces.isEmpty()) {
            return;
        }
        WritableGroup group = report.putGroup(population);
        traces.forEach(t -> write(t, group.putGroup(t.variable())));
    }

    private static boolean isEmpty(Trace trace) {
        return trace.samples().isEmpty() || trace.samples().getFirst().length == 0;
    }

    private static void write(Trace trace, WritableGroup group) {
        int cells = trace.cells().size();
        int samples = trace.samples().getFirst().length;
        double[][] data = new double[samples][cells];
        for (int c = 0; c < cells; c++) {
            double[] row = trace.samples().get(c);
            for (int s = 0; s < samples; s++) {
                data[s][c] = row[s];
            }
        }
        group.putDataset("data", data).putAttribute("units", trace.unit());
        WritableGroup mapping = group.putGroup("mapping");
        mapping.putDataset(
                "node_ids", trace.cells().stream().mapToLong(Integer::longValue).toArray());
        long[] pointers = new long[cells + 1];
        Arrays.setAll(pointers, i -> i);
        mapping.putDataset("index_pointers", pointers);
        mapping.putDataset("element_ids", new int[cells]);
        mapping.putDataset("element_pos", new double[cells]);
        mapping.putDataset("time", new double[] {0, samples * trace.intervalMs(), trace.intervalMs()})
                .putAttribute("units", "ms");
    }
}
