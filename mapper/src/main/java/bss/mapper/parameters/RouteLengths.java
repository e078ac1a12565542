package bss.mapper.parameters;

import bss.mapper.stage.DriverAllocation;
import bss.spec.topology.L1Topology;

/// Chips on the way of a bus to each driver that it feeds; a bus that lands twice on a chip has two ways to it.
final class RouteLengths {

    private final short[] chips = new short[384 * L1Topology.DRIVERS];

    RouteLengths(DriverAllocation allocation) {
        for (DriverAllocation.Chain chain : allocation.chains()) {
            for (int driver : chain.drivers()) {
                chips[chain.landing().target() * L1Topology.DRIVERS + driver] =
                        (short) chain.landing().chips();
            }
        }
    }

    /// @param row 0 to 447
    int chips(int hicann, int row) {
        return chips[hicann * L1Topology.DRIVERS + row / 2];
    }
}
