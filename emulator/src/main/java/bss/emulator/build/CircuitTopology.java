package bss.emulator.build;

import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// Which denmems of a chip are one circuit: joined by the switches of quads and by `enableFireInput` between quads,
/// whatever its direction.
///
/// The denmem that fires for a circuit, its lead, is the smallest one with `activateFiring`.
/// Sources: halbe, `hal/HICANNContainer.h` NeuronQuad and Neuron; sthal, `sthal/Neurons.cpp`.
public final class CircuitTopology {

    private final int[] root = new int[NeuronTopology.DENMEMS];
    private final int[] lead = new int[NeuronTopology.DENMEMS];
    private final int[][] members = new int[NeuronTopology.DENMEMS][];

    public CircuitTopology(HicannConfiguration chip) {
        Arrays.setAll(root, i -> i);
        for (int quad = 0; quad < NeuronTopology.COLUMNS / 2; quad++) {
            joinQuad(quad, chip.quad(quad));
        }
        for (int denmem = 0; denmem < root.length; denmem++) {
            int x = NeuronTopology.x(denmem);
            int partner = x % 2 == 0 ? x - 1 : x + 1;
            if (partner >= 0
                    && partner < NeuronTopology.COLUMNS
                    && chip.denmem(denmem).enableFireInput()) {
                join(denmem, NeuronTopology.denmem(partner, NeuronTopology.y(denmem)));
            }
        }
        collect(chip);
    }

    private void joinQuad(int quad, QuadConfig switches) {
        int left = 2 * quad;
        int right = left + 1;
        if (switches.verticalLeft()) {
            join(left, NeuronTopology.denmem(left, 1));
        }
        if (switches.verticalRight()) {
            join(right, NeuronTopology.denmem(right, 1));
        }
        if (switches.horizontalTop()) {
            join(left, right);
        }
        if (switches.horizontalBottom()) {
            join(NeuronTopology.denmem(left, 1), NeuronTopology.denmem(right, 1));
        }
    }

    private void collect(HicannConfiguration chip) {
        Arrays.fill(lead, -1);
        int[] size = new int[root.length];
        for (int d = 0; d < root.length; d++) {
            root[d] = find(d);
            size[root[d]]++;
        }
        int[] filled = new int[root.length];
        for (int d = 0; d < root.length; d++) {
            int r = root[d];
            if (filled[r] == 0) {
                members[r] = new int[size[r]];
            }
            members[r][filled[r]++] = d;
            if (lead[r] < 0 && chip.denmem(d).activateFiring()) {
                lead[r] = d;
            }
        }
    }

    private void join(int a, int b) {
        int x = find(a);
        int y = find(b);
        root[Math.max(x, y)] = Math.min(x, y);
    }

    private int find(int denmem) {
        int d = denmem;
        while (root[d] != d) {
            root[d] = root[root[d]];
            d = root[d];
        }
        return d;
    }

    /// The smallest denmem of the circuit that a denmem belongs to: the circuit's name.
    public int circuit(int denmem) {
        return root[denmem];
    }

    /// The denmems of the circuit of `denmem`, ascending; not to be written to.
    public int[] members(int denmem) {
        return members[root[denmem]];
    }

    /// The denmem that fires for the circuit of `denmem`, or -1 if it never fires.
    public int lead(int denmem) {
        return lead[root[denmem]];
    }
}
