package bss.spec.backend;

import java.util.BitSet;

/// Exclusive use of a set of FPGAs, each with the eight chips of its reticle. Immutable.
public final class Lease {

    private static final int FPGAS = 48;

    private final BitSet fpgas;

    private Lease(BitSet fpgas) {
        this.fpgas = fpgas;
    }

    /// The whole wafer.
    public static Lease wafer() {
        BitSet all = new BitSet();
        all.set(0, FPGAS);
        return new Lease(all);
    }

    /// Some FPGAs, each 0 to 47.
    public static Lease of(int... fpgas) {
        BitSet set = new BitSet();
        for (int fpga : fpgas) {
            if (fpga < 0 || fpga >= FPGAS) {
                throw new IllegalArgumentException("FPGA is %d, must be 0 to %d".formatted(fpga, FPGAS - 1));
            }
            set.set(fpga);
        }
        return new Lease(set);
    }

    public boolean contains(int fpga) {
        return fpgas.get(fpga);
    }

    /// The FPGAs, ascending.
    public int[] fpgas() {
        return fpgas.stream().toArray();
    }

    @Override
    public String toString() {
        return "FPGAs " + fpgas;
    }
}
