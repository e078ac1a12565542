package bss.benchmarks;

import bss.emulator.event.ChipNetwork;
import bss.emulator.event.Tally;
import bss.emulator.event.TraceRecorder;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.tools.bench.FullWafer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One clock of the event network of one chip: encoders, generators, mergers and sending repeaters.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventNetworkBenchmark {

    private static final int CHIP = 0;

    /// Spikes per 1000 clocks of a chip; 300 is 7.5 Hz of 512 neurons.
    @Param({"0", "300", "2400"})
    private int spikes;

    private ChipNetwork network = network();
    private long clock;
    private long sent;
    private int owed;
    private int denmem;

    /// A chip of the full wafer with one destination per bus.
    @Setup
    public void prepare() {
        WaferConfiguration wafer = FullWafer.write(1, FullWafer.Load.NATURAL, FullWafer.Features.NONE)
                .configuration();
        HicannConfiguration chip = wafer.hicann(CHIP).orElseThrow();
        boolean[] all = new boolean[8];
        Arrays.fill(all, true);
        network = network();
        for (int d = 0; d < all.length; d++) {
            network.setTargets(d, new int[] {d}, new int[] {17 << 13});
        }
        network.configure(chip, all, all, true, 0);
    }

    private ChipNetwork network() {
        return new ChipNetwork(
                CHIP,
                new Tally(),
                (arrival, target, address) -> sent += arrival ^ target ^ address,
                new TraceRecorder());
    }

    /// One wave with its share of spikes.
    @Benchmark
    public long wave() {
        for (owed += spikes; owed >= 1000; owed -= 1000) {
            denmem = (denmem + 167) % 512;
            network.spike(denmem, clock, 0, 18);
        }
        if (network.isBusy(clock)) {
            network.wave(clock);
        }
        clock++;
        return sent;
    }
}
