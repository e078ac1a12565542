package bss.spec.coord;

import java.util.List;

/// 32 columns by two rows of denmems that share one priority encoder.
///
/// Block `b` holds columns `32b` to `32b + 31`; its encoder feeds the right input of merger M0_b.
///
/// Index = value, 0 to 7. Source: halco:include/halco/hicann/v2/neuron.h.
///
/// @param value the number, 0 to 7
public record NeuronBlockOnHicann(int value) implements Comparable<NeuronBlockOnHicann> {

    public static final int COUNT = 8;

    private static final List<NeuronBlockOnHicann> ALL = Places.list(COUNT, NeuronBlockOnHicann::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public NeuronBlockOnHicann {
        Places.check(value, COUNT, "neuron block on a HICANN");
    }

    /// All 8 in index order.
    public static List<NeuronBlockOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static NeuronBlockOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "neuron block on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The merger its encoder feeds.
    public MergerOnHicann merger() {
        return new MergerOnHicann(0, value);
    }

    @Override
    public int compareTo(NeuronBlockOnHicann other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "NeuronBlockOnHicann(" + value + ")";
    }
}
