package bss.mapper.extract;

import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// The circuits of a chip: denmems (0 to 511, 256 * y + x) whose membranes switches join.
///
/// A circuit is named by its smallest denmem. Its capacitance is the sum over its denmems. The smallest of its denmems
/// with `activateFiring` fires for it. Source: halbe:hal/HICANNContainer.h NeuronQuad, sthal:sthal/Neurons.cpp.
public final class Circuits {

    /// The firing denmem of a circuit that never fires.
    public static final int NONE = -1;

    private final int[] circuit = new int[NeuronTopology.DENMEMS];
    private final int[] lead = new int[NeuronTopology.DENMEMS];
    private final double[] capacitance = new double[NeuronTopology.DENMEMS];

    public Circuits(HicannConfiguration chip) {
        Arrays.setAll(circuit, denmem -> denmem);
        for (int q = 0; q < NeuronTopology.COLUMNS / 2; q++) {
            joinQuad(q, chip.quad(q));
        }
        Arrays.fill(lead, NONE);
        DenmemConfig[] denmems = new DenmemConfig[circuit.length];
        Arrays.setAll(denmems, chip::denmem);
        for (int denmem = 0; denmem < circuit.length; denmem++) {
            int x = NeuronTopology.x(denmem);
            int partner = x % 2 == 0 ? x - 1 : x + 1;
            if (denmems[denmem].enableFireInput() && partner >= 0 && partner < NeuronTopology.COLUMNS) {
                join(denmem, NeuronTopology.denmem(partner, NeuronTopology.y(denmem)));
            }
        }
        double[] perDenmem = {
            chip.neuronHalf(0).mode().capacitance(), chip.neuronHalf(1).mode().capacitance()
        };
        for (int denmem = 0; denmem < circuit.length; denmem++) {
            int root = find(denmem);
            circuit[denmem] = root;
            capacitance[root] += perDenmem[NeuronTopology.y(denmem)];
            if (lead[root] == NONE && denmems[denmem].activateFiring()) {
                lead[root] = denmem;
            }
        }
    }

    /// The circuit of a denmem: its smallest denmem.
    public int circuit(int denmem) {
        return circuit[denmem];
    }

    /// The denmem that fires for the circuit of a denmem, or NONE.
    public int lead(int denmem) {
        return lead[circuit[denmem]];
    }

    /// Capacitance of the whole circuit of a denmem [F].
    public double capacitanceFarad(int denmem) {
        return capacitance[circuit[denmem]];
    }

    private void joinQuad(int quad, QuadConfig switches) {
        int left = 2 * quad;
        int below = NeuronTopology.COLUMNS;
        if (switches.verticalLeft()) {
            join(left, left + below);
        }
        if (switches.verticalRight()) {
            join(left + 1, left + 1 + below);
        }
        if (switches.horizontalTop()) {
            join(left, left + 1);
        }
        if (switches.horizontalBottom()) {
            join(left + below, left + 1 + below);
        }
    }

    private void join(int a, int b) {
        int rootA = find(a);
        int rootB = find(b);
        circuit[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private int find(int denmem) {
        int root = denmem;
        while (circuit[root] != root) {
            root = circuit[root];
        }
        return root;
    }
}
