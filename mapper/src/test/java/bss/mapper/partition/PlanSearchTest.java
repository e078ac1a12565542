package bss.mapper.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.partition.PlanSearch.Scored;
import bss.mapper.problem.MappingProblem;
import bss.mapper.synapses.SynapseTable;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanSearchTest {

    @Test
    void shuffledGroupsNeedFarFewerLandingsWhenNeuronsWithCommonSourcesShareAChip() {
        MappingProblem problem = MappingProblem.of(RingToy.ring(40, 50, 30, false, new Random(3)));
        List<Scored> plans = search(problem);
        Scored best = plans.getFirst();
        Scored without =
                plans.stream().filter(s -> !s.choice().clustered()).findFirst().orElseThrow();
        String what = "%s, in order %s".formatted(best.forecast(), without.forecast());
        assertTrue(best.choice().clustered(), what);
        assertTrue(best.forecast().lost() <= without.forecast().lost(), what);
        assertTrue(2 * best.forecast().landings() < without.forecast().landings(), what);
        for (Scored scored : plans) {
            assertEquals(
                    IntStream.range(0, problem.cells()).boxed().toList(),
                    scored.plan().chips().stream()
                            .flatMap(c -> c.cells().stream())
                            .sorted()
                            .toList(),
                    scored.choice().toString());
        }
    }

    private static List<Scored> search(MappingProblem problem) {
        PlanSearch.Frame frame = new PlanSearch.Frame(
                OptionalInt.empty(),
                Collections.nCopies(problem.cells(), 0),
                List.of(IntStream.range(0, problem.cells()).boxed().toList()),
                List.of(),
                List.of(),
                100,
                5,
                224,
                1e9,
                1e9);
        return PlanSearch.run(problem, SynapseTable.of(problem), NeuronKinds.of(problem), frame, () -> false);
    }
}
