package bss.mapper.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.rows.AssignedRow;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.LossCause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random placements and landings, checked synapse by synapse.
class RowStageTest {

    private static final int CIRCUITS = 448 * 256;

    @Test
    void everyRealisedSynapseLiesWhereItsEventsArriveAndOnNothingDefect() {
        long realised = 0;
        for (long seed = 0; seed < 150; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = defects(seed);
            LandingToy.Result result = toy.solve(defects, 1 + (int) (seed % 5), 0);
            Map<Integer, AssignedRow> rows = rows(result, seed);
            Map<Integer, Chain> chains = chainOfDriver(result);
            Set<Integer> sites = new HashSet<>();
            for (int s = 0; s < toy.table().size(); s++) {
                if (!result.rows().realised(s)) {
                    continue;
                }
                realised++;
                int site = result.rows().site(s);
                String where = "synapse %d at %d, seed %d".formatted(s, site, seed);
                assertTrue(sites.add(site), where);
                int chip = site / CIRCUITS;
                int row = site / 256 % 448;
                int column = site % 256;
                int source = toy.table().source(s);
                int target = toy.table().target(s);
                int projection = toy.table().projection(s);
                int address = toy.buses().address(source);
                AssignedRow settings = rows.get(chip * 448 + row);
                assertNotNull(settings, where);
                Chain chain = chains.get(chip * 224 + row / 2);
                assertNotNull(chain, where);
                assertEquals(toy.buses().bus(source), chain.bus(), where);
                assertEquals(toy.buses().bus(source), settings.bus(), where);
                assertEquals(toy.table().side(projection), settings.side(), where);
                assertEquals(toy.table().stp(projection), settings.stp(), where);
                assertEquals(toy.table().stp(projection), chain.stp(), where);
                assertEquals(address / 16, column % 2 == 0 ? settings.decoderEven() : settings.decoderOdd(), where);
                assertEquals(toy.placement().hicann(target), chip, where);
                int first = toy.placement().column(target);
                assertTrue(column >= first && column < first + toy.placement().size(target) / 2, where);
                assertFalse(defects.has(DefectClass.SYNAPSE_ROW, chip, row), where);
                assertFalse(defects.has(DefectClass.SYNAPSE, chip, row * 256 + column), where);
            }
        }
        assertTrue(realised > 50_000, "realised: " + realised);
    }

    private static Defects defects(long seed) {
        return seed % 3 == 0 ? Defects.NONE : LandingToy.defects(seed, seed % 3 == 1);
    }

    private static Map<Integer, AssignedRow> rows(LandingToy.Result result, long seed) {
        Map<Integer, AssignedRow> rows = new HashMap<>();
        for (AssignedRow row : result.rows().rows()) {
            AssignedRow before = rows.put(row.hicann() * 448 + row.row(), row);
            assertTrue(before == null, "row twice: %s, seed %d".formatted(row, seed));
        }
        return rows;
    }

    private static Map<Integer, Chain> chainOfDriver(LandingToy.Result result) {
        Map<Integer, Chain> chains = new HashMap<>();
        for (Chain chain : result.landings().drivers().chains()) {
            chain.drivers().forEach(d -> chains.put(chain.landing().target() * 224 + d, chain));
        }
        return chains;
    }

    @Test
    void withoutDefectCircuitsAsManySynapsesAreRealisedAsTheLandingsPromise() {
        for (long seed = 0; seed < 150; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = seed % 2 == 0 ? Defects.NONE : LandingToy.defects(seed, false);
            LandingToy.Result result = toy.solve(defects, 1 + (int) (seed % 5), 0);
            assertEquals(result.landings().realised(), realised(toy, result), "seed " + seed);
            assertTrue(result.landings().realised() <= result.landings().bound(), "seed " + seed);
            Defects worse = LandingToy.defects(seed, true);
            LandingToy.Result fewer = toy.solve(worse, 1 + (int) (seed % 5), 0);
            assertTrue(realised(toy, fewer) <= fewer.landings().realised(), "seed " + seed);
        }
    }

    private static int realised(LandingToy toy, LandingToy.Result result) {
        int n = 0;
        for (int s = 0; s < toy.table().size(); s++) {
            n += result.rows().realised(s) ? 1 : 0;
        }
        return n;
    }

    @Test
    void everyLostSynapseHasTheCauseOfTheStageThatLostIt() {
        Map<LossCause, Integer> all = new EnumMap<>(LossCause.class);
        for (long seed = 0; seed < 150; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = defects(seed);
            LandingToy.Result result = toy.solve(defects, 1 + (int) (seed % 5), 0);
            int[] inputs = toy.table().inDegrees(toy.placement().cells());
            int[] tooMany = new int[inputs.length];
            assertEquals(toy.table().size(), result.rows().size(), "seed " + seed);
            for (int s = 0; s < toy.table().size(); s++) {
                if (result.rows().realised(s)) {
                    continue;
                }
                LossCause cause = result.rows().loss(s).cause();
                all.merge(cause, 1, Integer::sum);
                String where = "synapse %d of seed %d: %s"
                        .formatted(s, seed, result.rows().loss(s));
                int target = toy.table().target(s);
                int bus = toy.buses().bus(toy.table().source(s));
                boolean placed = toy.placement().placed(target);
                assertEquals(!placed, cause == LossCause.NEURON_UNPLACED, where);
                if (!placed) {
                    continue;
                }
                // a cell with a reason says why it sends on no bus; neurons that nobody listens to have none
                boolean silent = bus == Buses.NONE;
                assertEquals(silent, cause == LossCause.INPUT_RATE || cause == LossCause.EGRESS, where);
                if (silent) {
                    continue;
                }
                tooMany[target] += cause == LossCause.NEURON_SIZE ? 1 : 0;
                int chip = toy.placement().hicann(target);
                boolean lands =
                        toy.routing().routes().get(bus).landings().stream().anyMatch(l -> l.target() == chip);
                assertTrue(lands || cause != LossCause.SYNAPSE_ROW, where);
                assertTrue(!lands || cause != LossCause.L1_ROUTE, where);
                assertTrue(!defects.isEmpty() || cause != LossCause.DEFECT, where);
                // with all circuits whole, drivers enough are enough
                assertTrue(seed % 3 == 1 || cause != LossCause.SYNAPSE_ROW, where);
            }
            for (int cell = 0; cell < inputs.length; cell++) {
                int excess = Math.max(0, inputs[cell] - 224 * toy.placement().size(cell));
                assertTrue(tooMany[cell] <= excess, "cell %d of seed %d".formatted(cell, seed));
            }
        }
        for (LossCause cause : List.of(
                LossCause.NEURON_UNPLACED,
                LossCause.INPUT_RATE,
                LossCause.NEURON_SIZE,
                LossCause.L1_ROUTE,
                LossCause.SYNAPSE_DRIVER,
                LossCause.DEFECT)) {
            assertTrue(all.getOrDefault(cause, 0) > 0, "never " + cause + ": " + all);
        }
    }

    @Test
    void nothingIsLostWhileACircuitInARowThatListensToItIsFree() {
        for (long seed = 200; seed < 240; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = defects(seed);
            LandingToy.Result result = toy.solve(defects, 3, 0);
            Set<Integer> used = new HashSet<>();
            for (int s = 0; s < toy.table().size(); s++) {
                used.add(result.rows().site(s));
            }
            Map<Integer, List<AssignedRow>> rowsOfBus = new HashMap<>();
            for (AssignedRow row : result.rows().rows()) {
                rowsOfBus
                        .computeIfAbsent(row.bus() * 384 + row.hicann(), _ -> new ArrayList<>())
                        .add(row);
            }
            for (int s = 0; s < toy.table().size(); s++) {
                int source = toy.table().source(s);
                int target = toy.table().target(s);
                if (result.rows().realised(s)
                        || !toy.placement().placed(target)
                        || toy.buses().bus(source) == Buses.NONE) {
                    continue;
                }
                int chip = toy.placement().hicann(target);
                int projection = toy.table().projection(s);
                for (AssignedRow row : rowsOfBus.getOrDefault(toy.buses().bus(source) * 384 + chip, List.of())) {
                    if (row.side() != toy.table().side(projection)
                            || row.stp() != toy.table().stp(projection)) {
                        continue;
                    }
                    int first = toy.placement().column(target);
                    for (int c = first; c < first + toy.placement().size(target) / 2; c++) {
                        int decoder = c % 2 == 0 ? row.decoderEven() : row.decoderOdd();
                        boolean free = decoder == toy.buses().address(source) / 16
                                && defects.synapseUsable(chip, row.row(), c)
                                && !used.contains(chip * CIRCUITS + row.row() * 256 + c);
                        // a half row that nothing needs has decoder 0 without being granted
                        assertFalse(free && decoder != 0, "synapse %d lost, seed %d".formatted(s, seed));
                    }
                }
            }
        }
    }
}
