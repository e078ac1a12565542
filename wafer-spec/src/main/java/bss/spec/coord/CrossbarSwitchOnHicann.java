package bss.spec.coord;

import java.util.List;

/// A switch that joins a horizontal and a vertical L1 line where they cross; passive, both ways.
///
/// Of all crossings 512 have one: each HLine has 8 (4 left, 4 right of the array), each VLine 2. Index = `8 * hline +
/// position`, positions ascending in vline.
///
/// Source: halco:src/halco/hicann/v2/l1.cpp CrossbarSwitchOnHICANN.
///
/// @param hline horizontal line, 0 to 63
/// @param vline vertical line, 0 to 255
public record CrossbarSwitchOnHicann(int hline, int vline) implements Comparable<CrossbarSwitchOnHicann> {

    public static final int COUNT = 512;

    private static final int PER_HLINE = 8;
    private static final int PERIOD = 32;

    private static final List<CrossbarSwitchOnHicann> ALL = Places.list(COUNT, CrossbarSwitchOnHicann::compute);

    /// @throws IllegalArgumentException where the lines do not meet in a switch
    public CrossbarSwitchOnHicann {
        if (!exists(hline, vline)) {
            throw new IllegalArgumentException("no crossbar switch at HLine %d, VLine %d".formatted(hline, vline));
        }
    }

    /// All in index order.
    public static List<CrossbarSwitchOnHicann> all() {
        return ALL;
    }

    /// The one with this index, 0 to `COUNT - 1`.
    public static CrossbarSwitchOnHicann of(int index) {
        return ALL.get(Places.check(index, COUNT, "crossbar switch on a HICANN"));
    }

    /// Position in [#all()].
    public int index() {
        return index(hline, vline);
    }

    /// Whether the two lines meet in a switch: `v % 32` is `31 - h / 2` on the left, `h / 2` on the right.
    public static boolean exists(int hline, int vline) {
        return hline >= 0
                && hline < HLineOnHicann.COUNT
                && vline >= 0
                && vline < VLineOnHicann.COUNT
                && vline % PERIOD == offset(hline, vline < VLineOnHicann.COUNT / 2);
    }

    /// The index of an existing switch.
    public static int index(int hline, int vline) {
        return PER_HLINE * hline + vline / PERIOD;
    }

    /// The horizontal line of switch `index`.
    public static int hlineOf(int index) {
        return index / PER_HLINE;
    }

    /// The vertical line of switch `index`.
    public static int vlineOf(int index) {
        int position = index % PER_HLINE;
        return PERIOD * position + offset(hlineOf(index), position < PER_HLINE / 2);
    }

    private static int offset(int hline, boolean left) {
        return left ? PERIOD - 1 - hline / 2 : hline / 2;
    }

    @Override
    public int compareTo(CrossbarSwitchOnHicann other) {
        return Integer.compare(index(), other.index());
    }

    @Override
    public String toString() {
        return "CrossbarSwitchOnHicann(" + hline + "," + vline + ")";
    }

    private static CrossbarSwitchOnHicann compute(int index) {
        return new CrossbarSwitchOnHicann(hlineOf(index), vlineOf(index));
    }
}
