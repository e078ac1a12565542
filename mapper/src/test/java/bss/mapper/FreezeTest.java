package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.PlacementRequest;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Region;
import bss.mapper.problem.FrozenPlaces;
import bss.mapper.problem.MappingException;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Parts of an older mapping stay where they are while the rest is mapped around them; the mapper's own checker
/// looks at every mapping here.
class FreezeTest {

    private static final MapperOptions GREEDY = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);
    private static final int CHIP = 88;
    private static final PlacementRequest ON_CHIP = TestNetworks.on(OptionalInt.of(8), List.of(CHIP), List.of(1, 2));

    /// 12 neurons of 8 denmems in blocks 1 and 2 of chip 88, and 10 sources beside them.
    @SuppressWarnings("NullAway.Init")
    private static Mapping old;

    @BeforeAll
    static void map() throws Exception {
        old = map(network(exc(ON_CHIP), in(12)), Defects.NONE, GREEDY);
    }

    private static Population exc(PlacementRequest request) {
        return TestNetworks.neurons("exc", 12, request);
    }

    private static Population in(int size) {
        return TestNetworks.poisson("in", size, 20);
    }

    private static Network network(Population exc, Population in) {
        return TestNetworks.network(List.of(exc, in), TestNetworks.random(1, 0, 1));
    }

    private static Mapping map(Network network, Defects defects, MapperOptions options) throws Exception {
        return new Mapper(new PlainTranslation(), defects, options, MapperProgress.NONE)
                .map(network)
                .mapping();
    }

    private static MapperOptions frozen(Mapping mapping, String... populations) {
        return GREEDY.withFreeze(new Freeze(mapping, Set.of(populations)));
    }

    private static void stays(CellSites before, CellSites after, String context) {
        for (int i = 0; i < before.count(); i++) {
            if (before.placed(i)) {
                String cell = context + ", " + before.label() + " " + i;
                assertEquals(before.hicann(i), after.hicann(i), cell);
                assertEquals(before.denmem(i), after.denmem(i), cell);
                assertEquals(before.size(i), after.size(i), cell);
                assertTrue(!before.external() || before.dncMerger(i) == after.dncMerger(i), cell);
            }
        }
    }

    @Test
    void frozenCellsStayWhileTheNetworkAroundThemChanges() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            Network first = TestNetworks.random(random);
            Defects defects = TestNetworks.defects(random, 0.01);
            Mapping before = map(first, defects, GREEDY);
            List<Population> populations = new ArrayList<>(first.populations());
            // in the way of what was there: it fills the first chips, by hand
            populations.add(TestNetworks.neurons(
                    "new",
                    100 + random.nextInt(200),
                    new PlacementRequest(
                            OptionalInt.of(2), List.of(), List.of(), Optional.of(new Region(0, 35, 0, 3)))));
            populations.add(TestNetworks.poisson("more", 100, 20));
            List<Projection> projections = new ArrayList<>(first.projections());
            projections.add(TestNetworks.random(populations.size() - 1, populations.size() - 2, 0.1));
            projections.add(TestNetworks.random(populations.size() - 1, 0, 0.1));
            projections.add(TestNetworks.random(populations.size() - 2, 0, 0.01));
            Network second = new Network("second", first.seed() + 1, populations, projections, List.of());
            Mapping after = map(second, defects, frozen(before));
            for (int p = 0; p < first.populations().size(); p++) {
                stays(before.cells().get(p), after.cells().get(p), "seed " + seed);
            }
        }
    }

    @Test
    void aNetworkFrozenAsAWholeIsMappedAsBefore() throws Exception {
        assertEquals(old, map(network(exc(ON_CHIP), in(12)), Defects.NONE, frozen(old)));
    }

    @Test
    void onlyWhatIsNamedStays() throws Exception {
        Network elsewhere = network(exc(PlacementRequest.NONE), in(12));
        Mapping neurons = map(elsewhere, Defects.NONE, frozen(old, "exc"));
        stays(old.cells().get(0), neurons.cells().get(0), "neurons");
        Mapping sources = map(elsewhere, Defects.NONE, frozen(old, "in"));
        stays(old.cells().get(1), sources.cells().get(1), "sources");
        assertEquals(0, sources.cells().get(0).hicann(0));
    }

    @Test
    void byDefaultPopulationsOfAnotherSizeMove() throws Exception {
        Mapping mapping = map(network(exc(PlacementRequest.NONE), in(11)), Defects.NONE, frozen(old));
        stays(old.cells().get(0), mapping.cells().get(0), "neurons");
        assertEquals(11, mapping.cells().get(1).count());
    }

    @Test
    void newNeuronsKeepOffTheMergersOfFrozenSources() throws Exception {
        // all of the chip is asked for by hand, but block 7 behind the DNC merger of the sources
        assertEquals(7, old.cells().get(1).dncMerger(0));
        Network full = TestNetworks.network(
                List.of(
                        exc(PlacementRequest.NONE),
                        in(12),
                        TestNetworks.neurons(
                                "rest", 13, TestNetworks.on(OptionalInt.of(32), List.of(CHIP), List.of()))),
                TestNetworks.random(1, 0, 1),
                TestNetworks.random(2, 0, 1));
        refused(
                full,
                Defects.NONE,
                frozen(old),
                "population 'rest' does not fit on HICANNs [88]: 13 neurons of 32 denmems need 416 denmems, 352 are "
                        + "there (0 defect, 96 taken by other populations, 64 behind mergers of frozen sources), "
                        + "3 neurons find no place; 32 denmems are left, but nowhere 16 columns of a block side by side");
    }

    private static void refused(Network network, Defects defects, MapperOptions options, String message) {
        MappingException e = assertThrows(MappingException.class, () -> map(network, defects, options));
        assertEquals(message, e.getMessage());
    }

    private static void contradicts(PlacementRequest request, String message) {
        refused(network(exc(request), in(12)), Defects.NONE, frozen(old), message);
    }

    private static void defect(DefectClass kind, int index, String message) {
        refused(
                network(exc(PlacementRequest.NONE), in(12)),
                Defects.builder().mark(kind, CHIP, index).build(),
                frozen(old),
                message);
    }

    @Test
    void whatCannotBeFrozenIsNamed() throws Exception {
        Network same = network(exc(ON_CHIP), in(12));
        String frozen = "population '%s' cannot be frozen: %s";
        refused(
                same,
                Defects.NONE,
                frozen(old, "x"),
                frozen.formatted("x", "it is not in the network nor the older mapping"));
        Network renamed = network(TestNetworks.neurons("other", 12), in(12));
        refused(
                renamed,
                Defects.NONE,
                frozen(old, "other"),
                frozen.formatted("other", "it is not in the older mapping"));
        refused(renamed, Defects.NONE, frozen(old, "exc", "in"), frozen.formatted("exc", "it is not in the network"));
        refused(
                network(exc(ON_CHIP), in(13)),
                Defects.NONE,
                frozen(old, "in"),
                frozen.formatted("in", "it has 13 cells, the older mapping has 12"));
        Network neurons = TestNetworks.network(List.of(exc(ON_CHIP), TestNetworks.neurons("in", 12)));
        refused(
                neurons,
                Defects.NONE,
                frozen(old, "in"),
                frozen.formatted("in", "it has neurons, the older mapping has external sources"));
        Mapping silent = map(TestNetworks.network(List.of(exc(ON_CHIP), in(12))), Defects.NONE, GREEDY);
        refused(
                same,
                Defects.NONE,
                frozen(silent, "in"),
                frozen.formatted("in", "12 of its 12 cells have no place in the older mapping"));
        assertFalse(map(same, Defects.NONE, frozen(silent)).cells().isEmpty());
    }

    @Test
    void requestsThatContradictFrozenPlacesAreNamed() {
        String start = "12 frozen neurons of population 'exc' cannot stay: ";
        contradicts(
                TestNetworks.on(OptionalInt.empty(), List.of(3, 5), List.of()),
                start + "HICANN 88 is not one of HICANNs [3, 5] as its placement asks");
        contradicts(
                new PlacementRequest(OptionalInt.empty(), List.of(), List.of(), Optional.of(new Region(0, 27, 0, 15))),
                start + "HICANN 88 is not one of region x 0 to 27, y 0 to 15 as its placement asks");
        contradicts(
                TestNetworks.on(OptionalInt.empty(), List.of(), List.of(2, 3)),
                "7 frozen neurons of population 'exc' cannot stay: neuron block 1 is not one of [2, 3] as its placement "
                        + "asks");
        contradicts(
                TestNetworks.on(OptionalInt.of(6), List.of(), List.of()),
                start + "size is 8 denmems, neuron_size asks for 6");
        refused(
                network(exc(PlacementRequest.NONE), in(12)),
                Defects.NONE,
                frozen(old).withNeuronSize(4),
                start + "size is 8 denmems, --neuron-size asks for 4");
        refused(
                network(exc(PlacementRequest.NONE), in(12)),
                Defects.NONE,
                frozen(old).withHicanns(List.of(1, 2, 3)),
                start + "HICANN 88 is not allowed; with 1 more obstacles, 24 cells in all");
    }

    @Test
    void componentsThatFrozenCellsCannotDoWithoutAreNamed() {
        String one = "1 frozen neurons of population 'exc' cannot stay: ";
        String both = "12 frozen neurons of population 'exc' cannot stay: HICANN 88 is %s; with 1 more obstacles, "
                + "24 cells in all";
        String sources = "12 frozen sources of population 'in' cannot stay: %s of HICANN 88 is defect";
        defect(DefectClass.HICANN, 0, both.formatted("defect"));
        defect(DefectClass.HIGH_SPEED_LINK, 0, both.formatted("cut off (its high-speed link or FPGA is defect)"));
        defect(DefectClass.DENMEM, 33, one + "denmem 33 of HICANN 88 is defect");
        defect(
                DefectClass.SYNAPTIC_INPUT,
                2 * (256 + 34) + 1,
                one + "the right synaptic input of denmem 290 of HICANN 88 is defect");
        defect(
                DefectClass.FG_BLOCK,
                2,
                "12 frozen neurons of population 'exc' cannot stay: floating-gate block 2 of HICANN 88 is defect");
        defect(DefectClass.DNC_MERGER, 7, sources.formatted("DNC merger 7"));
        defect(DefectClass.BACKGROUND_GENERATOR, 7, sources.formatted("background generator 7"));
        defect(DefectClass.MERGER, 7, sources.formatted("merger M0_7"));
        defect(DefectClass.HLINE, 6, sources.formatted("HLine 6"));
        defect(DefectClass.HREPEATER, 6, sources.formatted("the horizontal repeater of HLine 6"));
    }

    @Test
    void sourcesThatHaveBecomeTooFastAreNamed() {
        Network fast = network(exc(ON_CHIP), TestNetworks.poisson("in", 12, 120));
        refused(
                fast,
                Defects.NONE,
                frozen(old),
                "frozen source in[11] needs 120.0 Hz, the link to HICANN 88 has 104.0 Hz left of 1424.0");
    }

    @Test
    void nothingIsFrozenInNone() {
        FrozenPlaces none = FrozenPlaces.none();
        assertTrue(none.isEmpty());
        for (int cell = 0; cell < 3; cell++) {
            assertFalse(none.frozen(cell));
            assertEquals(FrozenPlaces.NOWHERE, none.hicann(cell));
            assertEquals(FrozenPlaces.NOWHERE, none.column(cell));
            assertEquals(FrozenPlaces.NOWHERE, none.size(cell));
            assertEquals(FrozenPlaces.NOWHERE, none.dncMerger(cell));
        }
    }
}
