package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.mapper.network.Network;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.tools.compare.Comparison;
import bss.tools.result.PopulationDistortion;
import bss.tools.result.RunResult;
import bss.tools.run.Progress;
import bss.tools.run.ReferenceRun;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The emulator fires like the double-precision reference of the network as the mapping realises it.
class BalancedNetworkTest {

    @Test
    void rateAndIrregularityAgreeWithTheRealisedReference() throws Exception {
        compare(42, 3_000, 0.08, 0.12);
    }

    @Tag("sweep")
    @ParameterizedTest
    @ValueSource(longs = {42, 43, 44})
    void rateAndIrregularityAgreeOverTenSeconds(long seed) throws Exception {
        compare(seed, 10_000, 0.05, 0.1);
    }

    private static void compare(long seed, double durationMs, double rateTolerance, double cvTolerance)
            throws Exception {
        Network network = Pipeline.withSeed(Pipeline.example("balanced"), seed);
        Mapping mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
        RunResult run = Pipeline.run(mapping, network, durationMs);
        RunResult reference = ReferenceRun.run(network, Optional.of(mapping), durationMs, Progress.SILENT);
        for (PopulationDistortion d : Comparison.of(run, reference)) {
            String what = "%s of network seed %d".formatted(d.population(), seed);
            System.out.printf(
                    "%s: %.3f Hz against %.3f, CV %.3f against %.3f%n",
                    what, d.rateHz(), d.referenceRateHz(), d.cv(), d.referenceCv());
            assertEquals(0, d.relativeRate(), rateTolerance, "rate of " + what);
            assertEquals(d.referenceCv(), d.cv(), cvTolerance, "CV of " + what);
        }
    }
}
