package bss.mapper.landing;

import bss.mapper.synapses.SynapseTable;
import java.util.Arrays;

/// The synapses whose source sends and whose target has a place, sorted by the target's chip; of one chip in
/// ascending order. The others arrive nowhere.
public final class ChipSynapses {

    private final SynapseTable table;
    private final Wiring wiring;
    private final int[] first;
    private final int[] synapses;

    private ChipSynapses(SynapseTable table, Wiring wiring, int[] first, int[] synapses) {
        this.table = table;
        this.wiring = wiring;
        this.first = first;
        this.synapses = synapses;
    }

    public static ChipSynapses of(SynapseTable table, Wiring wiring) {
        int[] first = new int[wiring.chips() + 1];
        for (int s = 0; s < table.size(); s++) {
            if (arrives(table, wiring, s)) {
                first[wiring.chip(table.target(s)) + 1]++;
            }
        }
        for (int h = 0; h < wiring.chips(); h++) {
            first[h + 1] += first[h];
        }
        int[] next = Arrays.copyOf(first, wiring.chips());
        int[] synapses = new int[first[wiring.chips()]];
        for (int s = 0; s < table.size(); s++) {
            if (arrives(table, wiring, s)) {
                synapses[next[wiring.chip(table.target(s))]++] = s;
            }
        }
        return new ChipSynapses(table, wiring, first, synapses);
    }

    private static boolean arrives(SynapseTable table, Wiring wiring, int s) {
        return wiring.chip(table.target(s)) != Wiring.NONE && wiring.bus(table.source(s)) != Wiring.NONE;
    }

    SynapseTable table() {
        return table;
    }

    Wiring wiring() {
        return wiring;
    }

    public int chips() {
        return first.length - 1;
    }

    /// The place in [#synapse] where a chip begins; that of [#chips] is the end of the last.
    public int first(int chip) {
        return first[chip];
    }

    public int synapse(int place) {
        return synapses[place];
    }

    public int count(int chip) {
        return first[chip + 1] - first[chip];
    }

    /// All of them.
    public int size() {
        return synapses.length;
    }
}
