package bss.calibration.measure.bench;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Writes the way of a regular train to a synapse driver of the same chip: background generator, merger tree in its
/// reset state, sending repeater, one VLine, driver. Events have address 0, so that the train locks what it feeds;
/// their
/// period is a whole number of PLL cycles.
public final class SynapseDrive {

    private SynapseDrive() {}

    /// The drivers of a half (0 top, 1 bottom), ascending.
    public static int[] drivers(int half) {
        return IntStream.range(0, L1Topology.DRIVERS)
                .filter(d -> L1Topology.driverHalf(d) == half)
                .toArray();
    }

    /// The generator whose train reaches a driver: that of the number of the DNC merger before its sender.
    public static int generator(int driver) {
        return MergerTopology.dncOfSendingRepeater(L1Topology.sendingRepeaterOfDriver(driver));
    }

    /// Feeds a driver with an event every `periodCycles`.
    ///
    /// @param vline the place, 0 to 3, of the VLine among those that meet both the sender's line and the driver
    public static void route(HicannConfigurationBuilder bits, int driver, int periodCycles, int vline) {
        int dnc = generator(driver);
        int hline = MergerTopology.hlineOfDnc(dnc);
        bits.backgroundGenerator(dnc, new BackgroundGeneratorConfig(true, false, periodCycles - 1, 0));
        bits.horizontalRepeater(hline, new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, false, true));
        int[] lines = vlines(driver);
        int line = lines[vline % lines.length];
        bits.crossbarSwitch(L1Topology.crossbarIndex(hline, line), true);
        bits.synapseSwitch(L1Topology.synapseSwitchIndex(line, driver), true);
        bits.synapseDriver(driver, new SynapseDriverConfig(true, true, false));
    }

    /// The VLines over which a driver can be fed, ascending.
    public static int[] vlines(int driver) {
        int hline = MergerTopology.hlineOfDnc(
                MergerTopology.dncOfSendingRepeater(L1Topology.sendingRepeaterOfDriver(driver)));
        return Arrays.stream(L1Topology.vlinesOf(hline))
                .filter(v -> L1Topology.synapseSwitchExists(v, driver) && L1Topology.switchIsLocal(v, driver))
                .toArray();
    }

    /// A row that listens to address 0 in all columns.
    ///
    /// @param right it feeds the right (E_syni) inputs instead of the left (E_synx) ones
    static void row(HicannConfigurationBuilder bits, RowDrive row, boolean right) {
        int left = SynapseWeightTransfer.leftDivisor(row.divisor());
        bits.synapseRow(
                row.row(), new SynapseRowConfig(!right, right, 0, 0, row.selgmax(), left, row.divisor() - left));
    }
}
