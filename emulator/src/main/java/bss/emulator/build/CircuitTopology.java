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

    private static final int DENMEMS = NeuronTopology.DENMEMS;

    /// Of each denmem itself: the members of circuits of one denmem, for all chips.
    private static final int[][] ALONE = new int[DENMEMS][];

    static {
        Arrays.setAll(ALONE, denmem -> new int[] {denmem});
    }

    private final short[] root = new short[DENMEMS];
    /// By root.
    private final short[] lead = new short[DENMEMS];
    /// By root.
    private final int[][] members;

    public CircuitTopology(HicannConfiguration chip) {
        for (int denmem = 0; denmem < DENMEMS; denmem++) {
            root[denmem] = (short) denmem;
        }
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
        members = collect(chip);
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

    /// Finds the roots and the leads.
    ///
    /// @return the members by root
    private int[][] collect(HicannConfiguration chip) {
        Arrays.fill(lead, (short) -1);
        int[] size = new int[DENMEMS];
        boolean joined = false;
        for (int d = 0; d < DENMEMS; d++) {
            root[d] = (short) find(d);
            size[root[d]]++;
            joined |= root[d] != d;
            if (lead[root[d]] < 0 && chip.denmem(d).activateFiring()) {
                lead[root[d]] = (short) d;
            }
        }
        int[][] byRoot = joined ? ALONE.clone() : ALONE;
        int[] filled = new int[DENMEMS];
        for (int d = 0; d < DENMEMS; d++) {
            int r = root[d];
            if (size[r] > 1) {
                if (filled[r] == 0) {
                    byRoot[r] = new int[size[r]];
                }
                byRoot[r][filled[r]++] = d;
            }
        }
        return byRoot;
    }

    private void join(int a, int b) {
        int x = find(a);
        int y = find(b);
        root[Math.max(x, y)] = (short) Math.min(x, y);
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
