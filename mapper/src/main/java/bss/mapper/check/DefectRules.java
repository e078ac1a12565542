package bss.mapper.check;

import bss.mapper.extract.MergerPaths;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;

/// That nothing defect is used. What a defect forbids: marocco:marocco/routing/Routing.cpp, SynapseRouting.cpp,
/// placement/Placement.cpp and InputPlacement.cpp.
final class DefectRules {

    private final WaferConfiguration wafer;
    private final Occupancy occupancy;
    private final Defects defects;
    private final Violations violations;

    DefectRules(WaferConfiguration wafer, Occupancy occupancy, Defects defects, Violations violations) {
        this.wafer = wafer;
        this.occupancy = occupancy;
        this.defects = defects;
        this.violations = violations;
    }

    void check() {
        if (defects.isEmpty()) {
            return;
        }
        for (int hicann = 0; hicann < WaferConfiguration.HICANNS; hicann++) {
            boolean configured = wafer.hicann(hicann).isPresent();
            HicannConfiguration chip = wafer.hicann(hicann).orElse(HicannConfiguration.RESET);
            if (configured && !chip.equals(HicannConfiguration.RESET)) {
                use(DefectClass.HICANN, hicann, 0);
            }
            for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
                if (occupancy.neuron(hicann, denmem) != Occupancy.FREE
                        || (configured && !chip.denmem(denmem).equals(DenmemConfig.RESET))) {
                    useDenmem(hicann, denmem);
                }
            }
            if (configured) {
                switches(hicann, chip);
                repeaters(hicann, chip);
                drivers(hicann, chip);
                synapses(hicann, chip);
                mergers(hicann, chip);
                generatorsAndOutputs(hicann, chip);
            }
        }
    }

    private void use(DefectClass kind, int place, int index) {
        if (defects.has(kind, place, index)) {
            violations.add(
                    Rule.DEFECT,
                    () -> kind.perChip() == 1
                            ? "%s %d".formatted(kind.key(), place)
                            : "%s %d of HICANN %d".formatted(kind.key(), index, place),
                    "used",
                    "not used, it is defect");
        }
    }

    /// A denmem in use leaks through both its inputs and takes parameters from two blocks of floating gates.
    private void useDenmem(int hicann, int denmem) {
        use(DefectClass.DENMEM, hicann, denmem);
        use(DefectClass.SYNAPTIC_INPUT, hicann, 2 * denmem);
        use(DefectClass.SYNAPTIC_INPUT, hicann, 2 * denmem + 1);
        use(DefectClass.FG_BLOCK, hicann, NeuronTopology.fgBlock(denmem));
        use(DefectClass.FG_BLOCK, hicann, NeuronTopology.sharedFgBlock(denmem));
    }

    private void useLine(int line) {
        int hicann = L1Topology.hicannOfLine(line);
        int number = L1Topology.lineOnHicann(line);
        use(DefectClass.HICANN, hicann, 0);
        if (L1Topology.isHLine(number)) {
            use(DefectClass.HLINE, hicann, number);
        } else {
            use(DefectClass.VLINE, hicann, number - L1Topology.HLINES);
        }
    }

    private void switches(int hicann, HicannConfiguration chip) {
        for (int s = 0; s < Component.CROSSBAR_SWITCH.count(); s++) {
            if (chip.crossbarSwitch(s)) {
                use(DefectClass.CROSSBAR_SWITCH, hicann, s);
                useLine(L1Topology.hline(hicann, L1Topology.crossbarHLine(s)));
                useLine(L1Topology.vline(hicann, L1Topology.crossbarVLine(s)));
            }
        }
        for (int s = 0; s < Component.SYNAPSE_SWITCH.count(); s++) {
            if (chip.synapseSwitch(s)) {
                int vline = L1Topology.synapseSwitchVLine(s);
                int row = L1Topology.synapseSwitchRow(s);
                use(DefectClass.SYNAPSE_SWITCH, hicann, s);
                use(DefectClass.SYNAPSE_SWITCH_ROW, hicann, L1Topology.synapseSwitchRowIndex(s));
                useLine(L1Topology.vline(hicann, vline));
                int target = L1Topology.synapseSwitchTargetHicann(hicann, vline, row);
                if (target >= 0) {
                    useDriver(target, row);
                }
            }
        }
    }

    private void repeaters(int hicann, HicannConfiguration chip) {
        for (int hline = 0; hline < L1Topology.HLINES; hline++) {
            RepeaterConfig config = chip.horizontalRepeater(hline);
            if (config.mode() != RepeaterConfig.Mode.IDLE) {
                use(DefectClass.HREPEATER, hicann, hline);
                int own = L1Topology.hline(hicann, hline);
                ends(config, own, L1Topology.across(own, L1Topology.hRepeaterDirection(hline)));
            }
        }
        for (int vline = 0; vline < L1Topology.VLINES; vline++) {
            RepeaterConfig config = chip.verticalRepeater(vline);
            if (config.mode() != RepeaterConfig.Mode.IDLE) {
                use(DefectClass.VREPEATER, hicann, vline);
                int own = L1Topology.vline(hicann, vline);
                ends(config, own, L1Topology.across(own, L1Topology.vRepeaterDirection(vline)));
            }
        }
    }

    /// A forwarding repeater uses both segments, a sending one (at the western border) those that it drives.
    private void ends(RepeaterConfig config, int own, int far) {
        boolean sends = config.mode() == RepeaterConfig.Mode.OUTPUT;
        if (!sends || config.towardsEastOrSouth()) {
            useLine(own);
        }
        if (far >= 0 && (!sends || config.towardsWestOrNorth())) {
            useLine(far);
        }
    }

    private void useDriver(int hicann, int driver) {
        use(DefectClass.HICANN, hicann, 0);
        use(DefectClass.SYNAPSE_DRIVER, hicann, driver);
        use(DefectClass.SYNAPSE_ARRAY, hicann, L1Topology.driverHalf(driver));
        use(DefectClass.FG_BLOCK, hicann, L1Topology.driverQuadrant(driver));
    }

    private void drivers(int hicann, HicannConfiguration chip) {
        for (int driver = 0; driver < L1Topology.DRIVERS; driver++) {
            SynapseDriverConfig config = chip.synapseDriver(driver);
            if (config.enable() || config.locin() || config.connectNeighbor()) {
                useDriver(hicann, driver);
            }
        }
    }

    private void synapses(int hicann, HicannConfiguration chip) {
        for (int row = 0; row < DefectClass.SYNAPSE_ROW.perChip(); row++) {
            boolean rowUsed = false;
            for (int column = 0; column < NeuronTopology.COLUMNS; column++) {
                if (chip.decoder(row, column) != HicannConfiguration.DECODER_OFF) {
                    use(DefectClass.SYNAPSE, hicann, row * NeuronTopology.COLUMNS + column);
                    rowUsed = true;
                }
            }
            if (rowUsed) {
                use(DefectClass.SYNAPSE_ROW, hicann, row);
            }
        }
    }

    private void mergers(int hicann, HicannConfiguration chip) {
        MergerPaths paths = new MergerPaths(chip);
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            boolean sends =
                    chip.horizontalRepeater(MergerTopology.hlineOfDnc(d)).mode() == RepeaterConfig.Mode.OUTPUT;
            boolean linked = chip.link(d) != LinkDirection.OFF;
            if (linked) {
                use(DefectClass.HIGH_SPEED_LINK, hicann, 0);
                use(DefectClass.FPGA, WaferTopology.fpga(hicann), 0);
            }
            if (sends || linked || occupancy.sendsNeurons(hicann, d) || occupancy.sendsExternals(hicann, d)) {
                use(DefectClass.DNC_MERGER, hicann, d);
                tree(hicann, d, chip, paths);
            }
        }
    }

    private void generatorsAndOutputs(int hicann, HicannConfiguration chip) {
        for (int generator = 0; generator < DefectClass.BACKGROUND_GENERATOR.perChip(); generator++) {
            if (chip.backgroundGenerator(generator).enable()) {
                use(DefectClass.BACKGROUND_GENERATOR, hicann, generator);
            }
        }
        for (int output = 0; output < DefectClass.ANALOG_OUTPUT.perChip(); output++) {
            if (chip.analogOutput(output) != AnalogOutputConfig.NONE) {
                use(DefectClass.ANALOG_OUTPUT, hicann, output);
            }
        }
    }

    /// The mergers on the way from every generator and every neuron block with senders to this DNC merger.
    private void tree(int hicann, int dncMerger, HicannConfiguration chip, MergerPaths paths) {
        int tap = MergerTopology.dncTap(dncMerger);
        boolean[] onTheWay = new boolean[MergerTopology.MERGERS];
        for (int leaf = 0; leaf < MergerTopology.NEURON_BLOCKS; leaf++) {
            boolean generator = chip.backgroundGenerator(leaf).enable() && paths.ofGenerator(leaf, dncMerger) > 0;
            boolean block = occupancy.dncOfBlock(hicann, leaf) == dncMerger;
            if ((generator || block) && (MergerTopology.blocksReaching(dncMerger) >>> leaf & 1) != 0) {
                int merger = leaf;
                onTheWay[merger] = true;
                while (merger != tap) {
                    merger = MergerTopology.next(merger);
                    onTheWay[merger] = true;
                }
            }
        }
        for (int merger = 0; merger < onTheWay.length; merger++) {
            if (onTheWay[merger]) {
                use(DefectClass.MERGER, hicann, merger);
            }
        }
    }
}
