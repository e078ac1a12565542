package bss.tools.bench;

import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.MergerTopology;
import bss.tools.run.Progress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// 100 s of biology of the balanced network without a pause: whether memory stays flat, and whether times stay true.
///
/// The first chip's events go up to its FPGA, those of the generators that lock its buses among them. A generator sends
/// every 125 clocks of 8 ns, so its events have to come at ticks of 4 ns that are the same modulo 250, from the first
/// second to the last, but for those that a spike in front of them delays.
final class LongRun {

    private static final double SPEEDUP = 1e4;
    private static final double SECONDS = 100;
    private static final int PERIOD_TICKS = 250;
    private static final double MEBI = 1 << 20;

    private final BenchOptions options;
    private final Progress progress;

    LongRun(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /// The growth of the heap from the first to the last tenth, and the drift of the generators' phase.
    List<BenchRow> rows(String growth, String drift) throws BackendException, InterruptedException {
        BenchNetwork network = BalancedNetwork.write(options.balancedNeurons(), BalancedNetwork.Model.LIF);
        double seconds = SECONDS * options.scale();
        try (WaferSession session = Wafers.ideal(options.threads()).open(Lease.wafer())) {
            session.configure(withLinksUp(network.configuration()), EnumSet.allOf(ConfigurationStage.class), 1);
            int parts = 10;
            double[] heap = new double[parts];
            int[] phase = new int[parts];
            for (int part = 0; part < parts; part++) {
                phase[part] = phase(session, seconds * part / parts, seconds * (part + 1) / parts, seconds);
                heap[part] = WaferRows.used() / MEBI;
            }
            List<Double> moved = new ArrayList<>();
            for (int p : phase) {
                moved.add((double) (p - phase[0]));
            }
            return List.of(
                    BenchRow.of(growth, "MiB", heap[parts - 1] - heap[0]),
                    BenchRow.of(
                            drift, "ticks", moved.stream().mapToDouble(d -> d).toArray()));
        }
    }

    /// Runs a part of the time.
    ///
    /// @return the commonest phase of the background events recorded in it
    private int phase(WaferSession session, double from, double until, double all)
            throws BackendException, InterruptedException {
        int[] count = new int[PERIOD_TICKS];
        for (double t = from; t < until - 1e-9; t += Math.min(1, until - from)) {
            progress.at("long_run", t / all);
            session.advance(HardwareTime.msToCycle(1e3 * Math.min(until, t + 1), SPEEDUP));
            Pulses trace = session.takeTrace();
            for (int k = 0; k < trace.count(); k++) {
                if (PulseAddress.l1Address(trace.address(k)) == 0) {
                    count[(int) (trace.tick(k) % PERIOD_TICKS)]++;
                }
            }
        }
        int most = 0;
        for (int p = 1; p < PERIOD_TICKS; p++) {
            most = count[p] > count[most] ? p : most;
        }
        return most;
    }

    private static WaferConfiguration withLinksUp(WaferConfiguration wafer) {
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        int[] used = wafer.usedHicanns();
        for (int h : used) {
            chips[h] = wafer.hicann(h).orElseThrow();
        }
        HicannConfigurationBuilder first = wafer.hicann(used[0]).orElseThrow().toBuilder();
        for (int link = 0; link < MergerTopology.DNC_MERGERS; link++) {
            first.link(link, LinkDirection.TO_DNC);
        }
        chips[used[0]] = first.build();
        return new WaferConfiguration(chips, wafer.pllMhz(), false);
    }
}
