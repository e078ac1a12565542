package bss.tools.bench;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A wafer whose bits are being written.
final class WaferDraft {

    /// A regular event every 125 clocks keeps repeaters and drivers locked.
    private static final BackgroundGeneratorConfig LOCKING = new BackgroundGeneratorConfig(true, false, 124, 0);

    private final @Nullable HicannConfigurationBuilder[] chips =
            new @Nullable HicannConfigurationBuilder[WaferConfiguration.HICANNS];
    private final int divisor;
    private final boolean plasticDrivers;

    /// @param count chips in use, from the top of the wafer
    /// @param base what each of them starts from
    /// @param divisor of V_gmax in all rows, 1 to 30
    /// @param plasticDrivers short-term depression in every driver
    WaferDraft(int count, HicannConfiguration base, int divisor, boolean plasticDrivers) {
        this.divisor = divisor;
        this.plasticDrivers = plasticDrivers;
        for (int h = 0; h < count; h++) {
            chips[h] = base.toBuilder();
        }
    }

    boolean has(int hicann) {
        return hicann >= 0 && chips[hicann] != null;
    }

    /// The chips in use, ascending.
    int[] used() {
        return IntStream.range(0, chips.length).filter(this::has).toArray();
    }

    HicannConfigurationBuilder chip(int hicann) {
        HicannConfigurationBuilder chip = chips[hicann];
        if (chip == null) {
            throw new IllegalArgumentException("HICANN %d is not in use".formatted(hicann));
        }
        return chip;
    }

    WaferConfiguration build() {
        @Nullable HicannConfiguration[] built = new @Nullable HicannConfiguration[chips.length];
        for (int h : used()) {
            built[h] = chip(h).build();
        }
        return new WaferConfiguration(built, WaferConfiguration.PLL_MHZ, true);
    }

    /// Lets a DNC merger send the events of its part of the tree, with the generator that locks the bus.
    ///
    /// @param record also up to the FPGA
    void send(int hicann, int dncMerger, int generator, boolean record) {
        HicannConfigurationBuilder chip = chip(hicann);
        chip.backgroundGenerator(generator, LOCKING);
        chip.dncMerger(dncMerger, new MergerConfig(MergerConfig.Mode.MERGE, true));
        chip.link(dncMerger, record ? LinkDirection.TO_DNC : LinkDirection.OFF);
        repeater(hicann, dncMerger, false, true);
    }

    private void repeater(int hicann, int dncMerger, boolean west, boolean east) {
        int hline = MergerTopology.hlineOfDnc(dncMerger);
        RepeaterConfig before = RepeaterConfig.fromBits(chip(hicann).word(Component.HORIZONTAL_REPEATER, hline));
        chip(hicann)
                .horizontalRepeater(
                        hline,
                        new RepeaterConfig(
                                RepeaterConfig.Mode.OUTPUT,
                                west || before.towardsWestOrNorth(),
                                east || before.towardsEastOrSouth()));
    }

    /// The ways on which a chip hears a bus: those whose chips are all in use.
    List<Landing.Way> ways(int target, List<Landing.Way> wanted) {
        List<Landing.Way> found = new ArrayList<>();
        for (Landing.Way way : wanted) {
            if (has(way.through(target)) && has(way.source(target))) {
                found.add(way);
            }
        }
        return found;
    }

    /// Closes the switches, sets the repeaters and joins the drivers of a landing.
    void land(Landing landing) {
        int hline = MergerTopology.hlineOfDnc(landing.dncMerger());
        if (landing.through() != landing.source()) {
            repeater(landing.source(), landing.dncMerger(), true, false);
            hline = L1Topology.hWest(hline);
        }
        int side = L1Topology.driverSide(landing.drivers()[0]);
        int vline = L1Topology.vlinesOf(hline)[4 * side];
        chip(landing.through()).crossbarSwitch(L1Topology.crossbarIndex(hline, vline), true);
        if (landing.target() != landing.through()) {
            int south = L1Topology.vSouth(vline);
            boolean own = !L1Topology.vRepeaterIsTop(vline);
            chip(own ? landing.through() : landing.target())
                    .verticalRepeater(own ? vline : south, RepeaterConfig.FORWARD_EAST_OR_SOUTH);
            vline = south;
        }
        int line = vline;
        int primary = IntStream.of(landing.drivers())
                .filter(y -> L1Topology.synapseSwitchExists(line, y) && L1Topology.switchIsLocal(line, y))
                .findFirst()
                .orElseThrow();
        chip(landing.target()).synapseSwitch(L1Topology.synapseSwitchIndex(vline, primary), true);
        for (int driver : landing.drivers()) {
            int outer = L1Topology.outerNeighbour(driver);
            boolean joined = IntStream.of(landing.drivers()).anyMatch(y -> y == outer);
            chip(landing.target())
                    .synapseDriver(
                            driver,
                            new SynapseDriverConfig(
                                    true, driver == primary, joined, plasticDrivers, plasticDrivers, 3));
        }
    }

    /// Writes a synapse row that listens to one group of upper address bits; group 3 is the inhibitory one.
    void row(int hicann, int row, int group) {
        boolean inhibitory = group == 3;
        int left = SynapseWeightTransfer.leftDivisor(divisor);
        chip(hicann)
                .synapseRow(
                        row,
                        new SynapseRowConfig(
                                !inhibitory, inhibitory, group, group, inhibitory ? 1 : 0, left, divisor - left));
    }

    /// Part `part` of `parts` of the drivers of a quadrant (2 * half + side), from the top.
    static int[] drivers(int quadrant, int part, int parts) {
        int[] all = IntStream.range(0, L1Topology.DRIVERS)
                .filter(y -> L1Topology.driverQuadrant(y) == quadrant)
                .toArray();
        return IntStream.range(part * all.length / parts, (part + 1) * all.length / parts)
                .map(i -> all[i])
                .toArray();
    }
}
