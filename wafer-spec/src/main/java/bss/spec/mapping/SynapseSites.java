package bss.spec.mapping;

import java.util.Arrays;

/// Where the synapses of a projection are, in the order in which its connector draws them. Immutable.
public final class SynapseSites {

    /// Synapse circuits of a chip; a site is hicann * 114688 + row * 256 + column.
    public static final int PER_HICANN = 448 * 256;

    private final String label;
    private final int[] site;
    private final float[] weight;
    private final float[] delayMs;

    /// @param label of the projection
    /// @param site synapse circuit, or -1 - k for a lost one with reason k of [Mapping#losses]
    /// @param weight realised weight [uS, biological], NaN if lost: what the circuit delivers at the start,
    ///     at factor 1 of short-term plasticity
    /// @param delayMs realised delay [ms, biological], NaN if lost
    public SynapseSites(String label, int[] site, float[] weight, float[] delayMs) {
        if (weight.length != site.length || delayMs.length != site.length) {
            throw new IllegalArgumentException("columns of projection '%s' differ in length".formatted(label));
        }
        this.label = label;
        this.site = site.clone();
        this.weight = weight.clone();
        this.delayMs = delayMs.clone();
    }

    public String label() {
        return label;
    }

    public int count() {
        return site.length;
    }

    public boolean realised(int synapse) {
        return site[synapse] >= 0;
    }

    /// Index of the reason among [Mapping#losses]; only for lost synapses.
    public int lossIndex(int synapse) {
        return -1 - site[synapse];
    }

    public int site(int synapse) {
        return site[synapse];
    }

    public int hicann(int synapse) {
        return site[synapse] / PER_HICANN;
    }

    public int row(int synapse) {
        return site[synapse] % PER_HICANN / 256;
    }

    public int column(int synapse) {
        return site[synapse] % 256;
    }

    public float weight(int synapse) {
        return weight[synapse];
    }

    public float delayMs(int synapse) {
        return delayMs[synapse];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SynapseSites o
                && label.equals(o.label)
                && Arrays.equals(site, o.site)
                && Arrays.equals(weight, o.weight)
                && Arrays.equals(delayMs, o.delayMs);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(site);
    }
}
