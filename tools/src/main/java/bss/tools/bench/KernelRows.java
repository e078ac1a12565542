package bss.tools.bench;

import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.NeuronKernel;
import bss.emulator.kernel.SpikeBuffer;
import bss.tools.run.Progress;
import java.util.List;

/// The neuron update alone, on one thread: tiles of 512 circuits, seven steps per tile, driven by constant currents.
final class KernelRows {

    private static final int TILE = 512;
    /// The lookahead of the emulator: a spike acts eight steps later at the earliest.
    private static final int STEPS = 7;

    /// Rounds until adaptation has settled: 0.4 s of biology.
    private static final int WARM_UP = 700;

    private static final double SPEEDUP = 1e4;

    private final BenchOptions options;
    private final Progress progress;

    KernelRows(BenchOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    private static NeuronKernel kernel(boolean adex) {
        Kernels kernels = Kernels.of(true);
        return adex ? kernels.adex() : kernels.lif();
    }

    List<BenchRow> row(String name, boolean adex) {
        BenchCircuit circuit = adex ? BenchCircuit.ADEX : BenchCircuit.LIF;
        CircuitState[] tiles = new CircuitState[options.chips()];
        for (int t = 0; t < tiles.length; t++) {
            tiles[t] = tile(circuit, adex);
        }
        NeuronKernel kernel = kernel(adex);
        SpikeBuffer spikes = new SpikeBuffer(TILE);
        int rounds = options.quick() ? 100 : 300;
        progress.at(name + ": warming up", 0);
        long cycle = run(kernel, tiles, spikes, 0, WARM_UP);
        double[] values = new double[Math.max(5, options.samples())];
        long fired = 0;
        for (int k = 0; k < values.length; k++) {
            progress.at(name, (double) k / values.length);
            long before = total;
            long start = System.nanoTime();
            cycle = run(kernel, tiles, spikes, cycle, rounds);
            values[k] = (double) (System.nanoTime() - start) / ((long) rounds * STEPS * TILE * tiles.length);
            fired += total - before;
        }
        double seconds = (double) values.length * rounds * STEPS * CircuitState.STEP_SECOND * SPEEDUP;
        long circuits = (long) TILE * tiles.length;
        return List.of(BenchRow.of(name, "ns", values, circuits, 0, fired / (seconds * circuits)));
    }

    private long total;

    private long run(NeuronKernel kernel, CircuitState[] tiles, SpikeBuffer spikes, long from, int rounds) {
        long cycle = from;
        for (int r = 0; r < rounds; r++) {
            for (CircuitState tile : tiles) {
                for (int k = 0; k < STEPS; k++) {
                    total += kernel.step(tile, 0, TILE, cycle + k, spikes);
                }
                spikes.clear();
            }
            cycle += STEPS;
        }
        return cycle;
    }

    /// Currents are spread over the circuits, about the one for 10 Hz; membranes start anywhere below threshold.
    private static CircuitState tile(BenchCircuit circuit, boolean adex) {
        CircuitParameters parameters = circuit.parameters();
        CircuitState state = new CircuitState(TILE);
        for (int lane = 0; lane < TILE; lane++) {
            state.set(lane, parameters);
            state.rest(lane);
            double low = circuit.vResetVolt();
            double range = circuit.thresholdVolt() - low;
            state.setVoltage(lane, low + range * (lane * 167 % TILE) / TILE);
            double drive = adex ? 0.0365 + 0.006 * lane / TILE : 0.0301 + 0.0005 * lane / TILE;
            state.setCurrent(lane, parameters.gLSiemens() * drive);
        }
        return state;
    }
}
