package bss.mapper.report;

import bss.mapper.drivers.RowDemand;
import bss.mapper.stage.Buses;
import bss.mapper.stage.Placement;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import java.util.Arrays;

/// Synapses that are lost whatever the routing, given the places of neurons and sources, their buses and addresses.
///
/// Lost for certain are the synapses of neurons without place and of sources without bus. At a chip with D usable
/// drivers there are 4 D half rows; each takes the events of one bus with one pair of upper address bits into one
/// input, and gives a neuron as many circuits as it has columns of that parity. The m-th half row of one (bus, bits,
/// input) therefore realises at most the sum over neurons of what m - 1 half rows of their wider parity have left over;
/// these gains fall with m, so no choice of half rows realises more than the 4 D largest gains. How often a bus lands
/// and how long chains are does not enter. Besides, no neuron realises more than 224 synapses for each denmem. The
/// larger of both losses counts for each chip.
final class PlacedBound {

    private static final int CIRCUITS = 224;

    private final SynapseTable table;
    private final Placement placement;
    private final Buses buses;
    private final Defects defects;

    private PlacedBound(SynapseTable table, Placement placement, Buses buses, Defects defects) {
        this.table = table;
        this.placement = placement;
        this.buses = buses;
        this.defects = defects;
    }

    static long of(SynapseTable table, Placement placement, Buses buses, Defects defects) {
        return new PlacedBound(table, placement, buses, defects).sum();
    }

    private long sum() {
        int[] first = new int[385];
        long lost = 0;
        for (int s = 0; s < table.size(); s++) {
            if (arrives(s)) {
                first[placement.hicann(table.target(s)) + 1]++;
            } else {
                lost++;
            }
        }
        for (int h = 0; h < 384; h++) {
            first[h + 1] += first[h];
        }
        int[] next = Arrays.copyOf(first, 384);
        int[] sorted = new int[first[384]];
        byte[] side = new byte[sorted.length];
        for (int p = 0; p < table.projections(); p++) {
            for (int s = table.first(p); s < table.first(p + 1); s++) {
                if (arrives(s)) {
                    int at = next[placement.hicann(table.target(s))]++;
                    sorted[at] = s;
                    side[at] = (byte) table.side(p);
                }
            }
        }
        for (int h = 0; h < 384; h++) {
            if (first[h + 1] > first[h]) {
                lost += chip(
                        h,
                        Arrays.copyOfRange(sorted, first[h], first[h + 1]),
                        Arrays.copyOfRange(side, first[h], first[h + 1]));
            }
        }
        return lost;
    }

    private boolean arrives(int s) {
        return placement.placed(table.target(s)) && buses.bus(table.source(s)) != Buses.NONE;
    }

    /// What is lost at one chip.
    private long chip(int hicann, int[] synapses, byte[] side) {
        int[] neurons =
                Arrays.stream(synapses).map(table::target).sorted().distinct().toArray();
        int[] senders = Arrays.stream(synapses)
                .map(s -> buses.bus(table.source(s)))
                .sorted()
                .distinct()
                .toArray();
        int n = neurons.length;
        int[] counts = new int[senders.length * 2 * RowDemand.MSB * n];
        int[] arriving = new int[n];
        for (int i = 0; i < synapses.length; i++) {
            int source = table.source(synapses[i]);
            int bus = Arrays.binarySearch(senders, buses.bus(source));
            int neuron = Arrays.binarySearch(neurons, table.target(synapses[i]));
            int kind = (bus * 2 + side[i]) * RowDemand.MSB + (buses.address(source) >> 4);
            counts[kind * n + neuron]++;
            arriving[neuron]++;
        }
        long beyondSize = 0;
        int[] width = new int[n];
        for (int k = 0; k < n; k++) {
            int size = placement.size(neurons[k]);
            beyondSize += Math.max(0, arriving[k] - CIRCUITS * size);
            width[k] = (size / 2 + 1) / 2; // columns of the wider parity
        }
        int drivers = 0;
        for (int d = 0; d < L1Topology.DRIVERS; d++) {
            drivers += defects.driverUsable(hicann, d) ? 1 : 0;
        }
        return Math.max(beyondSize, synapses.length - realisable(counts, width, 4L * drivers));
    }

    /// The most synapses that so many half rows can realise.
    ///
    /// @param counts by kind and neuron, kind * neurons + neuron
    /// @param width by neuron: circuits that one half row gives it
    static long realisable(int[] counts, int[] width, long halfRows) {
        long[] gains = new long[16];
        int found = 0;
        int neurons = width.length;
        for (int kind = 0; kind < counts.length / neurons; kind++) {
            long gain = 1;
            for (int m = 0; gain > 0; m++) {
                gain = 0;
                for (int k = 0; k < neurons; k++) {
                    gain += Math.clamp(counts[kind * neurons + k] - m * width[k], 0, width[k]);
                }
                if (found == gains.length) {
                    gains = Arrays.copyOf(gains, 2 * found);
                }
                gains[found++] = gain;
            }
        }
        Arrays.sort(gains, 0, found);
        long realised = 0;
        for (int i = found - 1; i >= 0 && found - i <= halfRows; i--) {
            realised += gains[i];
        }
        return realised;
    }
}
