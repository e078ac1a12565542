package bss.mapper.place;

import bss.spec.coord.FpgaOnWafer;
import bss.spec.coord.HicannOnWafer;
import bss.spec.topology.WaferTopology;

/// What the links into the chips carry, in events per second of hardware time: 17.8 million for a chip, 125
/// million for the FPGA of its reticle, of which 80 % may be planned.
///
/// Source: marocco:marocco/placement/InputPlacement.cpp, marocco/placement/parameters/InputPlacement.cpp.
public final class InputRates {

    public static final double HICANN_HZ = 17.8e6 * 0.8;
    static final double FPGA_HZ = 125e6 * 0.8;

    private final double speedup;
    private final double[] hicann = new double[HicannOnWafer.COUNT];
    private final double[] fpga = new double[FpgaOnWafer.COUNT];

    InputRates(double speedup) {
        this.speedup = speedup;
    }

    /// Biological Hz that a chip can still take.
    double available(int h) {
        return Math.min(HICANN_HZ - hicann[h], FPGA_HZ - fpga[WaferTopology.fpga(h)]) / speedup;
    }

    /// Biological Hz that an FPGA can still take.
    double availableFpga(int f) {
        return (FPGA_HZ - fpga[f]) / speedup;
    }

    /// Biological Hz that some chips together can still take.
    double available(int[] hicanns) {
        double[] ofFpga = new double[FpgaOnWafer.COUNT];
        for (int h : hicanns) {
            ofFpga[WaferTopology.fpga(h)] += HICANN_HZ - hicann[h];
        }
        double sum = 0;
        for (int f = 0; f < ofFpga.length; f++) {
            sum += Math.min(ofFpga[f], FPGA_HZ - fpga[f]);
        }
        return sum / speedup;
    }

    /// Biological Hz that a chip without other input can take.
    double most() {
        return HICANN_HZ / speedup;
    }

    /// Whether a chip without other input could take a source.
    boolean everFits(double rateHz) {
        return rateHz * speedup < HICANN_HZ;
    }

    void take(int h, double rateHz) {
        hicann[h] += rateHz * speedup;
        fpga[WaferTopology.fpga(h)] += rateHz * speedup;
    }
}
