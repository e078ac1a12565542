package bss.mapper.extract;

import bss.spec.topology.NeuronTopology;
import java.util.Arrays;

/// What one event of a source does: the synapses it hits, in columns, in order of DNC merger, landing, row and column.
public final class Hits {

    private static final int PER_HICANN = 448 * 256;

    private int size;
    private int[] site = new int[16];
    private byte[] weightAndSide = new byte[16];
    private double[] conductanceNs = new double[16];
    private short[] chips = new short[16];
    private int[] lead = new int[16];
    private double[] capacitanceFarad = new double[16];

    Hits() {}

    void add(
            int hicann,
            int row,
            int column,
            boolean right,
            int weight,
            double stepNs,
            int chipsOnRoute,
            int leadDenmem,
            double farad) {
        if (size == site.length) {
            int n = 2 * size;
            site = Arrays.copyOf(site, n);
            weightAndSide = Arrays.copyOf(weightAndSide, n);
            conductanceNs = Arrays.copyOf(conductanceNs, n);
            chips = Arrays.copyOf(chips, n);
            lead = Arrays.copyOf(lead, n);
            capacitanceFarad = Arrays.copyOf(capacitanceFarad, n);
        }
        site[size] = hicann * PER_HICANN + row * 256 + column;
        weightAndSide[size] = (byte) (weight | (right ? 16 : 0));
        conductanceNs[size] = stepNs;
        chips[size] = (short) chipsOnRoute;
        lead[size] = leadDenmem;
        capacitanceFarad[size++] = farad;
    }

    public int size() {
        return size;
    }

    /// Chip of the synapse.
    public int hicann(int hit) {
        return site[hit] / PER_HICANN;
    }

    /// Synapse row, 0 to 447.
    public int row(int hit) {
        return site[hit] % PER_HICANN / 256;
    }

    /// Column of synapse and denmem, 0 to 255.
    public int column(int hit) {
        return site[hit] % 256;
    }

    /// The denmem that the synapse feeds, 0 to 511.
    public int denmem(int hit) {
        return NeuronTopology.denmemOfSynapse(row(hit), column(hit));
    }

    /// Whether the right input (E_syni) is charged, else the left one (E_synx).
    public boolean right(int hit) {
        return (weightAndSide[hit] & 16) != 0;
    }

    /// 4-bit weight.
    public int weight(int hit) {
        return weightAndSide[hit] & 15;
    }

    /// Step of the denmem's conductance [nS, hardware].
    public double conductanceNs(int hit) {
        return conductanceNs[hit];
    }

    /// Chips on the route, both ends counted.
    public int chips(int hit) {
        return chips[hit];
    }

    /// The denmem that fires for the circuit that is hit, or [Circuits#NONE].
    public int lead(int hit) {
        return lead[hit];
    }

    /// Capacitance of that circuit [F].
    public double capacitanceFarad(int hit) {
        return capacitanceFarad[hit];
    }
}
