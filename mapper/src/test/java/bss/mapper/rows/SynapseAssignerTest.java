package bss.mapper.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.stage.DriverAllocation.Chain;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random problems against the rules of the machine, checked synapse by synapse.
class SynapseAssignerTest {

    private static Defects defects(long seed) {
        Random random = new Random(seed);
        Defects.Builder defects = Defects.builder();
        if (seed % 3 == 0) {
            return Defects.NONE;
        }
        for (int k = 0; k < 30; k++) {
            defects.mark(DefectClass.SYNAPSE_DRIVER, Toy.CHIP, random.nextInt(224));
            defects.mark(DefectClass.SYNAPSE_ROW, Toy.CHIP, random.nextInt(448));
            defects.mark(DefectClass.SYNAPSE_SWITCH, Toy.CHIP - 1 + random.nextInt(3), random.nextInt(7168));
        }
        for (int k = 0; k < 5000; k++) {
            defects.mark(DefectClass.SYNAPSE, Toy.CHIP, random.nextInt(448 * 256));
        }
        return defects.build();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everySynapseIsLostForAReasonOrLiesWhereItsEventsArrive(long seed) {
        Toy toy = Toy.random(seed);
        Defects defects = defects(seed);
        int chainLength = 1 + (int) (seed % 5);
        Toy.Result result = toy.solve(defects, chainLength);
        Map<Integer, AssignedRow> rows = new HashMap<>();
        for (AssignedRow row : result.rows().rows()) {
            assertFalse(rows.containsKey(row.row()), "row twice, seed " + seed);
            rows.put(row.row(), row);
        }
        Set<Integer> sites = new HashSet<>();
        int realised = 0;
        for (int s = 0; s < toy.table().size(); s++) {
            if (!result.rows().realised(s)) {
                assertFalse(result.rows().loss(s).resource().isEmpty());
                continue;
            }
            realised++;
            int site = result.rows().site(s);
            String where = "synapse %d, seed %d".formatted(s, seed);
            assertTrue(sites.add(site), where);
            assertEquals(Toy.CHIP, site / (448 * 256), where);
            int row = site / 256 % 448;
            int column = site % 256;
            int source = toy.table().source(s);
            int target = toy.table().target(s);
            AssignedRow settings = Objects.requireNonNull(rows.get(row), where);
            int address = toy.buses().address(source);
            assertEquals(toy.buses().bus(source), settings.bus(), where);
            assertEquals(address / 16, column % 2 == 0 ? settings.decoderEven() : settings.decoderOdd(), where);
            int projection = toy.table().projection(s);
            assertEquals(toy.table().side(projection), settings.side(), where);
            assertEquals(toy.table().stp(projection), settings.stp(), where);
            int first = toy.placement().column(target);
            assertTrue(column >= first && column < first + toy.placement().size(target) / 2, where);
            assertTrue(defects.synapseUsable(Toy.CHIP, row, column), where);
            assertTrue(defects.driverUsable(Toy.CHIP, row / 2), where);
        }
        assertTrue(realised > 0 || toy.table().size() == 0, "nothing realised, seed " + seed);
        chainsAreLegal(result, defects, chainLength, seed);
    }

    private static void chainsAreLegal(Toy.Result result, Defects defects, int chainLength, long seed) {
        Set<Integer> drivers = new HashSet<>();
        Map<Integer, Integer> busOfDriver = new HashMap<>();
        for (Chain chain : result.drivers().chains()) {
            String what = "chain %s, seed %d".formatted(chain, seed);
            assertTrue(chain.drivers().size() <= chainLength && chain.drivers().contains(chain.primary()), what);
            assertTrue(chain.wanted() >= chain.drivers().size(), what);
            for (int k = 0; k < chain.drivers().size(); k++) {
                int driver = chain.drivers().get(k);
                assertTrue(drivers.add(driver), what);
                assertTrue(defects.driverUsable(Toy.CHIP, driver), what);
                busOfDriver.put(driver, chain.bus());
                if (k > 0) {
                    assertEquals(chain.drivers().get(k - 1) + 2, driver, what);
                    assertEquals(chain.drivers().getFirst() / 112, driver / 112, what);
                }
            }
            var landing = chain.landing();
            int sw = L1Topology.synapseSwitchIndex(landing.vline(), chain.primary());
            assertTrue(sw >= 0 && !defects.has(DefectClass.SYNAPSE_SWITCH, landing.hicann(), sw), what);
            assertEquals(
                    Toy.CHIP,
                    L1Topology.synapseSwitchTargetHicann(landing.hicann(), landing.vline(), chain.primary()),
                    what);
        }
        for (AssignedRow row : result.rows().rows()) {
            assertEquals(busOfDriver.get(row.row() / 2), row.bus(), "row of another bus, seed " + seed);
        }
    }

    /// With what is granted, a neuron's synapses of one kind are lost only when every circuit that could take them is
    /// used: counted here circuit by circuit over the whole array.
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36})
    void nothingIsLostInARowWhileACircuitForItIsFree(long seed) {
        Toy toy = Toy.random(seed);
        Defects defects = defects(seed);
        Toy.Result result = toy.solve(defects, 3);
        Set<Integer> used = new HashSet<>();
        for (int s = 0; s < toy.table().size(); s++) {
            if (result.rows().realised(s)) {
                used.add(result.rows().site(s) % (448 * 256));
            }
        }
        for (int s = 0; s < toy.table().size(); s++) {
            if (result.rows().realised(s)) {
                continue;
            }
            LossCause cause = result.rows().loss(s).cause();
            int source = toy.table().source(s);
            int target = toy.table().target(s);
            int projection = toy.table().projection(s);
            for (AssignedRow row : result.rows().rows()) {
                if (row.bus() != toy.buses().bus(source)
                        || row.side() != toy.table().side(projection)
                        || row.stp() != toy.table().stp(projection)) {
                    continue;
                }
                int first = toy.placement().column(target);
                for (int c = first; c < first + toy.placement().size(target) / 2; c++) {
                    int decoder = c % 2 == 0 ? row.decoderEven() : row.decoderOdd();
                    boolean free = decoder == toy.buses().address(source) / 16
                            && defects.synapseUsable(Toy.CHIP, row.row(), c)
                            && !used.contains(row.row() * 256 + c);
                    // a half row that nothing needs has decoder 0 without being granted
                    assertFalse(free && decoder != 0, "synapse %d lost by %s, seed %d".formatted(s, cause, seed));
                }
            }
        }
    }
}
