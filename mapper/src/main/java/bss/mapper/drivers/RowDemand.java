package bss.mapper.drivers;

/// What the synapses of one landing need: half rows and synapses by property.
///
/// A property is (STP, side, column parity, upper two address bits), numbered `((stp * 2 + side) * 2 +
/// parity) * 4 + msb`; sides 0 left, 1 right, parities 0 even, 1 odd. A half row has one property, a row
/// one side, a driver one STP: a class of plasticity, see [bss.mapper.synapses.SynapseTable].
///
/// Per target neuron the synapses of one (STP, side, msb) need ceil(n / columns) half rows of one parity,
/// of the parity with more columns; if both parities serve equally well, of either. Over the neurons the
/// maximum counts, as they lie in different columns. Half rows of either parity then fill up the parity
/// with fewer.
///
/// Source of the rules: marocco:marocco/routing/SynapseDriverRequirements.cpp.
public final class RowDemand {

    /// Values of the upper two address bits.
    public static final int MSB = 4;

    private static final int EITHER = 2;

    private final int classes;
    private final int[] halfRows;
    private final long[] synapses;

    private RowDemand(int classes) {
        this.classes = classes;
        halfRows = new int[properties(classes)];
        synapses = new long[properties(classes)];
    }

    /// Properties of so many classes of plasticity.
    public static int properties(int classes) {
        return classes * 2 * 2 * MSB;
    }

    /// Kinds of synapses, (stp * 2 + side) * 4 + msb, of so many classes of plasticity.
    public static int kinds(int classes) {
        return classes * 2 * MSB;
    }

    /// The number of a property.
    public static int property(int stp, int side, int parity, int msb) {
        return ((stp * 2 + side) * 2 + parity) * MSB + msb;
    }

    /// The number of a kind of synapse.
    public static int kind(int stp, int side, int msb) {
        return (stp * 2 + side) * MSB + msb;
    }

    /// The demand of some neurons.
    ///
    /// @param columns by neuron and parity, 2 * neuron + parity: how many columns it has
    /// @param counts by neuron and kind, kinds * neuron + kind: synapses that arrive
    /// @param classes of plasticity
    public static RowDemand of(int[] columns, int[] counts, int classes) {
        RowDemand demand = new RowDemand(classes);
        int neurons = columns.length / 2;
        int kinds = kinds(classes);
        for (int kind = 0; kind < kinds; kind++) {
            int[] most = new int[3];
            for (int n = 0; n < neurons; n++) {
                int count = counts[kinds * n + kind];
                if (count > 0) {
                    int parity = parity(columns, n, count);
                    most[parity] = Math.max(most[parity], halfRows(columns, n, count, parity));
                }
            }
            demand.fix(kind, most);
        }
        int[][] either = new int[kinds][];
        for (int kind = 0; kind < kinds; kind++) {
            int most = 0;
            for (int n = 0; n < neurons; n++) {
                int count = counts[kinds * n + kind];
                if (count > 0 && parity(columns, n, count) == EITHER) {
                    most = Math.max(most, halfRows(columns, n, count, EITHER));
                }
            }
            either[kind] = demand.balance(kind, most);
        }
        for (int n = 0; n < neurons; n++) {
            for (int kind = 0; kind < kinds; kind++) {
                demand.weigh(columns, n, kind, counts[kinds * n + kind], either[kind]);
            }
        }
        return demand;
    }

    /// 0 even, 1 odd, or either.
    private static int parity(int[] columns, int neuron, int count) {
        int even = columns[2 * neuron] == 0 ? Integer.MAX_VALUE : Math.ceilDiv(count, columns[2 * neuron]);
        int odd = columns[2 * neuron + 1] == 0 ? Integer.MAX_VALUE : Math.ceilDiv(count, columns[2 * neuron + 1]);
        return even == odd ? EITHER : even < odd ? 0 : 1;
    }

    private static int halfRows(int[] columns, int neuron, int count, int parity) {
        if (parity == EITHER) {
            return Math.ceilDiv(count, columns[2 * neuron]);
        }
        return Math.ceilDiv(count, columns[2 * neuron + parity]);
    }

    private void fix(int kind, int[] most) {
        for (int parity = 0; parity < 2; parity++) {
            halfRows[propertyOf(kind, parity)] += most[parity];
        }
    }

    /// Gives half rows of either parity to the parity that has fewer in the same STP and side; returns the parities.
    private int[] balance(int kind, int count) {
        int[] parities = new int[count];
        for (int i = 0; i < count; i++) {
            int parity = used(kind / MSB, 0) <= used(kind / MSB, 1) ? 0 : 1;
            halfRows[propertyOf(kind, parity)]++;
            parities[i] = parity;
        }
        return parities;
    }

    private int used(int stpAndSide, int parity) {
        int sum = 0;
        for (int msb = 0; msb < MSB; msb++) {
            sum += halfRows[(stpAndSide * 2 + parity) * MSB + msb];
        }
        return sum;
    }

    private void weigh(int[] columns, int neuron, int kind, int count, int[] either) {
        if (count == 0) {
            return;
        }
        int parity = parity(columns, neuron, count);
        if (parity != EITHER) {
            synapses[propertyOf(kind, parity)] += count;
            return;
        }
        int left = count;
        for (int i = 0; left > 0; i++) {
            int here = Math.min(left, columns[2 * neuron + either[i]]);
            synapses[propertyOf(kind, either[i])] += here;
            left -= here;
        }
    }

    private static int propertyOf(int kind, int parity) {
        return (kind / MSB * 2 + parity) * MSB + kind % MSB;
    }

    /// Classes of plasticity.
    public int classes() {
        return classes;
    }

    /// Half rows that would realise everything.
    public int halfRows(int property) {
        return halfRows[property];
    }

    /// Synapses that a property serves.
    public long synapses(int property) {
        return synapses[property];
    }

    /// Rows of an STP and a side: those of the parity with more half rows.
    public int rows(int stp, int side) {
        return Math.max(used(stp * 2 + side, 0), used(stp * 2 + side, 1));
    }

    /// Drivers of an STP: two rows each.
    public int drivers(int stp) {
        return Math.ceilDiv(rows(stp, 0) + rows(stp, 1), 2);
    }

    /// Drivers that would realise everything.
    public int drivers() {
        int sum = 0;
        for (int stp = 0; stp < classes; stp++) {
            sum += drivers(stp);
        }
        return sum;
    }

    /// Synapses of the landing.
    public long synapses() {
        long sum = 0;
        for (long s : synapses) {
            sum += s;
        }
        return sum;
    }
}
