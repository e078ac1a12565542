package bss.benchmarks;

import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.NeuronKernel;
import bss.emulator.kernel.SpikeBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One lane for one step: a tile of 512 lanes, seven steps per visit, all in cache.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NeuronBenchmark {

    private static final int LANES = 512;
    private static final int STEPS = 7;
    private static final double CAPACITANCE = 2.16e-12;

    /// What is computed: single circuits, or groups of four unequal denmems.
    public enum Kind {
        ADEX,
        LIF,
        ADEX_GROUP,
        LIF_GROUP;

        private boolean adex() {
            return this == ADEX || this == ADEX_GROUP;
        }

        private int members() {
            return this == ADEX || this == LIF ? 1 : 4;
        }
    }

    @Param
    private Kind kind = Kind.ADEX;

    private final CircuitState state = new CircuitState(LANES);
    private final SpikeBuffer spikes = new SpikeBuffer(LANES);

    @Param({"true", "false"})
    private boolean vector = true;

    private NeuronKernel kernel = Kernels.of(false).adex();
    private long cycle;

    /// Circuits at about 10 Hz.
    @Setup
    public void prepare() {
        int members = kind.members();
        for (int lane = 0; lane < LANES; lane += members) {
            List<CircuitParameters> group = new ArrayList<>();
            for (int m = 0; m < members; m++) {
                group.add(parameters(members, 1 + 0.02 * m));
            }
            if (members == 1) {
                state.set(lane, group.getFirst());
            } else {
                state.setGroup(lane, group);
            }
            for (int m = 0; m < members; m++) {
                state.rest(lane + m);
                state.setCurrent(lane + m, drive() * CAPACITANCE / 2e-6);
            }
            state.setVoltage(lane, 0.82 + 0.03 * lane / LANES);
        }
        Kernels kernels = Kernels.of(vector);
        kernel = members > 1 ? kernels.group() : kind.adex() ? kernels.adex() : kernels.lif();
    }

    private double drive() {
        return kind.adex() ? 0.039 : 0.0303;
    }

    private CircuitParameters parameters(int members, double stretch) {
        boolean adex = kind.adex();
        return new CircuitParameters(
                members * CAPACITANCE,
                CAPACITANCE / 2e-6 * stretch,
                0.82,
                1.0,
                0.76,
                0.5e-6 * stretch,
                1e-6,
                6e-3,
                0.85,
                adex ? 0.91 : 0.85,
                0.82,
                adex ? 2.16e-7 : 0,
                12e-6 * stretch,
                adex ? 6.5e-9 : 0,
                0.5e-6,
                adex);
    }

    /// Seven steps of 512 lanes.
    @Benchmark
    @OperationsPerInvocation(LANES * STEPS)
    public int step() {
        int fired = 0;
        for (int k = 0; k < STEPS; k++) {
            fired += kernel.step(state, 0, LANES, cycle++, spikes);
        }
        spikes.clear();
        return fired;
    }
}
