package bss.spec.coord;

import java.util.List;

/// The serial link between one HICANN and the FPGA of its reticle, by its number on the reticle.
///
/// A chip whose link is missing can be configured (slowly, by JTAG) but sends and receives no spikes.
///
/// Links count down the columns of the reticle, chips along its rows: chips 0..7 have links 0,2,4,6,1,3,5,7.
///
/// Index = value, 0 to 7. Formula: halco:src/halco/hicann/v2/hicann.cpp toHighspeedLinkOnDNC.
///
/// @param value the number, 0 to 7
public record HighspeedLinkOnDnc(int value) implements Comparable<HighspeedLinkOnDnc> {

    public static final int COUNT = 8;

    private static final List<HighspeedLinkOnDnc> ALL = Places.list(COUNT, HighspeedLinkOnDnc::new);

    /// @throws IllegalArgumentException outside 0 to 7
    public HighspeedLinkOnDnc {
        Places.check(value, COUNT, "highspeed link of a reticle");
    }

    /// All 8 in index order.
    public static List<HighspeedLinkOnDnc> all() {
        return ALL;
    }

    /// The one with this index, 0 to 7.
    public static HighspeedLinkOnDnc of(int index) {
        return ALL.get(Places.check(index, COUNT, "highspeed link of a reticle"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The chip at the other end: column `value / 2`, row `value % 2` of the reticle.
    public HicannOnDnc hicannOnDnc() {
        return new HicannOnDnc(value / 2, value % 2);
    }

    @Override
    public int compareTo(HighspeedLinkOnDnc other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "HighspeedLinkOnDnc(" + value + ")";
    }
}
