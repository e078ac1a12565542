package bss.spec.coord;

import java.util.List;

/// The FPGA board of one reticle: the way in and out for the spikes and configuration of its eight HICANNs.
///
/// Numbers follow the sockets, not the reticles, so the two are joined by a table.
///
/// Index = value, 0 to 47. Table: halco:src/halco/hicann/v2/lookup_tables.cpp reticle_fpga_grid_bss.
///
/// @param value the number, 0 to 47
public record FpgaOnWafer(int value) implements Comparable<FpgaOnWafer> {

    public static final int COUNT = 48;

    /// The FPGA that starts the experiment and the clocks of all others (halco:src/halco/hicann/v2/external.cpp
    /// Master).
    public static final FpgaOnWafer MASTER = new FpgaOnWafer(12);

    /// By reticle index; the lines are the rows of reticles from north to south.
    // spotless:off
    private static final int[] FPGA_OF_DNC = {
                    12, 13, 11,
                16, 14, 15, 10,  9,
            20, 17, 19,  7,  6,  8,  3,
        22, 21, 23, 18,  5,  4,  0,  2,  1,
        25, 26, 24, 28, 43, 42, 47, 45, 46,
            27, 29, 30, 41, 40, 38, 44,
                31, 32, 39, 37, 36,
                    33, 34, 35,
    };
    // spotless:on
    private static final int[] DNC_OF_FPGA = inverse(FPGA_OF_DNC);

    private static final List<FpgaOnWafer> ALL = Places.list(COUNT, FpgaOnWafer::new);

    /// @throws IllegalArgumentException outside 0 to 47
    public FpgaOnWafer {
        Places.check(value, COUNT, "FPGA on the wafer");
    }

    /// All 48 in index order.
    public static List<FpgaOnWafer> all() {
        return ALL;
    }

    /// The one with this index, 0 to 47.
    public static FpgaOnWafer of(int index) {
        return ALL.get(Places.check(index, COUNT, "FPGA on the wafer"));
    }

    /// Position in [#all()].
    public int index() {
        return value;
    }

    /// The reticle this FPGA serves.
    public DncOnWafer dnc() {
        return DncOnWafer.of(DNC_OF_FPGA[value]);
    }

    /// The FPGA of a reticle.
    public static FpgaOnWafer of(DncOnWafer dnc) {
        return of(FPGA_OF_DNC[dnc.index()]);
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < permutation.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }

    @Override
    public int compareTo(FpgaOnWafer other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "FpgaOnWafer(" + value + ")";
    }
}
