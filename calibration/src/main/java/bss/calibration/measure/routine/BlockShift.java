package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.spec.backend.BackendException;
import bss.spec.fg.FloatingGates;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.List;
import java.util.stream.IntStream;

/// What the readout adds in one neuron block more than in others. Shorted membranes tell the shifts within a block; the
/// mean of 64 buffers is unknown, but adds to every potential of the block alike. Potentials of circuits differ for
/// reasons of their own, which are independent from block to block: the means over the blocks of five potentials are
/// estimates of the shift, each as good as its spread within blocks says, and what 64 buffers can have for a mean is
/// one more (best linear unbiased prediction of a random effect: Robinson 1991, Statistical Science 6(1), 15-32).
final class BlockShift {

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;
    private static final double RESET = 0.6;
    /// Deviations from the median beyond this many median deviations are of defect circuits.
    private static final double FAR = 5;

    private BlockShift() {}

    /// Adds it to the readout shifts within the blocks, which are known.
    static void measure(ChipBench bench, int[] denmems, Findings known) throws BackendException, InterruptedException {
        double[] precision = new double[BLOCKS];
        double[] weighted = new double[BLOCKS];
        double[] shifts = IntStream.range(0, NeuronTopology.DENMEMS)
                .mapToDouble(known::readoutShift)
                .toArray();
        double within = Blocks.of(shifts, denmems).variance();
        for (int b = 0; b < BLOCKS; b++) {
            precision[b] = NeuronTopology.DENMEMS / (double) BLOCKS / within;
        }
        for (Routine routine : List.of(
                new Threshold(), new LeakPotential(), new ReversalPotential(true), new ReversalPotential(false))) {
            int point = routine.codes().length / 2;
            double[] seen = new double[NeuronTopology.DENMEMS];
            bench.run(
                    routine.setting(point, known),
                    denmems,
                    (d, trace) -> seen[d] = routine.observe(point, d, trace, known));
            weigh(seen, denmems, precision, weighted);
        }
        double[] resets = new double[NeuronTopology.DENMEMS];
        bench.run(
                ResetPotential.setting(RESET),
                denmems,
                (d, trace) -> resets[d] = ResetPotential.observe(d, trace, known));
        weigh(aroundBlocks(resets, denmems), denmems, precision, weighted);
        for (int d : denmems) {
            int b = NeuronTopology.block(d);
            known.setReadoutShift(d, shifts[d] + weighted[b] / precision[b]);
        }
    }

    /// Adds what the means over the neuron blocks tell.
    private static void weigh(double[] values, int[] denmems, double[] precision, double[] weighted) {
        Blocks blocks = Blocks.of(values, near(values, denmems));
        for (int b = 0; b < BLOCKS; b++) {
            if (blocks.count[b] > 0) {
                double p = blocks.count[b] / blocks.variance();
                precision[b] += p;
                weighted[b] += p * (blocks.mean[b] - blocks.all());
            }
        }
    }

    /// Reset potentials less the mean of those that share a cell: each of the four serves all neuron blocks alike.
    private static double[] aroundBlocks(double[] values, int[] denmems) {
        double[] around = values.clone();
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            int shared = block;
            int[] of = near(
                    values,
                    IntStream.of(denmems)
                            .filter(d -> NeuronTopology.sharedFgBlock(d) == shared)
                            .toArray());
            double mean = IntStream.of(of).mapToDouble(d -> values[d]).average().orElse(0);
            for (int d : denmems) {
                if (NeuronTopology.sharedFgBlock(d) == shared) {
                    around[d] -= mean;
                }
            }
        }
        return around;
    }

    /// Those whose value is no outlier.
    private static int[] near(double[] values, int[] denmems) {
        int[] seen =
                IntStream.of(denmems).filter(d -> Double.isFinite(values[d])).toArray();
        double median = StrengthGauge.median(IntStream.of(seen).mapToDouble(d -> values[d]));
        double deviation = StrengthGauge.median(IntStream.of(seen).mapToDouble(d -> Math.abs(values[d] - median)));
        return IntStream.of(seen)
                .filter(d -> Math.abs(values[d] - median) <= FAR * deviation)
                .toArray();
    }

    /// Means over the neuron blocks, and what values have for a variance around them.
    private static final class Blocks {

        /// Less than any noise, so that equal values do not divide by 0.
        private static final double LEAST_VARIANCE = 1e-12;

        private final double[] mean = new double[BLOCKS];
        private final int[] count = new int[BLOCKS];
        private double squares;

        static Blocks of(double[] values, int[] denmems) {
            Blocks blocks = new Blocks();
            for (int d : denmems) {
                int b = NeuronTopology.block(d);
                blocks.count[b]++;
                blocks.mean[b] += (values[d] - blocks.mean[b]) / blocks.count[b];
            }
            for (int d : denmems) {
                blocks.squares += Math.pow(values[d] - blocks.mean[NeuronTopology.block(d)], 2);
            }
            return blocks;
        }

        double variance() {
            int free = IntStream.of(count).map(n -> Math.max(0, n - 1)).sum();
            return Math.max(LEAST_VARIANCE, squares / Math.max(1, free));
        }

        /// Mean of the blocks' means.
        double all() {
            return IntStream.range(0, BLOCKS)
                    .filter(b -> count[b] > 0)
                    .mapToDouble(b -> mean[b])
                    .average()
                    .orElse(0);
        }
    }
}
