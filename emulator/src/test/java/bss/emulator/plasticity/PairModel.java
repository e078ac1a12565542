package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.StdpConfig;
import bss.spec.fg.SharedParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// STDP as the papers have it, in doubles: every synapse remembers all arrivals, every neuron all its spikes, and the
/// charges follow from these lists whenever somebody asks.
final class PairModel {

    final byte[] weights;
    private byte[] decoders;
    private final Silicon silicon;
    /// By 2 * row + column parity, and decoder.
    private final List<List<Long>> arrivalsOfAddress = new ArrayList<>();
    private final List<List<Long>> arrivals = new ArrayList<>();
    private final List<List<Long>> spikes = new ArrayList<>();
    /// How many arrivals and spikes had been when the capacitors were last emptied.
    private final int[] arrivalsBefore = new int[448 * 256];

    private final int[] spikesBefore = new int[448 * 256];
    /// Charges from before the decoder was rewritten.
    private final double[] causalBefore = new double[448 * 256];

    private final double[] anticausalBefore = new double[448 * 256];
    private final int[] nextRow = new int[2];
    private final long[] due = new long[2];
    private WrittenChip chip;
    /// Comparisons within 1e-4 pairs of the threshold.
    int close;

    int comparisons;

    /// @param synapses weight in the upper, decoder in the lower four bits
    PairModel(Silicon silicon, WrittenChip chip, byte[] synapses, long cycle) {
        this.silicon = silicon;
        this.chip = chip;
        weights = new byte[448 * 256];
        decoders = new byte[448 * 256];
        for (int address = 0; address < 896 * 16; address++) {
            arrivalsOfAddress.add(new ArrayList<>(0));
        }
        for (int synapse = 0; synapse < 448 * 256; synapse++) {
            weights[synapse] = (byte) (synapses[synapse] >>> 4 & 15);
            decoders[synapse] = (byte) (synapses[synapse] & 15);
            arrivals.add(new ArrayList<>(0));
        }
        for (int denmem = 0; denmem < 512; denmem++) {
            spikes.add(new ArrayList<>());
        }
        restart(0, cycle);
        restart(1, cycle);
    }

    private void restart(int half, long cycle) {
        nextRow[half] = chip.config().stdp(half).firstRow();
        due[half] = cycle + 397;
    }

    void configure(WrittenChip next, long cycle) {
        WrittenChip previous = chip;
        chip = next;
        for (int half = 0; half < 2; half++) {
            StdpConfig before = previous.config().stdp(half);
            StdpConfig after = next.config().stdp(half);
            if (!after.automatic()) {
                forget(half);
            } else if (!before.automatic()
                    || before.firstRow() != after.firstRow()
                    || before.lastRow() != after.lastRow()) {
                restart(half, cycle);
            }
        }
    }

    /// Other decoders: the charges stay, and the arrivals are those of the new address.
    void rewrite(byte[] next) {
        for (int synapse = 0; synapse < 448 * 256; synapse++) {
            if (next[synapse] != decoders[synapse]) {
                int row = synapse / 256;
                int column = synapse % 256;
                causalBefore[synapse] = causal(row, column);
                anticausalBefore[synapse] = anticausal(row, column);
                List<Long> times = arrivalsOfAddress.get((2 * row + column % 2) * 16 + next[synapse]);
                arrivals.set(synapse, new ArrayList<>(times));
                arrivalsBefore[synapse] = times.size();
                spikesBefore[synapse] = spikes.get(256 * (row / 224) + column).size();
            }
        }
        decoders = next.clone();
    }

    void reset(long cycle) {
        forget(0);
        forget(1);
        restart(0, cycle);
        restart(1, cycle);
    }

    private void forget(int half) {
        int first = half * 224 * 256;
        int end = first + 224 * 256;
        arrivals.subList(first, end).forEach(List::clear);
        arrivalsOfAddress.subList(half * 448 * 16, (half + 1) * 448 * 16).forEach(List::clear);
        spikes.subList(256 * half, 256 * half + 256).forEach(List::clear);
        Arrays.fill(arrivalsBefore, first, end, 0);
        Arrays.fill(spikesBefore, first, end, 0);
        Arrays.fill(causalBefore, first, end, 0);
        Arrays.fill(anticausalBefore, first, end, 0);
    }

    private boolean isOn(int half) {
        return chip.config().stdp(half).automatic();
    }

    void pre(int driver, int address, long cycle) {
        for (int row = 2 * driver; isOn(driver / 112) && row < 2 * driver + 2; row++) {
            for (int parity = 0; parity < 2; parity++) {
                if (chip.config().synapseRow(row).decoder(parity) == address / 16) {
                    arrivalsOfAddress
                            .get((2 * row + parity) * 16 + address % 16)
                            .add(cycle);
                }
            }
            for (int column = 0; column < 256; column++) {
                if (chip.config().synapseRow(row).decoder(column) * 16 + decoders[256 * row + column] == address) {
                    arrivals.get(256 * row + column).add(cycle);
                }
            }
        }
    }

    void post(int denmem, long cycle) {
        if (isOn(denmem / 256)) {
            spikes.get(denmem).add(cycle);
        }
    }

    double causal(int row, int column) {
        List<Long> pre = arrivals.get(256 * row + column);
        List<Long> post = spikes.get(256 * (row / 224) + column);
        double charge = causalBefore[256 * row + column];
        for (int i = spikesBefore[256 * row + column]; i < post.size(); i++) {
            long now = post.get(i);
            long previous = i == 0 ? -1 : post.get(i - 1);
            long last = -1;
            for (long t : pre) {
                if (t <= now) {
                    last = t;
                }
            }
            if (last > previous) {
                charge += Math.exp(-(now - last) * 8e-9 / 2e-6);
            }
        }
        return Math.min(charge, 64);
    }

    double anticausal(int row, int column) {
        List<Long> pre = arrivals.get(256 * row + column);
        List<Long> post = spikes.get(256 * (row / 224) + column);
        double charge = anticausalBefore[256 * row + column];
        for (int i = arrivalsBefore[256 * row + column]; i < pre.size(); i++) {
            long now = pre.get(i);
            long previous = i == 0 ? -1 : pre.get(i - 1);
            long last = -2;
            for (long t : post) {
                if (t < now) {
                    last = t;
                }
            }
            if (last >= previous) {
                charge += Math.exp(-(now - last) * 8e-9 / 2e-6);
            }
        }
        return Math.min(charge, 64);
    }

    private long due(int half) {
        return isOn(half) ? due[half] : Long.MAX_VALUE;
    }

    long due() {
        return Math.min(due(0), due(1));
    }

    /// Evaluates the row that is due first, of the top half if both are; the row of the chip, or -1 if no weight
    /// changed.
    int update() {
        int half = due(0) <= due(1) ? 0 : 1;
        due[half] += 397;
        StdpConfig config = chip.config().stdp(half);
        int row = 224 * half + nextRow[half];
        nextRow[half] = nextRow[half] == config.lastRow() ? config.firstRow() : (nextRow[half] + 1) % 224;
        boolean odd = row / 2 % 2 == 1;
        int block = half == 0 ? (odd ? 0 : 1) : (odd ? 3 : 2);
        double start = silicon.sharedLevel(chip, block, SharedParameter.V_M);
        double low = (silicon.sharedLevel(chip, block, SharedParameter.V_TLOW) - start) / 16;
        double high = (silicon.sharedLevel(chip, block, SharedParameter.V_THIGH) - start) / 16;
        boolean changed = false;
        for (int column = 0; column < 256; column++) {
            int synapse = 256 * row + column;
            double gain = silicon.capacitorGain(chip.hicann(), row, column);
            double c = causal(row, column) * gain;
            double a = anticausal(row, column) * gain;
            boolean first = evaluate(config.pattern0(), c, a, low, high);
            boolean second = evaluate(config.pattern1(), c, a, low, high);
            if (!first && !second) {
                continue;
            }
            int[] table = first && second ? config.combined() : first ? config.causal() : config.anticausal();
            changed |= table[weights[synapse]] != weights[synapse];
            weights[synapse] = (byte) table[weights[synapse]];
            if (!config.withoutReset()) {
                causalBefore[synapse] = 0;
                anticausalBefore[synapse] = 0;
                arrivalsBefore[synapse] = arrivals.get(synapse).size();
                spikesBefore[synapse] = spikes.get(256 * half + column).size();
            }
        }
        return changed ? row : -1;
    }

    private boolean evaluate(int pattern, double causal, double anticausal, double low, double high) {
        boolean aa = (pattern & 1) != 0;
        boolean ac = (pattern & 2) != 0;
        boolean ca = (pattern & 4) != 0;
        boolean cc = (pattern & 8) != 0;
        double left = (low + (ac ? causal : 0) + (ca ? anticausal : 0)) / (1 + (ac ? 1 : 0) + (ca ? 1 : 0));
        double right = (high + (cc ? causal : 0) + (aa ? anticausal : 0)) / (1 + (cc ? 1 : 0) + (aa ? 1 : 0));
        comparisons++;
        if (Math.abs(left - right) < 1e-4) {
            close++;
        }
        return left > right;
    }
}
