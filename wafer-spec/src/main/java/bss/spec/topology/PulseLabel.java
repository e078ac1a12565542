package bss.spec.topology;

import bss.spec.coord.GbitLinkOnHicann;
import bss.spec.coord.HighspeedLinkOnDnc;
import bss.spec.coord.L1Address;

/// The 14-bit label that names the place of a spike between host and FPGA.
///
/// ```
/// | 13 12 | 11 10 9 |   8 7 6     | 5 .. 0     |
/// |  DNC  |  link   | 7 - gbit    | L1 address |
/// ```
///
/// `DNC` is the reticle on its FPGA, always 0 in this machine with one reticle per FPGA; `link` the highspeed link of
/// the chip on its reticle; `gbit` the gbit link of the chip. All fields 0 give 0x1c0. Source:
/// halbe:hal/FPGA/PulseAddress.h.
public final class PulseLabel {

    /// Labels lie in 0 to `COUNT - 1`.
    public static final int COUNT = 1 << 14;

    private static final int DNCS = 4;

    private PulseLabel() {}

    /// The label of an address on a gbit link of the chip at a highspeed link, on the FPGA's one reticle.
    ///
    /// @throws IllegalArgumentException if a field is out of its range
    public static int encode(int highspeedLink, int gbitLink, int l1Address) {
        return encode(0, highspeedLink, gbitLink, l1Address);
    }

    /// As [#encode(int, int, int)] with the reticle on the FPGA, 0 to 3.
    ///
    /// @throws IllegalArgumentException if a field is out of its range
    public static int encode(int dncOnFpga, int highspeedLink, int gbitLink, int l1Address) {
        check("DNC on an FPGA", dncOnFpga, DNCS);
        check("highspeed link", highspeedLink, HighspeedLinkOnDnc.COUNT);
        check("gbit link", gbitLink, GbitLinkOnHicann.COUNT);
        check("L1 address", l1Address, L1Address.COUNT);
        return dncOnFpga << 12 | highspeedLink << 9 | (7 - gbitLink) << 6 | l1Address;
    }

    /// The reticle on its FPGA.
    public static int dncOnFpga(int label) {
        return label >> 12 & 3;
    }

    /// The highspeed link of the chip on its reticle.
    public static int highspeedLink(int label) {
        return label >> 9 & 7;
    }

    /// The gbit link on its chip.
    public static int gbitLink(int label) {
        return 7 - (label >> 6 & 7);
    }

    /// The address on L1.
    public static int l1Address(int label) {
        return label & 63;
    }

    private static void check(String what, int value, int count) {
        if (value < 0 || value >= count) {
            throw new IllegalArgumentException("no %s %d, there are 0 to %d".formatted(what, value, count - 1));
        }
    }
}
