package bss.hil.suite.common;

import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.stream.IntStream;

/// The chips of an FPGA.
public final class Chips {

    private Chips() {}

    /// The eight chips of an FPGA's reticle, ascending.
    ///
    /// @param fpga 0 to 47
    public static int[] of(int fpga) {
        return IntStream.range(0, WaferConfiguration.HICANNS)
                .filter(h -> WaferTopology.fpga(h) == fpga)
                .toArray();
    }
}
