package bss.spec.coord;

import java.util.List;

/// The repeater of one vertical L1 line: it takes events over the top or bottom border of the chip, or blocks.
///
/// Every line has exactly one on its own chip. Left of the array odd lines have it at the top and even lines at the
/// bottom; right of the array even lines at the top and odd lines at the bottom. Index = line.
///
/// Source: halco:src/halco/hicann/v2/l1.cpp VLineOnHICANN::toVRepeaterOnHICANN.
///
/// @param line the VLine it sits on, 0 to 255
public record VRepeaterOnHicann(int line) implements Comparable<VRepeaterOnHicann> {

    public static final int COUNT = 256;

    private static final List<VRepeaterOnHicann> ALL = Places.list(COUNT, VRepeaterOnHicann::compute);

    /// @throws IllegalArgumentException outside 0 to 255
    public VRepeaterOnHicann {
        Places.check(line, COUNT, "vertical repeater on VLine");
    }

    /// All in index order.
    public static List<VRepeaterOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static VRepeaterOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "vertical repeater on VLine"));
    }

    /// Position in [#all()].
    public int index() {
        return line;
    }

    /// Whether the repeater of this VLine sits at the top border.
    public static boolean isTop(int vline) {
        return (vline % 2 == 1) == (vline < 128);
    }

    /// The border it sits on.
    public Half half() {
        return isTop(line) ? Half.TOP : Half.BOTTOM;
    }

    /// The line it sits on.
    public VLineOnHicann vline() {
        return VLineOnHicann.of(line);
    }

    /// The block it is part of.
    public RepeaterBlockOnHicann block() {
        return RepeaterBlockOnHicann.of(line / 128 + (isTop(line) ? 0 : 4));
    }

    @Override
    public int compareTo(VRepeaterOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "VRepeaterOnHicann(" + line + ")";
    }

    private static VRepeaterOnHicann compute(int index) {
        return new VRepeaterOnHicann(index);
    }
}
