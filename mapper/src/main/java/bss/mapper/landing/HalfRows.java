package bss.mapper.landing;

import bss.mapper.drivers.RowDemand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rows of one arrival in the order in which they are worth most: each feeds one input and has two half
/// rows, one for the even and one for the odd columns, each of which listens to one pair of upper address bits.
///
/// A half row gives every neuron as many circuits as it has columns of that parity. What the next half row adds
/// for a kind never grows, so the best half rows of a side one after the other, and of two sides the one that
/// adds more, are the best choice for any number of rows as long as every neuron has as many even as odd
/// columns; else it is a good one.
final class HalfRows {

    /// A half row that nothing needs.
    static final int UNUSED = -1;

    /// One row: the side that it feeds, the upper address bits of its halves, and how many synapses it adds.
    record Row(int side, int evenMsb, int oddMsb, int gain) {}

    /// Synapses of one arrival by kind and neuron, and the columns of the neurons.
    interface Counts {

        int neurons();

        int even(int neuron);

        int odd(int neuron);

        /// Synapses of a kind by neuron; a new array.
        int[] of(int kind);
    }

    private HalfRows() {}

    private static Counts counts(ChipDemand demand, int arrival) {
        return new Counts() {
            @Override
            public int neurons() {
                return demand.neurons();
            }

            @Override
            public int even(int neuron) {
                return demand.even(neuron);
            }

            @Override
            public int odd(int neuron) {
                return demand.odd(neuron);
            }

            @Override
            public int[] of(int kind) {
                return demand.counts(arrival, kind);
            }
        };
    }

    /// The rows until every synapse has a circuit, at most `most`.
    static List<Row> of(ChipDemand demand, int arrival, int most) {
        return of(counts(demand, arrival), most);
    }

    /// The same for any counts.
    static List<Row> of(Counts counts, int most) {
        Side left = new Side(counts, 0);
        Side right = new Side(counts, 1);
        Row l = left.next();
        Row r = right.next();
        List<Row> rows = new ArrayList<>();
        while (rows.size() < most && l.gain() + r.gain() > 0) {
            if (l.gain() >= r.gain()) {
                rows.add(l);
                l = left.next();
            } else {
                rows.add(r);
                r = right.next();
            }
        }
        return rows;
    }

    /// Synapses that 0, 1, 2, … drivers of two rows each realise, up to the first number that adds nothing.
    static int[] ofDrivers(ChipDemand demand, int arrival, int most) {
        List<Row> rows = of(demand, arrival, 2 * most);
        int[] realised = new int[(rows.size() + 1) / 2 + 1];
        for (int r = 0; r < rows.size(); r++) {
            realised[r / 2 + 1] += rows.get(r).gain();
        }
        for (int k = 1; k < realised.length; k++) {
            realised[k] += realised[k - 1];
        }
        return realised;
    }

    /// The half rows of one side.
    private static final class Side {
        private final Counts counts;
        private final int side;
        /// Synapses without a circuit, by upper address bits and neuron.
        private final int[][] left = new int[RowDemand.MSB][];
        private final int[][] gain = new int[2][RowDemand.MSB];

        Side(Counts counts, int side) {
            this.counts = counts;
            this.side = side;
            for (int msb = 0; msb < RowDemand.MSB; msb++) {
                left[msb] = counts.of(ChipDemand.kind(side, msb));
                weigh(msb);
            }
        }

        private void weigh(int msb) {
            int[] gains = {0, 0};
            for (int n = 0; n < left[msb].length; n++) {
                gains[0] += Math.min(left[msb][n], counts.even(n));
                gains[1] += Math.min(left[msb][n], counts.odd(n));
            }
            gain[0][msb] = gains[0];
            gain[1][msb] = gains[1];
        }

        Row next() {
            int even = best(0);
            int sum = take(0, even);
            int odd = best(1);
            return new Row(side, even, odd, sum + take(1, odd));
        }

        private int best(int parity) {
            int best = UNUSED;
            for (int msb = 0; msb < RowDemand.MSB; msb++) {
                if (gain[parity][msb] > (best == UNUSED ? 0 : gain[parity][best])) {
                    best = msb;
                }
            }
            return best;
        }

        private int take(int parity, int msb) {
            if (msb == UNUSED) {
                return 0;
            }
            int taken = gain[parity][msb];
            for (int n = 0; n < left[msb].length; n++) {
                left[msb][n] -= Math.min(left[msb][n], parity == 0 ? counts.even(n) : counts.odd(n));
            }
            weigh(msb);
            return taken;
        }
    }

    /// An upper bound of [#ofDrivers] for any choice of rows: every half row counts with the wider parity and is
    /// bound to no row.
    static int[] bound(ChipDemand demand, int arrival, int most) {
        List<Integer> gains = new ArrayList<>();
        for (int kind = 0; kind < ChipDemand.KINDS; kind++) {
            int[] left = demand.counts(arrival, kind);
            int gain = 1;
            while (gain > 0) {
                gain = 0;
                for (int n = 0; n < left.length; n++) {
                    int taken = Math.min(left[n], Math.max(demand.even(n), demand.odd(n)));
                    left[n] -= taken;
                    gain += taken;
                }
                gains.add(gain);
            }
        }
        int[] sorted = gains.stream().mapToInt(g -> -g).sorted().toArray();
        int[] realised = new int[Math.min(most, Math.ceilDiv(sorted.length, 4)) + 1];
        for (int i = 0; i < sorted.length && i < 4 * (realised.length - 1); i++) {
            realised[i / 4 + 1] -= sorted[i];
        }
        Arrays.parallelPrefix(realised, Integer::sum);
        return realised;
    }
}
