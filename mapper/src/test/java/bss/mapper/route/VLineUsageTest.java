package bss.mapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.spec.topology.L1Topology;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VLineUsageTest {

    /// The own drivers that a VLine reaches through synapse switches.
    private static List<Integer> drivers(int vline) {
        return IntStream.of(L1Topology.rowsOf(vline))
                .filter(row -> L1Topology.switchIsLocal(vline, row))
                .boxed()
                .toList();
    }

    @Test
    void twelveLandingsMakeTheLinesOfTheSameDriversLessWorthAndNoOthers() {
        List<List<Integer>> drivers =
                IntStream.range(0, 256).mapToObj(VLineUsageTest::drivers).toList();
        for (int crowded = 0; crowded < 256; crowded++) {
            VLineUsage usage = new VLineUsage();
            for (int i = 0; i < 12; i++) {
                assertEquals(3, usage.score(L1Topology.vline(9, crowded)));
                usage.add(L1Topology.vline(9, crowded));
            }
            for (int v = 0; v < 256; v++) {
                boolean same = drivers.get(v).equals(drivers.get(crowded));
                assertEquals(same ? 2 : 3, usage.score(L1Topology.vline(9, v)), crowded + " and " + v);
                assertEquals(3, usage.score(L1Topology.vline(10, v)));
            }
        }
    }
}
