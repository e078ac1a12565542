package bss.spec.coord;

import java.util.List;
import java.util.Optional;

/// The repeater of one horizontal L1 line: it takes events over the border of the chip, in either direction, or blocks.
///
/// Every line has exactly one on its own chip: even lines at the left border, odd lines at the right. Index = line.
///
/// Source: halco:src/halco/hicann/v2/l1.cpp HLineOnHICANN::toHRepeaterOnHICANN.
///
/// @param line the HLine it sits on, 0 to 63
public record HRepeaterOnHicann(int line) implements Comparable<HRepeaterOnHicann> {

    public static final int COUNT = 64;

    private static final List<HRepeaterOnHicann> ALL = Places.list(COUNT, HRepeaterOnHicann::compute);

    /// @throws IllegalArgumentException outside 0 to 63
    public HRepeaterOnHicann {
        Places.check(line, COUNT, "horizontal repeater on HLine");
    }

    /// All in index order.
    public static List<HRepeaterOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static HRepeaterOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "horizontal repeater on HLine"));
    }

    /// Position in [#all()].
    public int index() {
        return line;
    }

    /// The border at which the repeater of this HLine sits: 0 left, 1 right.
    public static int sideOf(int hline) {
        return hline % 2;
    }

    /// The border it sits on.
    public Side side() {
        return Side.of(sideOf(line));
    }

    /// The line it sits on.
    public HLineOnHicann hline() {
        return HLineOnHicann.of(line);
    }

    /// The block it is part of.
    public RepeaterBlockOnHicann block() {
        return RepeaterBlockOnHicann.of(2 + sideOf(line));
    }

    /// The sending repeater this is, or empty for the 56 others.
    public Optional<SendingRepeaterOnHicann> sendingRepeater() {
        return line % 8 == 6 ? Optional.of(SendingRepeaterOnHicann.of(line / 8)) : Optional.empty();
    }

    @Override
    public int compareTo(HRepeaterOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "HRepeaterOnHicann(" + line + ")";
    }

    private static HRepeaterOnHicann compute(int index) {
        return new HRepeaterOnHicann(index);
    }
}
