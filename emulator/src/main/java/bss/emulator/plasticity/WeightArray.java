package bss.emulator.plasticity;

/// Weights of four bits, two to a byte.
final class WeightArray {

    private final byte[] pairs;

    /// The upper four bits of each synapse.
    WeightArray(byte[] synapses) {
        pairs = new byte[(synapses.length + 1) / 2];
        for (int synapse = 0; synapse < synapses.length; synapse++) {
            set(synapse, synapses[synapse] >>> 4 & 15);
        }
    }

    int get(int synapse) {
        return pairs[synapse >> 1] >>> (4 * (synapse & 1)) & 15;
    }

    void set(int synapse, int weight) {
        int shift = 4 * (synapse & 1);
        pairs[synapse >> 1] = (byte) ((pairs[synapse >> 1] & ~(15 << shift)) | (weight << shift));
    }
}
