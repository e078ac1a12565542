package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.check.Rule;
import bss.mapper.network.Network;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.problem.MappingException;
import bss.mapper.verify.Request;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A component that a mapping uses is marked as defect: the checker finds it in the old mapping, and the new one
/// does without it.
class DefectsObeyedTest {

    /// Two chips far apart in both directions, each with another one to go to.
    private static final List<Integer> NEAR = List.of(120, 300);
    private static final List<Integer> FAR = List.of(WaferTopology.hicann(9, 11), 20);

    private static final Network NETWORK = TestNetworks.network(
            List.of(
                    TestNetworks.neurons("near", 20, TestNetworks.on(OptionalInt.of(2), NEAR, List.of())),
                    TestNetworks.neurons("far", 20, TestNetworks.on(OptionalInt.of(2), FAR, List.of())),
                    TestNetworks.poisson("drive", 10, 20)),
            TestNetworks.random(0, 1, 0.5),
            TestNetworks.random(1, 0, 0.5),
            TestNetworks.random(2, 0, 0.5));

    private static Mapping map(Defects defects) throws MappingException, InterruptedException {
        MapperOptions options = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);
        return new Mapper(new PlainTranslation(), defects, options, MapperProgress.NONE)
                .map(NETWORK)
                .mapping();
    }

    private static boolean uses(Mapping mapping, Defects defects) {
        List<Connections> drawn = new ArrayList<>();
        for (int p = 0; p < NETWORK.projections().size(); p++) {
            drawn.add(Expansion.expand(NETWORK, p));
        }
        CheckReport report = LegalityChecker.check(mapping, Request.of(NETWORK, drawn), defects);
        assertTrue(
                report.counts().keySet().stream().allMatch(r -> r == Rule.DEFECT),
                report.violations().toString());
        return !report.legal();
    }

    private static Defects first(DefectClass kind, int place, int count) {
        Defects.Builder builder = Defects.builder();
        for (int i = 0; i < count; i++) {
            builder.mark(kind, place, i);
        }
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource(value = DefectClass.class, names = "ANALOG_OUTPUT", mode = EnumSource.Mode.EXCLUDE)
    void whatIsInUseIsFoundAndAvoided(DefectClass kind) throws MappingException, InterruptedException {
        Mapping mapping = map(Defects.NONE);
        assertFalse(uses(mapping, Defects.NONE));
        int[] places = kind == DefectClass.FPGA
                ? IntStream.range(0, kind.places()).toArray()
                : mapping.configuration().usedHicanns();
        int place = IntStream.of(places)
                .filter(p -> uses(mapping, first(kind, p, kind.perChip())))
                .findFirst()
                .orElseThrow();
        // the first one in use by halving: marks 0 to low - 1 are of components out of use, 0 to high - 1 are not
        int low = 0;
        int high = kind.perChip();
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (uses(mapping, first(kind, place, middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Defects defects = Defects.builder().mark(kind, place, low).build();
        assertTrue(uses(mapping, defects));
        assertFalse(uses(map(defects), defects), "%s %d of %d".formatted(kind, low, place));
    }

    @ParameterizedTest
    @EnumSource(value = DefectClass.class, names = "ANALOG_OUTPUT")
    void noMappingUsesAnAnalogOutput(DefectClass kind) throws MappingException, InterruptedException {
        Mapping mapping = map(Defects.NONE);
        Defects.Builder all = Defects.builder();
        for (int place = 0; place < kind.places(); place++) {
            all.mark(kind, place, 0).mark(kind, place, 1);
        }
        assertFalse(uses(mapping, all.build()));
        assertEquals(mapping, map(all.build()));
    }
}
