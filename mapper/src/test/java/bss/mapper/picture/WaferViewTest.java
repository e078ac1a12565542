package bss.mapper.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.extract.Extractor;
import bss.mapper.extract.L1Nets;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.report.MappingReport;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.coord.HicannOnWafer;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.WaferTopology;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The figures of pictures against the mapping, its bits and its report.
class WaferViewTest {

    private static final Mapped LOSSY = Mapped.lossy();
    private static final Mapped HOSTILE = Mapped.hostile();

    @Test
    void driversOfAChipAreThoseThatItsBitsEnable() {
        WaferConfiguration bits = LOSSY.result().mapping().configuration();
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            HicannConfiguration chip = bits.hicann(h).orElse(HicannConfiguration.RESET);
            long enabled = IntStream.range(0, L1Topology.DRIVERS)
                    .filter(d -> chip.synapseDriver(d).enable())
                    .count();
            assertEquals(enabled, LOSSY.view().use().used(Resource.SYNAPSE_DRIVERS, h), "HICANN " + h);
        }
        assertEquals(164, LOSSY.view().use().usable(Resource.SYNAPSE_DRIVERS, 1));
        assertEquals(0, LOSSY.view().use().usable(Resource.SYNAPSE_DRIVERS, 3));
    }

    @Test
    void sumsOverTheChipsAreTheResourcesOfTheReport() {
        for (Mapped mapped : new Mapped[] {LOSSY, HOSTILE}) {
            for (MappingReport.Usage usage : mapped.result().report().resources()) {
                for (Resource resource : Resource.values()) {
                    if (resource.key().equals(usage.resource())) {
                        assertEquals(usage.used(), mapped.view().use().used(resource), usage.resource());
                    }
                }
            }
        }
    }

    @Test
    void lossesOfAProjectionAreThoseOfTheMappingByTargetChipAndCause() {
        assertTrue(LOSSY.result().report().synapses().lost() > 0);
        for (int p = 0; p < LOSSY.network().projections().size(); p++) {
            Connections drawn = Expansion.expand(LOSSY.network(), p);
            SynapseSites sites = LOSSY.result().mapping().synapses().get(p);
            CellSites targets = LOSSY.result()
                    .mapping()
                    .cells()
                    .get(LOSSY.network().projections().get(p).target());
            SortedMap<String, Integer> expected = new TreeMap<>();
            for (int s = 0; s < drawn.size(); s++) {
                if (!sites.realised(s)) {
                    LossCause cause = LOSSY.result()
                            .mapping()
                            .losses()
                            .get(sites.lossIndex(s))
                            .cause();
                    expected.merge(targets.hicann(drawn.target(s)) + " " + cause, 1, Integer::sum);
                }
            }
            SortedMap<String, Integer> found = new TreeMap<>();
            ProjectionView view = LOSSY.view().projections().get(p);
            view.losses().forEach(l -> found.merge(l.hicann() + " " + l.cause(), l.count(), Integer::sum));
            assertEquals(expected, found);
            assertEquals(expected.values().stream().mapToInt(n -> n).sum(), view.lost());
            assertEquals(
                    view.realised(),
                    view.realisedByChip().stream().mapToInt(ChipCount::count).sum());
            for (Map.Entry<LossCause, Integer> cause : view.lostByCause().entrySet()) {
                assertEquals(
                        LOSSY.result()
                                .report()
                                .projections()
                                .get(p)
                                .tally()
                                .lostByCause()
                                .get(cause.getKey()),
                        (long) cause.getValue());
            }
        }
    }

    @Test
    void busesOfAProjectionRealiseAllThatIsRealised() {
        for (ProjectionView projection : LOSSY.view().projections()) {
            assertEquals(
                    projection.realised(),
                    projection.buses().stream()
                            .mapToInt(ProjectionView.BusShare::realised)
                            .sum());
        }
    }

    @Test
    void reasonsAddUpToTheLoss() {
        assertEquals(
                LOSSY.result().report().synapses().lost(),
                LOSSY.view().reasons().stream()
                        .mapToLong(WaferView.Reason::count)
                        .sum());
    }

    @Test
    void runsOfTheBusesCoverEveryLineThatCarriesEventsOnce() {
        L1Nets nets =
                Extractor.extract(LOSSY.result().mapping().configuration()).nets();
        Set<Integer> covered = new HashSet<>();
        for (Bus bus : LOSSY.view().buses()) {
            for (Run run : bus.runs()) {
                for (int along = run.from(); along <= run.to(); along++) {
                    int line = line(run, along);
                    assertTrue(covered.add(line), () -> bus.name() + " covers a line again: " + run);
                    assertEquals(8 * bus.hicann() + bus.dncMerger(), nets.carriedBy(line));
                }
            }
        }
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            assertEquals(nets.carriedBy(line) != L1Nets.SILENT, covered.contains(line));
        }
    }

    /// The segment of a run on a chip, found by trying all lines of it.
    private static int line(Run run, int along) {
        int hicann = run.horizontal()
                ? WaferTopology.hicann(along, run.across())
                : WaferTopology.hicann(run.across(), along);
        for (int number = 0; number < L1Topology.LINES; number++) {
            Run alone = Run.of(L1Topology.line(hicann, number));
            if (alone.horizontal() == run.horizontal() && alone.track() == run.track()) {
                return L1Topology.line(hicann, number);
            }
        }
        throw new AssertionError(run);
    }

    @Test
    void aWireKeepsItsTrackAcrossAllBorders() {
        for (int line = 0; line < L1Topology.LINES_ON_WAFER; line++) {
            for (Direction direction : Direction.values()) {
                int far = L1Topology.across(line, direction);
                if (far >= 0) {
                    assertEquals(Run.of(line).track(), Run.of(far).track());
                    assertEquals(Run.of(line).across(), Run.of(far).across());
                }
            }
        }
    }

    @Test
    void chipsHaveTheRolesThatTheirCellsGiveThem() {
        Set<Integer> neurons = new HashSet<>();
        Set<Integer> inputs = new HashSet<>();
        for (CellSites cells : HOSTILE.result().mapping().cells()) {
            for (int c = 0; c < cells.count(); c++) {
                (cells.external() ? inputs : neurons).add(cells.hicann(c));
            }
        }
        for (int h = 0; h < HicannOnWafer.COUNT; h++) {
            WaferView.Role role = HOSTILE.view().role(h);
            assertEquals(neurons.contains(h), role == WaferView.Role.NEURONS);
            assertEquals(inputs.contains(h) && !neurons.contains(h), role == WaferView.Role.INPUT);
        }
        assertEquals(WaferView.Role.DEFECT, LOSSY.view().role(3));
    }

    @Test
    void theRouteOfACellIsTheBusOfItsDncMerger() {
        CellSites cells = LOSSY.result().mapping().cells().getFirst();
        String label = cells.label();
        for (int c = 0; c < cells.count(); c++) {
            if (cells.sends(c)) {
                Bus bus = RouteChoice.parse(label + "[" + c + "]", LOSSY.network())
                        .find(LOSSY.view())
                        .orElseThrow();
                assertEquals(cells.hicann(c), bus.hicann());
                assertEquals(cells.dncMerger(c), bus.dncMerger());
                assertEquals(
                        bus,
                        RouteChoice.parse(bus.name(), LOSSY.network())
                                .find(LOSSY.view())
                                .orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nonsense  | route is "nonsense", must be a cell like "SRC[0]" or a bus like "88/D3"
            384/D3    | HICANN of the bus is 384, must be from 0 to 383
            88/D8     | DNC merger of the bus is 8, must be from 0 to 7
            nobody[0] | population is "nobody", must be one of
            """)
    void aWrongRouteSaysWhatWouldBeRight(String route, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RouteChoice.parse(route, LOSSY.network()));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }

    @Test
    void scalesGrowDarkerOnPaperAndLighterOnTheScreenAtNight() {
        for (Overlay overlay : Overlay.values()) {
            for (int s = 1; s <= 64; s++) {
                double before = (s - 1) / 64.0;
                double after = s / 64.0;
                Scale paper = Palette.of(overlay, false);
                Scale night = Palette.of(overlay, true);
                assertTrue(paper.lightness(after) < paper.lightness(before), overlay + " at " + after);
                assertTrue(night.lightness(after) > night.lightness(before), overlay + " at " + after);
            }
        }
    }
}
