package bss.tools.bench;

import bss.spec.backend.BackendException;
import bss.spec.backend.WaferBackend;
import bss.tools.bench.BalancedNetwork.Model;
import bss.tools.bench.FullWafer.Features;
import bss.tools.bench.FullWafer.Load;
import bss.tools.bench.WaferRun.Sample;
import bss.tools.run.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The rows that run a network on the emulated wafer.
final class WaferRows {

    private static final String FACTOR = "wall s per biological s";
    /// Membranes that a wafer can show at a time.
    private static final int OUTPUTS = 12;

    private static final long WAFER_SEED = 1;
    private static final double MEBI = 1 << 20;

    private final BenchOptions options;
    private final Progress progress;

    WaferRows(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    private BenchNetwork full(Features features) {
        return FullWafer.write(options.chips(), Load.NATURAL, features);
    }

    /// The full wafer with some features on.
    List<BenchRow> full(String name, int threads, Features features) throws BackendException, InterruptedException {
        try (WaferRun run = WaferRun.open(name, full(features), Wafers.ideal(threads), progress)) {
            if (features.record()) {
                run.watch(OUTPUTS);
            }
            return List.of(factor(name, run));
        }
    }

    /// The full wafer on typical silicon.
    List<BenchRow> typical(String name) throws BackendException, InterruptedException {
        WaferBackend wafer = Wafers.typical(WAFER_SEED, options.threads());
        try (WaferRun run = WaferRun.open(name, network(Load.TYPICAL), wafer, progress)) {
            return List.of(factor(name, run));
        }
    }

    List<BenchRow> balanced(String name, Model model) throws BackendException, InterruptedException {
        BenchNetwork network = BalancedNetwork.write(options.balancedNeurons(), model);
        try (WaferRun run = WaferRun.open(name, network, Wafers.ideal(options.threads()), progress)) {
            return List.of(factor(name, run));
        }
    }

    private BenchRow factor(String name, WaferRun run) throws BackendException, InterruptedException {
        Sample[] samples = run.samples(options);
        return row(
                name, FACTOR, Arrays.stream(samples).mapToDouble(Sample::factor).toArray(), samples, run.network());
    }

    private static BenchRow row(String name, String unit, double[] values, Sample[] samples, BenchNetwork network) {
        double seconds = sum(samples, Sample::biologicalSeconds);
        return BenchRow.of(
                name,
                unit,
                values,
                samples[0].circuits(),
                sum(samples, s -> (double) s.synapticEvents()) / seconds,
                network.senders() == 0 ? 0 : sum(samples, s -> (double) s.spikes()) / (network.senders() * seconds));
    }

    private static double sum(Sample[] samples, ToDoubleFunction<Sample> of) {
        return Arrays.stream(samples).mapToDouble(of).sum();
    }

    /// What a synapse that is hit costs: the dense load with drivers on, less the same with drivers off.
    List<BenchRow> synapticEvent(String name) throws BackendException, InterruptedException {
        Sample[] with = dense(name, Load.DENSE, 1);
        Sample[] without = dense(name, Load.DENSE_WITHOUT_SYNAPSES, 1);
        double idle = BenchRow.median(
                Arrays.stream(without).mapToDouble(Sample::seconds).toArray());
        double[] values = Arrays.stream(with)
                .mapToDouble(s -> (s.seconds() - idle) * 1e9 / s.synapticEvents())
                .toArray();
        return List.of(row(name, "ns", values, with, network(Load.DENSE)));
    }

    /// Events on L1 lines per wall second that the network costs alone: with spikes sent, less the same without.
    List<BenchRow> l1Events(String name) throws BackendException, InterruptedException {
        Sample[] with = dense(name, Load.DENSE_WITHOUT_SYNAPSES, options.threads());
        Sample[] without = dense(name, Load.DENSE_WITHOUT_EVENTS, options.threads());
        double idle = BenchRow.median(
                Arrays.stream(without).mapToDouble(Sample::seconds).toArray());
        double[] values = Arrays.stream(with)
                .mapToDouble(s -> s.l1Events() / (s.seconds() - idle))
                .toArray();
        return List.of(row(name, "events per wall s", values, with, network(Load.DENSE_WITHOUT_SYNAPSES)));
    }

    private BenchNetwork network(Load load) {
        return FullWafer.write(options.chips(), load, Features.NONE);
    }

    private Sample[] dense(String name, Load load, int threads) throws BackendException, InterruptedException {
        try (WaferRun run = WaferRun.open(name, network(load), Wafers.ideal(threads), progress)) {
            return run.samples(options);
        }
    }

    /// Heap of a configured wafer that has run: configuration bits, state, event lists.
    List<BenchRow> memory(String name, String perSynapse, Features features)
            throws BackendException, InterruptedException {
        long before = used();
        BenchNetwork network = full(features);
        try (WaferRun run = WaferRun.open(name, network, Wafers.ideal(options.threads()), progress)) {
            // event lists may be made when the first event comes: each neuron has to fire
            run.sample(1000);
            double bytes = (double) (used() - before);
            return List.of(
                    BenchRow.of(name, "MiB", bytes / MEBI),
                    BenchRow.of(perSynapse, "bytes", bytes / network.synapses()));
        }
    }

    /// Heap in use, in bytes.
    static long used() {
        long least = Long.MAX_VALUE;
        for (int k = 0; k < 3; k++) {
            System.gc();
            Runtime r = Runtime.getRuntime();
            least = Math.min(least, r.totalMemory() - r.freeMemory());
        }
        return least;
    }
}
