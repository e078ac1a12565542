package bss.mapper.verify;

import java.util.Arrays;

/// Synapses by source cell: of each, where it ends (target cell, receptor) and its weight, packed so that sorting the
/// words sorts by end, then weight.
final class Ends {

    private int size;
    private int[] source = new int[1024];
    private long[] end = new long[1024];

    /// First word of each source once sorted.
    private int[] first = new int[0];

    void add(int sourceCell, int targetCell, boolean inhibitory, float weight) {
        if (size == source.length) {
            source = Arrays.copyOf(source, 2 * size);
            end = Arrays.copyOf(end, 2 * size);
        }
        source[size] = sourceCell;
        // the bits of floats that are not negative are ordered like the floats
        end[size++] = ((long) (2 * targetCell + (inhibitory ? 1 : 0)) << 32) | Float.floatToRawIntBits(weight);
    }

    int size() {
        return size;
    }

    void sort(int cells) {
        first = new int[cells + 1];
        for (int s = 0; s < size; s++) {
            first[source[s] + 1]++;
        }
        for (int c = 0; c < cells; c++) {
            first[c + 1] += first[c];
        }
        int[] next = first.clone();
        long[] sorted = new long[size];
        for (int s = 0; s < size; s++) {
            sorted[next[source[s]]++] = end[s];
        }
        for (int c = 0; c < cells; c++) {
            Arrays.sort(sorted, first[c], first[c + 1]);
        }
        end = sorted;
        source = new int[0];
    }

    int first(int cell) {
        return first[cell];
    }

    /// Twice the target cell, plus 1 for the inhibitory receptor.
    int key(int synapse) {
        return (int) (end[synapse] >>> 32);
    }

    float weight(int synapse) {
        return Float.intBitsToFloat((int) end[synapse]);
    }
}
