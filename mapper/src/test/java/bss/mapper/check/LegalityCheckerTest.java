package bss.mapper.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.verify.Toy;
import bss.mapper.verify.Verifier;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.RepeaterConfig;
import bss.spec.config.SynapseDriverConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LegalityCheckerTest {

    private static CheckReport check(WaferConfiguration wafer) {
        return LegalityChecker.check(Toy.mapping(wafer), Toy.request(), Defects.NONE);
    }

    private static CheckReport west(Consumer<HicannConfigurationBuilder> change) {
        HicannConfigurationBuilder chip = Toy.west();
        change.accept(chip);
        return check(Toy.configuration().with(Toy.WEST, chip.build()));
    }

    private static void breaks(Rule rule, CheckReport report) {
        assertTrue(report.counts().containsKey(rule), () -> "%s not among %s".formatted(rule, report.violations()));
        assertTrue(report.violations().stream().anyMatch(v -> v.rule() == rule));
    }

    @Test
    void theToyIsLegal() {
        CheckReport report = check(Toy.configuration());
        assertEquals(List.of(), report.violations());
        assertTrue(report.legal());
    }

    @Test
    void theToyIsLegalAndRightAllOverTheWafer() {
        for (int hicann = 0; hicann < WaferConfiguration.HICANNS; hicann += 5) {
            if (WaferTopology.neighbour(hicann, Direction.EAST) >= 0) {
                Mapping mapping = Toy.mappingAt(hicann);
                CheckReport report = LegalityChecker.check(mapping, Toy.request(), Defects.NONE);
                assertEquals(List.of(), report.violations(), "HICANN " + hicann);
                assertTrue(new Verifier(mapping, Toy.request()).verify().agrees(), "HICANN " + hicann);
            }
        }
    }

    @Test
    void aSecondCrossbarSwitchOnALineIsIllegal() {
        breaks(Rule.CROSSBAR_PER_HLINE, west(c -> c.crossbarSwitch(L1Topology.crossbarIndex(62, 159), true)));
        breaks(Rule.CROSSBAR_PER_VLINE, west(c -> c.crossbarSwitch(L1Topology.crossbarIndex(63, 0), true)));
    }

    @Test
    void aSecondSynapseSwitchIsIllegal() {
        breaks(Rule.SYNAPSE_SWITCH_PER_VLINE, west(c -> close(c, 0, 17)));
        breaks(Rule.SYNAPSE_SWITCH_PER_ROW, west(c -> close(c, 32, 1)));
    }

    @Test
    void aRowClosedOnBothFacingSidesIsIllegal() {
        HicannConfigurationBuilder east = Toy.east();
        // the right-hand side of the western chip and the left-hand side of the eastern one, row 14
        close(east, 28, 14);
        breaks(Rule.FACING_ROWS, check(Toy.configuration().with(Toy.EAST, east.build())));
    }

    @Test
    void aSwitchOffTheWaferIsIllegal() {
        int rim = WaferTopology.hicann(0, 8);
        HicannConfigurationBuilder chip = new HicannConfigurationBuilder();
        close(chip, 0, 0);
        breaks(Rule.SWITCH_TO_NOWHERE, check(Toy.configuration().with(rim, chip.build())));
    }

    private static void close(HicannConfigurationBuilder chip, int vline, int row) {
        chip.synapseSwitch(L1Topology.synapseSwitchIndex(vline, row), true);
    }

    @Test
    void twoDriversOfANetAreIllegal() {
        // the other end of HLine 62, where the next chip's repeater would drive back
        breaks(
                Rule.ONE_SENDER_PER_NET,
                check(Toy.configuration()
                        .with(
                                Toy.EAST,
                                Toy.east()
                                        .horizontalRepeater(0, RepeaterConfig.FORWARD_WEST_OR_NORTH)
                                        .build())));
    }

    @Test
    void repeatersWithoutASenseAreIllegal() {
        breaks(
                Rule.REPEATER_MODE,
                west(c -> c.horizontalRepeater(3, new RepeaterConfig(RepeaterConfig.Mode.FORWARDING, true, true))));
        breaks(
                Rule.REPEATER_MODE,
                west(c -> c.verticalRepeater(9, new RepeaterConfig(RepeaterConfig.Mode.OUTPUT, true, false))));
        breaks(
                Rule.REPEATER_MODE,
                west(c -> c.horizontalRepeater(5, new RepeaterConfig(RepeaterConfig.Mode.LOOPBACK, false, false))));
    }

    @Test
    void badChainsAreIllegal() {
        SynapseDriverConfig mirror = new SynapseDriverConfig(true, false, true);
        breaks(Rule.CHAIN_LENGTH, west(c -> c.synapseDriver(5, mirror).synapseDriver(7, mirror)));
        breaks(Rule.CHAIN_INPUT, west(c -> c.synapseDriver(3, new SynapseDriverConfig(true, true, true))));
        breaks(Rule.CHAIN_INPUT, west(c -> c.synapseDriver(40, new SynapseDriverConfig(true, false, false))));
        breaks(Rule.CHAIN_INPUT, west(c -> c.synapseDriver(40, new SynapseDriverConfig(true, true, false))));
        breaks(Rule.CHAIN_QUADRANT, west(c -> c.synapseDriver(1, new SynapseDriverConfig(true, true, true))));
        breaks(Rule.DRIVER_STATE, west(c -> c.synapseDriver(1, new SynapseDriverConfig(false, true, false))));
    }

    @Test
    void aSenderWithoutItsOneRegularGeneratorIsIllegal() {
        breaks(Rule.LOCKING, west(c -> c.backgroundGenerator(0, BackgroundGeneratorConfig.RESET)));
        breaks(Rule.LOCKING, west(c -> c.backgroundGenerator(0, new BackgroundGeneratorConfig(true, false, 125, 0))));
        breaks(Rule.LOCKING, west(c -> c.backgroundGenerator(0, new BackgroundGeneratorConfig(true, false, 124, 2))));
    }

    @Test
    void badMergersAreIllegal() {
        breaks(Rule.SLOW_MERGER, west(c -> c.dncMerger(0, new MergerConfig(MergerConfig.Mode.MERGE, false))));
        breaks(Rule.UNUSED_DNC_MERGER, west(c -> c.dncMerger(3, new MergerConfig(MergerConfig.Mode.MERGE, false))));
        breaks(Rule.UNUSED_DNC_MERGER, west(c -> c.link(3, LinkDirection.TO_DNC)));
        breaks(Rule.INPUT_LINK, west(c -> c.link(7, LinkDirection.OFF)));
        breaks(Rule.INPUT_LINK, west(c -> c.link(0, LinkDirection.TO_HICANN)));
    }

    @Test
    void aBlockSentByNoOrTwoMergersIsIllegal() {
        breaks(Rule.BLOCK_SENT_TWICE, west(c -> c.merger(0, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false))));
        breaks(
                Rule.BLOCK_SENT_TWICE,
                west(c -> c.merger(8, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false))
                        .dncMerger(1, new MergerConfig(MergerConfig.Mode.MERGE, true))
                        .link(1, LinkDirection.TO_DNC)));
    }

    @Test
    void theMergersOfBlocksMayNotCross() {
        List<CellSites> cells = new ArrayList<>(Toy.cells());
        int[] west = {Toy.WEST, Toy.WEST};
        cells.set(
                1,
                new CellSites(
                        "near", false, west, new int[] {0, 34}, new int[] {4, 4}, new int[] {3, 2}, new int[] {21, 6}));
        breaks(Rule.MERGER_ORDER, cells(cells));
    }

    private static CheckReport cells(List<CellSites> cells) {
        return LegalityChecker.check(
                Toy.mapping(Toy.configuration(), cells, Toy.synapses()), Toy.request(), Defects.NONE);
    }

    private static CheckReport near(int[] denmem, int[] size, int[] address) {
        List<CellSites> cells = new ArrayList<>(Toy.cells());
        cells.set(
                1,
                new CellSites("near", false, new int[] {Toy.WEST, Toy.WEST}, denmem, size, new int[] {0, 0}, address));
        return cells(cells);
    }

    @Test
    void addressesAreUniqueUsableAndWritten() {
        breaks(Rule.ADDRESS_UNIQUE, near(new int[] {0, 2}, new int[] {4, 4}, new int[] {21, 21}));
        breaks(Rule.ADDRESS_RESERVED, near(new int[] {0, 2}, new int[] {4, 4}, new int[] {0, 6}));
        breaks(Rule.ADDRESS_RESERVED, near(new int[] {0, 2}, new int[] {4, 4}, new int[] {33, 6}));
        breaks(Rule.ADDRESS_WRITTEN, near(new int[] {0, 2}, new int[] {4, 4}, new int[] {22, 6}));
        breaks(Rule.ADDRESS_WRITTEN, west(c -> c.denmem(0, new DenmemConfig(21, true, false, false, false, false))));
    }

    @Test
    void neuronsAreRectanglesThatDoNotOverlap() {
        breaks(Rule.NEURON_RECTANGLE, near(new int[] {0, 2}, new int[] {3, 4}, new int[] {21, 6}));
        breaks(Rule.NEURON_RECTANGLE, near(new int[] {0, 31}, new int[] {4, 4}, new int[] {21, 6}));
        breaks(Rule.DENMEM_OVERLAP, near(new int[] {0, 2}, new int[] {6, 4}, new int[] {21, 6}));
    }

    @Test
    void switchesOtherThanTheNeuronsAreIllegal() {
        breaks(Rule.NEURON_SHAPE, west(c -> c.quad(0, bss.spec.config.QuadConfig.RESET)));
        breaks(Rule.NEURON_SHAPE, west(c -> c.denmem(2, new DenmemConfig(6, true, true, true, false, false))));
        breaks(Rule.ONE_FIRING_DENMEM, west(c -> c.denmem(1, new DenmemConfig(0, true, false, false, false, false))));
        breaks(Rule.ONE_FIRING_DENMEM, west(c -> c.denmem(9, new DenmemConfig(0, false, true, false, false, false))));
        DenmemConfig listens = new DenmemConfig(0, false, false, true, false, false);
        breaks(Rule.FIRE_INPUT_BORDER, west(c -> c.denmem(101, listens).denmem(102, listens)));
        DenmemConfig both = new DenmemConfig(0, false, false, false, true, true);
        breaks(Rule.DENMEM_IOMAP, west(c -> c.denmem(100, both).denmem(101, both)));
    }

    @Test
    void synapsesThatListenToTheWrongThingAreIllegal() {
        breaks(Rule.UNUSED_DECODER, west(c -> c.synapse(100, 100, 0, 7)));
        breaks(Rule.SYNAPSE_SITE, west(c -> c.synapse(28, 0, 5, 4)));
        breaks(Rule.ROW_SIDE, west(c -> c.synapseRow(28, new SynapseRowConfig(true, true, 1, 2, 0, 5, 5))));
        breaks(Rule.ROW_SIDE, west(c -> c.synapseRow(28, new SynapseRowConfig(true, false, 1, 2, 0, 0, 0))));
    }

    private static CheckReport synapses(int projection, SynapseSites sites) {
        List<SynapseSites> all = new ArrayList<>(Toy.synapses());
        all.set(projection, sites);
        return LegalityChecker.check(Toy.mapping(Toy.configuration(), Toy.cells(), all), Toy.request(), Defects.NONE);
    }

    @Test
    void sitesAreUsedOnceByTheirOwnersAndListedCompletely() {
        int first = Toy.site(Toy.WEST, 28, 0);
        breaks(
                Rule.SITE_ONCE,
                synapses(0, Toy.sites("drive", new int[] {first, Toy.site(Toy.WEST, 28, 3), first}, 5, 7, 5)));
        breaks(
                Rule.SYNAPSE_SITE,
                synapses(0, Toy.sites("drive", new int[] {first, Toy.site(Toy.WEST, 29, 0), -1}, 5, 7, -1)));
        breaks(Rule.SYNAPSE_SITE, synapses(2, Toy.sites("onwards", new int[] {Toy.site(0, 1, 1), -1}, 5, -1)));
        breaks(Rule.LOST_LIST, synapses(2, Toy.sites("onwards", new int[] {-1}, -1)));
        breaks(Rule.LOST_LIST, synapses(2, Toy.sites("onwards", new int[] {Toy.site(Toy.EAST, 30, 11), -2}, 15, -1)));
    }

    @Test
    void everyClassOfDefectIsFoundInUse() {
        int vline = 0;
        Map<DefectClass, int[]> used = Map.ofEntries(
                Map.entry(DefectClass.HICANN, new int[] {Toy.EAST, 0}),
                Map.entry(DefectClass.FPGA, new int[] {WaferTopology.fpga(Toy.WEST), 0}),
                Map.entry(DefectClass.DENMEM, new int[] {Toy.EAST, 256 + 12}),
                Map.entry(DefectClass.SYNAPSE_DRIVER, new int[] {Toy.WEST, 3}),
                Map.entry(DefectClass.HLINE, new int[] {Toy.EAST, 0}),
                Map.entry(DefectClass.VLINE, new int[] {Toy.WEST, vline}),
                Map.entry(DefectClass.HREPEATER, new int[] {Toy.EAST, 0}),
                Map.entry(DefectClass.CROSSBAR_SWITCH, new int[] {Toy.WEST, L1Topology.crossbarIndex(62, vline)}),
                Map.entry(DefectClass.SYNAPSE_SWITCH, new int[] {Toy.WEST, L1Topology.synapseSwitchIndex(vline, 1)}),
                Map.entry(DefectClass.MERGER, new int[] {Toy.WEST, 7}),
                Map.entry(DefectClass.DNC_MERGER, new int[] {Toy.WEST, 0}),
                Map.entry(DefectClass.SYNAPSE, new int[] {Toy.EAST, 30 * 256 + 11}),
                Map.entry(DefectClass.SYNAPSE_ROW, new int[] {Toy.EAST, 30}),
                Map.entry(DefectClass.SYNAPSE_ARRAY, new int[] {Toy.EAST, 0}),
                Map.entry(DefectClass.HIGH_SPEED_LINK, new int[] {Toy.WEST, 0}),
                Map.entry(DefectClass.SYNAPTIC_INPUT, new int[] {Toy.EAST, 2 * (256 + 12) + 1}),
                Map.entry(DefectClass.BACKGROUND_GENERATOR, new int[] {Toy.WEST, 0}),
                Map.entry(DefectClass.FG_BLOCK, new int[] {Toy.EAST, 2}),
                Map.entry(DefectClass.SYNAPSE_SWITCH_ROW, new int[] {
                    Toy.WEST, L1Topology.synapseSwitchRowIndex(L1Topology.synapseSwitchIndex(vline, 1))
                }));
        // the toy has neither vertical repeaters nor outputs
        for (DefectClass kind : DefectClass.values()) {
            if (kind != DefectClass.VREPEATER && kind != DefectClass.ANALOG_OUTPUT) {
                int[] at = Objects.requireNonNull(used.get(kind), kind::key);
                breaks(
                        Rule.DEFECT,
                        LegalityChecker.check(
                                Toy.mapping(),
                                Toy.request(),
                                Defects.builder().mark(kind, at[0], at[1]).build()));
            }
        }
        inUse(c -> c.verticalRepeater(0, RepeaterConfig.FORWARD_EAST_OR_SOUTH), DefectClass.VREPEATER, 0);
        inUse(c -> c.analogOutput(1, AnalogOutputConfig.MEMBRANE_TOP_EVEN), DefectClass.ANALOG_OUTPUT, 1);
    }

    private static void inUse(Consumer<HicannConfigurationBuilder> change, DefectClass kind, int index) {
        HicannConfigurationBuilder chip = Toy.west();
        change.accept(chip);
        breaks(
                Rule.DEFECT,
                LegalityChecker.check(
                        Toy.mapping(Toy.configuration().with(Toy.WEST, chip.build())),
                        Toy.request(),
                        Defects.builder().mark(kind, Toy.WEST, index).build()));
    }

    @Test
    void defectsBesideTheToyDoNotMatter() {
        Defects.Builder defects = Defects.builder();
        int far = WaferTopology.neighbour(Toy.EAST, Direction.EAST);
        defects.mark(DefectClass.HICANN, far, 0).mark(DefectClass.FPGA, 12, 0);
        defects.mark(DefectClass.DENMEM, Toy.WEST, 4).mark(DefectClass.SYNAPSE_DRIVER, Toy.WEST, 5);
        defects.mark(DefectClass.SYNAPSE_ARRAY, Toy.WEST, 1).mark(DefectClass.MERGER, Toy.WEST, 14);
        defects.mark(DefectClass.DNC_MERGER, Toy.WEST, 3).mark(DefectClass.HLINE, Toy.WEST, 7);
        defects.mark(DefectClass.VLINE, Toy.WEST, 1).mark(DefectClass.VREPEATER, Toy.WEST, 0);
        defects.mark(DefectClass.HIGH_SPEED_LINK, Toy.EAST, 0);
        CheckReport report = LegalityChecker.check(Toy.mapping(), Toy.request(), defects.build());
        assertEquals(List.of(), report.violations());
    }

    @Test
    void inputsBeyondTheLinksAreIllegal() {
        // 1,000 Hz twice are 20 MHz at a speed-up of 10,000
        CheckOptions fast = new CheckOptions(3, cell -> cell < 2 ? 1000 : Double.NaN, 1);
        CheckOptions slow = new CheckOptions(3, cell -> cell < 2 ? 800 : Double.NaN, 1);
        breaks(Rule.INPUT_RATE, LegalityChecker.check(Toy.mapping(), Toy.request(), Defects.NONE, fast));
        assertTrue(LegalityChecker.check(Toy.mapping(), Toy.request(), Defects.NONE, slow)
                .legal());
    }

    @Test
    void aChipThatOnlyHandsOnMayStayAsResetLeavesIt() {
        int far = WaferTopology.neighbour(Toy.EAST, Direction.EAST);
        assertTrue(
                check(Toy.configuration().with(far, HicannConfiguration.RESET)).legal());
    }

    @Test
    void aViolationSaysPlaceValueAndWhatIsRight() {
        String words =
                west(c -> c.synapse(100, 100, 0, 7)).violations().getFirst().toString();
        assertEquals(
                "UNUSED_DECODER: decoder of unused synapse in row 100, column 100 of HICANN %d is 7, must be 1"
                        .formatted(Toy.WEST),
                words);
        assertEquals(1, Arrays.stream(words.split("must be")).skip(1).count());
    }
}
