package bss.spec.backend;

/// Where a pulse enters or leaves the wafer: a chip, one of its eight Gbit links, and the L1 address.
///
/// Packed as hicann << 9 | link << 6 | address.
public record PulseAddress(int hicann, int link, int l1Address) {

    public PulseAddress {
        if (hicann < 0 || hicann >= 384 || link < 0 || link >= 8 || l1Address < 0 || l1Address >= 64) {
            throw new IllegalArgumentException(
                    "pulse address HICANN %d, link %d, L1 address %d, must be 0..383, 0..7, 0..63"
                            .formatted(hicann, link, l1Address));
        }
    }

    public int packed() {
        return pack(hicann, link, l1Address);
    }

    public static PulseAddress of(int packed) {
        return new PulseAddress(hicann(packed), link(packed), l1Address(packed));
    }

    public static int pack(int hicann, int link, int l1Address) {
        return hicann << 9 | link << 6 | l1Address;
    }

    public static int hicann(int packed) {
        return packed >>> 9;
    }

    public static int link(int packed) {
        return packed >>> 6 & 7;
    }

    public static int l1Address(int packed) {
        return packed & 63;
    }
}
