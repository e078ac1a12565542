package bss.mapper.partition.hyper;

import java.util.Arrays;

/// Collects nets: repeated pins are dropped, nets with the same pins are added up, those of one pin are left out.
final class NetBuilder {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int FREE = -1;

    private final int[] seen;
    private final int[] begin;
    private final int[] weights;
    private final long[] hashes;
    private final int[] pins;
    private final int[] table;
    private int nets;
    private int end;
    private int round;
    private long hash;

    NetBuilder(int vertices, int mostNets, int mostPins) {
        seen = new int[vertices];
        begin = new int[mostNets + 1];
        weights = new int[mostNets];
        hashes = new long[mostNets];
        pins = new int[mostPins];
        table = new int[Integer.highestOneBit(Math.max(1, mostNets)) * 4];
        Arrays.fill(table, FREE);
    }

    void pin(int vertex) {
        if (seen[vertex] != round + 1) {
            seen[vertex] = round + 1;
            pins[end++] = vertex;
            long mixed = (vertex + 1) * GOLDEN;
            hash += (mixed ^ (mixed >>> 29)) * GOLDEN; // a sum: the order of the pins does not matter
        }
    }

    void close(int weight) {
        int first = begin[nets];
        if (end - first < 2) {
            end = first;
        } else {
            int slot = (int) (hash >>> 33) & (table.length - 1);
            while (table[slot] != FREE && !same(table[slot])) {
                slot = (slot + 1) & (table.length - 1);
            }
            if (table[slot] != FREE) {
                weights[table[slot]] += weight;
                end = first;
            } else {
                table[slot] = nets;
                hashes[nets] = hash;
                weights[nets++] = weight;
                begin[nets] = end;
            }
        }
        round++;
        hash = 0;
    }

    /// Whether a net has the pins of the one that is being closed.
    private boolean same(int net) {
        if (hashes[net] != hash || begin[net + 1] - begin[net] != end - begin[nets]) {
            return false;
        }
        for (int i = begin[net]; i < begin[net + 1]; i++) {
            if (seen[pins[i]] != round + 1) {
                return false;
            }
        }
        return true;
    }

    int[] begin() {
        return Arrays.copyOf(begin, nets + 1);
    }

    int[] pins() {
        return Arrays.copyOf(pins, end);
    }

    int[] weights() {
        return Arrays.copyOf(weights, nets);
    }
}
