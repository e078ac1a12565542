package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.Network;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.spec.defects.Defects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whole mappings of the large benchmarks: what they lose and how long each stage takes.
@Tag("sweep")
class MapperTimesTest {

    @Test
    void largeNetworksMapWithTheirBoundsBelowTheirLosses() throws MappingException, InterruptedException {
        for (String name : new String[] {"column", "brunel", "synfire", "random30"}) {
            Network network =
                    Benchmarks.generate(name, OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty());
            MapperResult result = new Mapper(
                            new PlainTranslation(), Defects.NONE, MapperOptions.DEFAULTS, MapperProgress.NONE)
                    .map(network);
            var report = result.report();
            System.out.printf(
                    "%s: TIME loss %.3f %% of %d, %s, causes %s, %s, %s, %d MiB%n",
                    name,
                    100 * report.loss(),
                    report.synapses().requested(),
                    report.bounds(),
                    report.synapses().lostByCause(),
                    report.seconds(),
                    report.resources(),
                    report.peakMemoryMib());
            assertTrue(report.bounds().placed() <= report.synapses().lost(), name);
        }
    }
}
