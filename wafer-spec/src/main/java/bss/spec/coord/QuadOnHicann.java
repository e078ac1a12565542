package bss.spec.coord;

import java.util.List;

/// Two columns by two rows of denmems with the switches that join them.
///
/// Quad `q` holds columns `2q` and `2q + 1`, counted from the left edge.
///
/// Index = value, 0 to 127. Source: halco:include/halco/hicann/v2/neuron.h.
///
/// @param value the number, 0 to 127
public record QuadOnHicann(int value) implements Comparable<QuadOnHicann> {

    public static final int COUNT = 128;

    private static final List<QuadOnHicann> ALL = Places.list(COUNT, QuadOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 127
    public QuadOnHicann {
        Places.check(value, COUNT, "quad on a HICANN");
    }

    /// All 128 in index order.
    public static List<QuadOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 127.
    public static QuadOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "quad on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The encoder group this quad belongs to; 16 quads make one block.
    public NeuronBlockOnHicann neuronBlock() {
        return NeuronBlockOnHicann.of(value / (COUNT / NeuronBlockOnHicann.COUNT));
    }

    @Override
    public int compareTo(QuadOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "QuadOnHicann(" + value + ")";
    }
}
