package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.StdpConfig;
import bss.spec.fg.SharedParameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// STDP as the papers have it, in doubles: every synapse remembers all arrivals, every neuron all its spikes, and the
/// charges follow from these lists whenever somebody asks.
final class PairModel {

    /// Steps of a capacitor for a pair without a delay.
    private static final double STEPS = 16384;

    final byte[] weights;
    private byte[] decoders;
    private final Silicon silicon;
    /// By driver and address.
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
        for (int address = 0; address < 224 * 64; address++) {
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

    /// Other bits and decoders: the charges stay, and the arrivals are those of the new address, at a run those of its
    /// first driver.
    void configure(WrittenChip next, byte[] nextDecoders, long cycle) {
        for (int synapse = 0; synapse < 448 * 256; synapse++) {
            causalBefore[synapse] = causal(synapse / 256, synapse % 256);
            anticausalBefore[synapse] = anticausal(synapse / 256, synapse % 256);
        }
        List<List<Long>> previous = new ArrayList<>(arrivalsOfAddress);
        WrittenChip before = chip;
        configure(next, cycle);
        decoders = nextDecoders.clone();
        for (int driver = 0; driver < 224; driver++) {
            int first = first(driver);
            boolean known = isEnabled(before, first) && isEnabled(next, driver) && isOn(driver / 112);
            for (int address = 0; address < 64; address++) {
                arrivalsOfAddress.set(
                        64 * driver + address,
                        known ? new ArrayList<>(previous.get(64 * first + address)) : new ArrayList<>(0));
            }
        }
        for (int synapse = 0; synapse < 448 * 256; synapse++) {
            int row = synapse / 256;
            int address = next.config().synapseRow(row).decoder(synapse % 256) * 16 + decoders[synapse];
            List<Long> times = arrivalsOfAddress.get(64 * (row / 2) + address);
            arrivals.set(synapse, new ArrayList<>(times));
            arrivalsBefore[synapse] = times.size();
            spikesBefore[synapse] =
                    spikes.get(256 * (row / 224) + synapse % 256).size();
        }
    }

    private static boolean isEnabled(WrittenChip chip, int driver) {
        return chip.config().synapseDriver(driver).enable();
    }

    /// The lowest driver of the run of a driver that is enabled.
    private int first(int driver) {
        return IntStream.range(0, 224)
                .filter(y -> isEnabled(chip, y) && sameRun(y, driver))
                .findFirst()
                .orElse(driver);
    }

    /// Whether all joints between two drivers of a quadrant are closed: each belongs to the inner one of its two.
    private boolean sameRun(int one, int other) {
        if (one / 112 != other / 112 || one % 2 != other % 2) {
            return false;
        }
        int from = Math.min(one, other);
        int until = Math.max(one, other);
        boolean joined = true;
        for (int y = from; y < until; y += 2) {
            int inner = y < 112 ? y + 2 : y;
            joined &= chip.config().synapseDriver(inner).connectNeighbor();
        }
        return joined;
    }

    private void configure(WrittenChip next, long cycle) {
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
        arrivalsOfAddress.subList(half * 112 * 64, (half + 1) * 112 * 64).forEach(List::clear);
        spikes.subList(256 * half, 256 * half + 256).forEach(List::clear);
        Arrays.fill(arrivalsBefore, first, end, 0);
        Arrays.fill(spikesBefore, first, end, 0);
        Arrays.fill(causalBefore, first, end, 0);
        Arrays.fill(anticausalBefore, first, end, 0);
    }

    private boolean isOn(int half) {
        return chip.config().stdp(half).automatic();
    }

    /// An event arrives at the run of a driver, if that is enabled.
    void pre(int driver, int address, long cycle) {
        for (int y = 0; isOn(driver / 112) && isEnabled(chip, driver) && y < 224; y++) {
            if (isEnabled(chip, y) && sameRun(y, driver)) {
                arrive(y, address, cycle);
            }
        }
    }

    private void arrive(int driver, int address, long cycle) {
        arrivalsOfAddress.get(64 * driver + address).add(cycle);
        for (int row = 2 * driver; row < 2 * driver + 2; row++) {
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
                charge += Math.rint(Math.exp(-(now - last) * 8e-9 / 2e-6) * STEPS) / STEPS;
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
                charge += Math.rint(Math.exp(-(now - last) * 8e-9 / 2e-6) * STEPS) / STEPS;
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
