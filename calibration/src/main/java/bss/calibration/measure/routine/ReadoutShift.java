package bss.calibration.measure.routine;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.bench.Setting;
import bss.spec.backend.BackendException;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.stream.IntStream;

/// The readout shift: the 64 denmems of a neuron block shorted have one membrane, so that what differs is the readout.
/// All denmems of a block that holds one of those to be measured are read, or their mean would be uncertain.
final class ReadoutShift {

    private static final int BLOCKS = MergerTopology.NEURON_BLOCKS;
    private static final int DENMEMS_OF_BLOCK = NeuronTopology.DENMEMS / BLOCKS;

    private ReadoutShift() {}

    static void measure(ChipBench bench, int[] denmems, Findings known) throws BackendException, InterruptedException {
        Setting setting = new Setting().volt(NeuronParameter.E_L, 0.9).joined().time(1e-6, 2e-6);
        boolean[] wanted = new boolean[BLOCKS];
        for (int d : denmems) {
            wanted[NeuronTopology.block(d)] = true;
        }
        int[] read = IntStream.range(0, NeuronTopology.DENMEMS)
                .filter(d -> wanted[NeuronTopology.block(d)])
                .toArray();
        double[] mean = new double[NeuronTopology.DENMEMS];
        double[] ofBlock = new double[BLOCKS];
        bench.run(setting, read, (d, trace) -> {
            mean[d] = trace.mean();
            ofBlock[NeuronTopology.block(d)] += mean[d] / DENMEMS_OF_BLOCK;
        });
        for (int d : read) {
            known.setReadoutShift(d, mean[d] - ofBlock[NeuronTopology.block(d)]);
        }
    }
}
