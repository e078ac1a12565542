package bss.spec.topology;

import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.coord.Direction;
import bss.spec.coord.DncOnWafer;
import bss.spec.coord.FpgaOnWafer;
import bss.spec.coord.HicannOnDnc;
import bss.spec.coord.HicannOnWafer;
import bss.spec.coord.TriggerGroupOnWafer;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/// Chips, reticles and FPGAs of a wafer as indices: 384 HICANNs (row by row), 48 reticles, 48 FPGAs.
///
/// The tables are filled once from the records of [bss.spec.coord][bss.spec.coord], which hold the facts.
public final class WaferTopology {

    /// The FPGA that starts clocks and experiment of all others.
    public static final int MASTER_FPGA = FpgaOnWafer.MASTER.index();

    private static final int[] HICANN = new int[HicannOnWafer.COLUMNS * HicannOnWafer.ROWS];
    private static final int[] X = table(HicannOnWafer.all(), HicannOnWafer::x);
    private static final int[] Y = table(HicannOnWafer.all(), HicannOnWafer::y);
    private static final int[] NEIGHBOUR = new int[HicannOnWafer.COUNT * Direction.COUNT];
    private static final int[] DNC =
            table(HicannOnWafer.all(), hicann -> hicann.dnc().index());
    private static final int[] PLACE =
            table(HicannOnWafer.all(), hicann -> hicann.hicannOnDnc().index());
    private static final int[] LINK = table(
            HicannOnWafer.all(), hicann -> hicann.hicannOnDnc().highspeedLink().index());
    private static final int[] HICANN_OF_DNC = new int[DncOnWafer.COUNT * HicannOnDnc.COUNT];
    private static final int[] FPGA_OF_DNC =
            table(DncOnWafer.all(), dnc -> dnc.fpga().index());
    private static final int[] DNC_OF_FPGA =
            table(FpgaOnWafer.all(), fpga -> fpga.dnc().index());
    private static final int[] TRIGGER_GROUP =
            table(DncOnWafer.all(), dnc -> TriggerGroupOnWafer.of(dnc).index());
    private static final int[] ADC_GROUP =
            table(DncOnWafer.all(), dnc -> AdcGroupOnWafer.of(dnc).index());

    static {
        Arrays.fill(HICANN, -1);
        for (HicannOnWafer hicann : HicannOnWafer.all()) {
            HICANN[HicannOnWafer.COLUMNS * hicann.y() + hicann.x()] = hicann.index();
            HICANN_OF_DNC[
                    HicannOnDnc.COUNT * hicann.dnc().index()
                            + hicann.hicannOnDnc().index()] = hicann.index();
            for (Direction direction : Direction.all()) {
                NEIGHBOUR[Direction.COUNT * hicann.index() + direction.index()] =
                        hicann.neighbour(direction).map(HicannOnWafer::index).orElse(-1);
            }
        }
    }

    private WaferTopology() {}

    /// The chip at column `x`, row `y`, or -1 where the wafer has none (any x and y may be asked).
    public static int hicann(int x, int y) {
        boolean onGrid = x >= 0 && x < HicannOnWafer.COLUMNS && y >= 0 && y < HicannOnWafer.ROWS;
        return onGrid ? HICANN[HicannOnWafer.COLUMNS * y + x] : -1;
    }

    /// The chip at a place (0 to 7) of a reticle.
    public static int hicannOfDnc(int dnc, int hicannOnDnc) {
        return HICANN_OF_DNC[HicannOnDnc.COUNT * dnc + hicannOnDnc];
    }

    /// Column of a chip, 0 (west) to 35.
    public static int x(int hicann) {
        return X[hicann];
    }

    /// Row of a chip, 0 (north) to 15.
    public static int y(int hicann) {
        return Y[hicann];
    }

    /// The chip next to this one, or -1 at the rim of the wafer.
    public static int neighbour(int hicann, Direction direction) {
        return NEIGHBOUR[Direction.COUNT * hicann + direction.index()];
    }

    /// Steps from chip to chip between two chips.
    public static int distance(int a, int b) {
        return Math.abs(x(a) - x(b)) + Math.abs(y(a) - y(b));
    }

    /// The reticle of a chip, 0 to 47.
    public static int dnc(int hicann) {
        return DNC[hicann];
    }

    /// The place of a chip on its reticle, 0 to 7.
    public static int hicannOnDnc(int hicann) {
        return PLACE[hicann];
    }

    /// The number of a chip's link on its reticle, 0 to 7.
    public static int highspeedLink(int hicann) {
        return LINK[hicann];
    }

    /// The FPGA of a chip, 0 to 47.
    public static int fpga(int hicann) {
        return FPGA_OF_DNC[DNC[hicann]];
    }

    /// The FPGA of a reticle, 0 to 47.
    public static int fpgaOfDnc(int dnc) {
        return FPGA_OF_DNC[dnc];
    }

    /// The reticle of an FPGA, 0 to 47.
    public static int dncOfFpga(int fpga) {
        return DNC_OF_FPGA[fpga];
    }

    /// The trigger group of a reticle, 0 to 11.
    public static int triggerGroup(int dnc) {
        return TRIGGER_GROUP[dnc];
    }

    /// The ADC group of a reticle, 0 to 5.
    public static int adcGroup(int dnc) {
        return ADC_GROUP[dnc];
    }

    private static <T> int[] table(List<T> places, ToIntFunction<T> value) {
        return places.stream().mapToInt(value).toArray();
    }
}
