package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.MapperResult;
import bss.mapper.defects.RandomDefects;
import bss.mapper.network.Network;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.mapper.verify.VerifyReport;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bits realise exactly what the mapping reports: on every example and every benchmark of up to 3,000 neurons,
/// with and without defects. The legality checker runs within every mapping.
class VerifySweepTest {

    private static final int SEEDS = 20;

    private static final List<String> BENCHMARKS = List.of(
            "random10", "random30", "fullyVisibleBM", "rbm", "pfeilsNoise", "feedforward", "brunel", "guidebook");

    static Stream<String> everyNetwork() {
        return Stream.concat(
                Stream.of("synfire-chain", "balanced", "adex-adaptation").map(n -> "example " + n),
                BENCHMARKS.stream());
    }

    /// 5 % of the drivers, 1 % of the lines, 2 % of the denmems, 5 chips.
    private static Defects defects(long seed) {
        return RandomDefects.of(
                seed,
                Map.of(
                        DefectClass.SYNAPSE_DRIVER,
                        0.05,
                        DefectClass.HLINE,
                        0.01,
                        DefectClass.VLINE,
                        0.01,
                        DefectClass.DENMEM,
                        0.02),
                Map.of(DefectClass.HICANN, 5));
    }

    @Tag("sweep")
    @ParameterizedTest
    @MethodSource("everyNetwork")
    void theBitsRealiseWhatIsReported(String name) throws Exception {
        for (int seed = 1; seed <= SEEDS; seed++) {
            check(name, seed, Defects.NONE);
            check(name, seed, defects(seed));
        }
    }

    @Test
    void theBitsOfSmallNetworksRealiseWhatIsReported() throws Exception {
        for (String name : List.of("example synfire-chain", "example balanced", "guidebook", "pfeilsNoise")) {
            check(name, 1, Defects.NONE);
            check(name, 1, defects(1));
        }
    }

    private static void check(String name, int seed, Defects defects) throws Exception {
        Network network = name.startsWith("example ")
                ? Pipeline.withSeed(Pipeline.example(name.substring("example ".length())), seed)
                : Pipeline.benchmark(name, OptionalInt.empty(), seed);
        MapperResult mapped = Pipeline.map(network, Pipeline.GREEDY, defects);
        VerifyReport report = new Verifier(mapped.mapping(), Request.of(network)).verify();
        String what = "%s, seed %d, %s defects".formatted(name, seed, defects.isEmpty() ? "without" : "with");
        assertEquals(0, report.wrong(), what + ": " + report.examples());
        assertEquals(mapped.report().synapses().realised(), report.realised(), what);
        assertTrue(report.agrees(), what + ": " + report);
        assertTrue(
                mapped.report().bounds().free() <= mapped.report().synapses().lost()
                        && mapped.report().bounds().placed()
                                <= mapped.report().synapses().lost(),
                what + ": bounds " + mapped.report().bounds());
    }
}
