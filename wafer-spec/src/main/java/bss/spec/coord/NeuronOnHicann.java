package bss.spec.coord;

import java.util.List;

/// A denmem: one membrane circuit of a chip, fed by the 224 synapses of its column in its half of the array.
///
/// Index = `256 * y + x`. Several denmems joined by switches make one neuron.
///
/// Source: halco:include/halco/hicann/v2/neuron.h NeuronOnHICANN.
///
/// @param x column, 0 (left) to 255
/// @param y row, 0 (top) or 1 (bottom)
public record NeuronOnHicann(int x, int y) implements Comparable<NeuronOnHicann> {

    public static final int COUNT = 512;
    public static final int COLUMNS = 256;

    private static final List<NeuronOnHicann> ALL = Places.list(COUNT, NeuronOnHicann::compute);

    /// @throws IllegalArgumentException outside 256 x 2
    public NeuronOnHicann {
        Places.check(x, COLUMNS, "denmem column");
        Places.check(y, 2, "denmem row");
    }

    /// All in index order.
    public static List<NeuronOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static NeuronOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "denmem on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return COLUMNS * y + x;
    }

    /// The two by two denmems it is one of.
    public QuadOnHicann quad() {
        return QuadOnHicann.of(x / 2);
    }

    /// The group of 64 whose priority encoder reads it.
    public NeuronBlockOnHicann neuronBlock() {
        return NeuronBlockOnHicann.of(x / 32);
    }

    /// The half of the synapse array that feeds it.
    public Half half() {
        return Half.of(y);
    }

    @Override
    public int compareTo(NeuronOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "NeuronOnHicann(" + x + "," + y + ")";
    }

    private static NeuronOnHicann compute(int index) {
        return new NeuronOnHicann(index % COLUMNS, index / COLUMNS);
    }
}
