package bss.emulator.kernel;

import java.util.Locale;
import java.util.SplittableRandom;

/// Prints how long an update of one lane takes, on one thread, for a wafer of lanes in tiles of a chip, seven steps a
/// visit, at constant current and about 10 Hz. Arguments: number of lanes, repeats.
final class KernelSpeed {

    private static final int TILE = 512;
    private static final int VISIT = 7;
    private static final Cell.Scale SCALE = new Cell.Scale(10);

    private KernelSpeed() {}

    private static CircuitState state(int lanes, boolean lif) {
        SplittableRandom random = new SplittableRandom(1);
        CircuitState s = new CircuitState(lanes);
        for (int lane = 0; lane < lanes; lane++) {
            Cell cell = lif
                    ? Cell.lif(200, 10, -65, -50, -58, 1.23)
                    : Cell.adex(200, 10, -65, -50, 2, 2, 120, 40 + 20 * random.nextDouble(), -58)
                            .firing(0, 1.23);
            s.set(lane, cell.onChip(SCALE));
            s.rest(lane);
            s.setVoltage(lane, SCALE.volt(-65 + 10 * random.nextDouble()));
            s.setCurrent(lane, cell.ampere((lif ? 145 : 230) + 40 * random.nextDouble(), SCALE));
        }
        return s;
    }

    private static void measure(String name, NeuronKernel kernel, boolean lif, int lanes, int repeats) {
        CircuitState s = state(lanes, lif);
        SpikeBuffer out = new SpikeBuffer(lanes);
        long cycle = 0;
        // the transient at the start, for one chip and then for all by turns
        double best = Double.POSITIVE_INFINITY;
        long spikes = 0;
        long updates = 0;
        long warm = Math.max(1, 6000 / VISIT / Math.max(1, lanes / TILE));
        for (int r = -1; r < repeats; r++) {
            long start = System.nanoTime();
            int visits = r < 0 ? (int) warm * 4 : 4;
            for (int visit = 0; visit < visits; visit++) {
                for (int from = 0; from < lanes; from += TILE) {
                    for (int k = 0; k < VISIT; k++) {
                        out.clear();
                        kernel.step(s, from, Math.min(from + TILE, lanes), cycle + k, out);
                        spikes += r < 0 ? 0 : out.count();
                    }
                }
                cycle += VISIT;
            }
            if (r >= 0) {
                long done = (long) visits * VISIT * lanes;
                updates += done;
                best = Math.min(best, (System.nanoTime() - start) / (double) done);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s %d lanes: %.3f ns per update, %.2f Hz%n",
                name,
                lanes,
                best,
                spikes / (double) updates * 1e3 / Cell.STEP_MS);
    }

    public static void main(String[] args) {
        int lanes = Integer.parseInt(args[0]);
        int repeats = Integer.parseInt(args[1]);
        for (int round = 0; round < 2; round++) {
            measure("AdEx vector", Kernels.of(true).adex(), false, lanes, repeats);
            measure("LIF vector", Kernels.of(true).lif(), true, lanes, repeats);
        }
        measure("AdEx scalar", Kernels.of(false).adex(), false, lanes, 1);
        measure("LIF scalar", Kernels.of(false).lif(), true, lanes, 1);
    }
}
