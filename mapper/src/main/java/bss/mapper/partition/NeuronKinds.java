package bss.mapper.partition;

import bss.mapper.network.Receptor;
import bss.mapper.problem.MappingProblem;

/// What kinds of synapses each cell makes, as a bit set of receptors: none, excitatory, inhibitory or both.
///
/// A row of synapses feeds one input, so sources of different kinds on one bus need rows of their own: buses are
/// kept pure where that costs nothing.
public final class NeuronKinds {

    public static final int NONE = 0;

    private final byte[] kind;

    private NeuronKinds(byte[] kind) {
        this.kind = kind;
    }

    public static NeuronKinds of(MappingProblem problem) {
        byte[] kind = new byte[problem.cells()];
        for (int p = 0; p < problem.projections(); p++) {
            int bit = problem.receptor(p) == Receptor.EXCITATORY ? 1 : 2;
            int first = problem.firstCell(problem.network().projections().get(p).source());
            for (int s : problem.connections(p).sources()) {
                kind[first + s] |= (byte) bit;
            }
        }
        return new NeuronKinds(kind);
    }

    public int of(int cell) {
        return kind[cell];
    }
}
