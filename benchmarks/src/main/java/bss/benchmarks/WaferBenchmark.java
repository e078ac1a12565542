package bss.benchmarks;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.ConfigurationStage;
import bss.tools.bench.BenchNetwork;
import bss.tools.bench.FullWafer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Chips of the dense load, with and without synapses: the difference is delivery. And what configuring costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WaferBenchmark {

    private static final int CHIPS = 24;
    private static final int CYCLES = 125;

    @Param({"DENSE", "DENSE_WITHOUT_SYNAPSES", "DENSE_WITHOUT_EVENTS"})
    private FullWafer.Load load = FullWafer.Load.DENSE;

    private BenchNetwork network = FullWafer.write(1, FullWafer.Load.DENSE, FullWafer.Features.NONE);

    @SuppressWarnings("NullAway.Init")
    private WaferSession session;

    /// A session that has run for a while.
    @Setup(Level.Trial)
    public void open() throws Exception {
        network = FullWafer.write(CHIPS, load, FullWafer.Features.NONE);
        session = EmulatedWafer.ideal(new EmulatorOptions(1, true)).open(Lease.wafer());
        session.configure(network.configuration(), EnumSet.allOf(ConfigurationStage.class), 1);
        session.advance(10L * CYCLES);
    }

    /// Gives the wafer back.
    @TearDown(Level.Trial)
    public void close() throws Exception {
        session.close();
    }

    /// 10 ms of biology.
    @Benchmark
    public long advance() throws Exception {
        session.advance(session.now() + CYCLES);
        session.takeTrace();
        return session.now();
    }

    /// From bits to a session that can run.
    @Benchmark
    public long configure() throws Exception {
        try (WaferSession fresh =
                EmulatedWafer.ideal(new EmulatorOptions(1, true)).open(Lease.wafer())) {
            fresh.configure(network.configuration(), EnumSet.allOf(ConfigurationStage.class), 1);
            fresh.advance(1);
            return fresh.now();
        }
    }
}
