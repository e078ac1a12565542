package bss.tools.bench;

import bss.spec.backend.BackendException;
import bss.tools.bench.BalancedNetwork.Model;
import bss.tools.bench.FullWafer.Features;
import bss.tools.run.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The benchmark table, row by row.
public final class Bench {

    /// One measurement, which gives one row or two.
    @FunctionalInterface
    private interface Measurement {
        List<BenchRow> run() throws Exception;
    }

    private final Map<List<String>, Measurement> measurements = new LinkedHashMap<>();

    /// Rows that take too long to be run unless they are asked for.
    private final Set<String> onlyIfNamed;

    /// The rows under these options.
    ///
    /// @param progress hears of each sample
    public Bench(BenchOptions options, Progress progress) {
        KernelRows kernel = new KernelRows(options, progress);
        WaferRows wafer = new WaferRows(options, progress);
        WireRows wire = new WireRows(options, progress);
        MapRows map = new MapRows(options, progress);
        int threads = options.threads();
        add(n -> kernel.row(n, true), "neuron_update_ns");
        add(n -> kernel.row(n, false), "neuron_update_ns_lif");
        add(wafer::synapticEvent, "synaptic_event_ns");
        add(n -> wafer.full(n, threads, Features.NONE), "full_wafer_rtf");
        add(n -> wafer.full(n, 1, Features.NONE), "full_wafer_rtf_1_thread");
        add(n -> wafer.full(n, threads, new Features(true, false, false)), "full_wafer_rtf_stp");
        add(n -> wafer.full(n, threads, new Features(false, true, false)), "full_wafer_rtf_stdp");
        add(n -> wafer.full(n, threads, new Features(false, false, true)), "full_wafer_rtf_recording");
        add(wafer::typical, "full_wafer_rtf_typical");
        add(n -> wafer.balanced(n, Model.LIF), "balanced_20000x500_rtf");
        add(n -> wafer.balanced(n, Model.ADEX), "adex_20000x500_rtf");
        addPair(
                (a, b) -> wafer.memory(a, b, Features.NONE),
                "emulator_memory_full_wafer_mib",
                "emulator_bytes_per_synapse");
        addPair(
                (a, b) -> wafer.memory(a, b, new Features(false, true, false)),
                "emulator_memory_full_wafer_stdp_mib",
                "emulator_bytes_per_synapse_stdp");
        add(wafer::l1Events, "l1_events_per_s");
        add(wire::plain, "wire_pulses_per_s");
        add(wire::tls, "wire_pulses_per_s_tls");
        addPair(map::column, "map_column_seconds", "map_column_loss");
        addPair(new LongRun(options, progress)::rows, "long_run_heap_growth_mib", "long_run_drift_ticks");
        onlyIfNamed = Set.of("long_run_heap_growth_mib", "long_run_drift_ticks");
    }

    @FunctionalInterface
    private interface One {
        List<BenchRow> run(String name) throws Exception;
    }

    @FunctionalInterface
    private interface Two {
        List<BenchRow> run(String first, String second) throws Exception;
    }

    private void add(One measurement, String name) {
        measurements.put(List.of(name), () -> measurement.run(name));
    }

    private void addPair(Two measurement, String first, String second) {
        measurements.put(List.of(first, second), () -> measurement.run(first, second));
    }

    /// All names, in the order of the table.
    public List<String> names() {
        return measurements.keySet().stream().flatMap(List::stream).toList();
    }

    /// Refuses names that no row has.
    ///
    /// @throws IllegalArgumentException names the first one
    public void requireKnown(List<String> wanted) {
        for (String name : wanted) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException(
                        "row is '%s', must be one of %s".formatted(name, String.join(", ", names())));
            }
        }
    }

    /// Runs the rows asked for.
    ///
    /// @param wanted known names; empty means all but the long run
    /// @param done hears of each row as soon as it is measured
    /// @throws BackendException if the wafer refuses a configuration
    public List<BenchRow> run(List<String> wanted, Consumer<BenchRow> done) throws Exception {
        Set<String> names = new TreeSet<>(wanted);
        List<BenchRow> rows = new ArrayList<>();
        for (Map.Entry<List<String>, Measurement> entry : measurements.entrySet()) {
            boolean named = entry.getKey().stream().anyMatch(names::contains);
            boolean always = names.isEmpty() && entry.getKey().stream().noneMatch(onlyIfNamed::contains);
            if (!named && !always) {
                continue;
            }
            for (BenchRow row : entry.getValue().run()) {
                if (names.isEmpty() || names.contains(row.name())) {
                    rows.add(row);
                    done.accept(row);
                }
            }
        }
        return rows;
    }
}
