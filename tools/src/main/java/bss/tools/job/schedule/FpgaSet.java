package bss.tools.job.schedule;

import bss.spec.coord.FpgaOnWafer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Some of the 48 FPGAs of a wafer, and so some of its reticles: each reticle has one FPGA.
///
/// @param bits bit `i` says whether FPGA `i` (0 to 47) is in the set; no other bits
public record FpgaSet(long bits) {

    private static final long ALL_BITS = (1L << FpgaOnWafer.COUNT) - 1;

    /// No FPGA.
    public static final FpgaSet NONE = new FpgaSet(0);

    /// The whole wafer.
    public static final FpgaSet ALL = new FpgaSet(ALL_BITS);

    public FpgaSet {
        if ((bits & ~ALL_BITS) != 0) {
            throw new IllegalArgumentException("bits are 0x%x, must be at most 0x%x: a wafer has %d FPGAs"
                    .formatted(bits, ALL_BITS, FpgaOnWafer.COUNT));
        }
    }

    /// The FPGAs with these numbers, 0 to 47.
    public static FpgaSet of(int... fpgas) {
        long bits = 0;
        for (int fpga : fpgas) {
            bits |= bit(fpga);
        }
        return new FpgaSet(bits);
    }

    /// How many there are.
    public int size() {
        return Long.bitCount(bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public boolean contains(int fpga) {
        return (bits & bit(fpga)) != 0;
    }

    public boolean containsAll(FpgaSet other) {
        return (other.bits & ~bits) == 0;
    }

    /// Whether the two have an FPGA in common.
    public boolean intersects(FpgaSet other) {
        return (bits & other.bits) != 0;
    }

    public FpgaSet plus(FpgaSet other) {
        return new FpgaSet(bits | other.bits);
    }

    public FpgaSet minus(FpgaSet other) {
        return new FpgaSet(bits & ~other.bits);
    }

    /// The numbers, rising.
    public IntStream stream() {
        return IntStream.range(0, FpgaOnWafer.COUNT).filter(this::contains);
    }

    /// The numbers, rising.
    public List<Integer> toList() {
        return stream().boxed().toList();
    }

    @Override
    public String toString() {
        return stream().mapToObj(Integer::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    private static long bit(int fpga) {
        if (fpga < 0 || fpga >= FpgaOnWafer.COUNT) {
            throw new IllegalArgumentException("FPGA is %d, must be 0 to %d".formatted(fpga, FpgaOnWafer.COUNT - 1));
        }
        return 1L << fpga;
    }
}
