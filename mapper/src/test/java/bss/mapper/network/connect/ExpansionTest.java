package bss.mapper.network.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.network.CellType;
import bss.mapper.network.Cells;
import bss.mapper.network.Connector;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Network;
import bss.mapper.network.PairList;
import bss.mapper.network.Plasticity;
import bss.mapper.network.Population;
import bss.mapper.network.Projection;
import bss.mapper.network.Receptor;
import bss.mapper.network.Synapse;
import bss.mapper.network.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    private static final Synapse SYNAPSE = Synapse.fixed(0.005, 1);

    @Test
    void allToAllIsEveryPairOnceWithAndWithoutSelf() {
        for (boolean self : new boolean[] {true, false}) {
            Connections c = recurrent(7, new Connector.AllToAll(self), 1);
            Set<Long> expected = new HashSet<>();
            for (int i = 0; i < 7; i++) {
                for (int j = 0; j < 7; j++) {
                    if (self || i != j) {
                        expected.add(pair(i, j));
                    }
                }
            }
            assertEquals(expected.size(), c.size());
            assertEquals(expected, pairs(c));
        }
    }

    @Test
    void selfMeansTheSameCellOfTheSamePopulation() {
        Connections c = feed(7, 7, new Connector.AllToAll(false), Cells.all(), Cells.all(), 1);
        assertEquals(49, c.size());
    }

    @Test
    void oneToOneJoinsTheViewsInOrder() {
        Connections c = feed(10, 10, new Connector.OneToOne(), Cells.range(2, 5), Cells.of(9, 0, 4), 1);
        assertArrayEquals(new int[] {2, 3, 4}, c.sources());
        assertArrayEquals(new int[] {9, 0, 4}, c.targets());
    }

    @Test
    void everyPairOfFixedProbabilityComesWithItsProbability() {
        int n = 12;
        for (double p : new double[] {0.03, 0.3, 0.9}) {
            int runs = 4000;
            int[][] hits = new int[n][n];
            for (int seed = 0; seed < runs; seed++) {
                Connections c = recurrent(n, new Connector.FixedProbability(p, false), seed);
                assertEquals(c.size(), pairs(c).size(), "a pair came twice, seed " + seed);
                for (int k = 0; k < c.size(); k++) {
                    hits[c.source(k)][c.target(k)]++;
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double expected = i == j ? 0 : runs * p;
                    assertEquals(expected, hits[i][j], 5 * Math.sqrt(runs * p * (1 - p)), i + "->" + j + " p=" + p);
                    assertTrue(i != j || hits[i][j] == 0);
                }
            }
        }
    }

    @Test
    void neighbouringPairsOfFixedProbabilityAreIndependent() {
        int runs = 20_000;
        int both = 0;
        for (int seed = 0; seed < runs; seed++) {
            Set<Long> pairs = pairs(recurrent(3, new Connector.FixedProbability(0.4, true), seed));
            both += pairs.contains(pair(1, 0)) && pairs.contains(pair(1, 1)) ? 1 : 0;
        }
        assertEquals(0.16 * runs, both, 5 * Math.sqrt(0.16 * 0.84 * runs));
    }

    @Test
    void probabilityZeroAndOneAreNoneAndAll() {
        assertEquals(
                0, recurrent(30, new Connector.FixedProbability(0, true), 3).size());
        assertEquals(
                900, recurrent(30, new Connector.FixedProbability(1, true), 3).size());
        assertEquals(
                870, recurrent(30, new Connector.FixedProbability(1, false), 3).size());
        assertEquals(
                0,
                recurrent(30, new Connector.FixedProbability(1e-300, true), 3).size());
    }

    @Test
    void fixedIndegreeGivesEveryTargetItsInputs() {
        for (boolean replace : new boolean[] {true, false}) {
            for (boolean self : new boolean[] {true, false}) {
                Connections c = recurrent(50, new Connector.FixedIndegree(20, replace, self), 5);
                int[] in = new int[50];
                for (int k = 0; k < c.size(); k++) {
                    in[c.target(k)]++;
                    assertTrue(self || c.source(k) != c.target(k));
                }
                int[] expected = new int[50];
                Arrays.fill(expected, 20);
                assertArrayEquals(expected, in);
                assertEquals(replace, pairs(c).size() < c.size(), "twins appear only with replacement");
            }
        }
    }

    @Test
    void fixedOutdegreeGivesEverySourceItsTargets() {
        Connections c = recurrent(40, new Connector.FixedOutdegree(39, false, false), 5);
        int[] out = new int[40];
        for (int k = 0; k < c.size(); k++) {
            out[c.source(k)]++;
        }
        assertTrue(Arrays.stream(out).allMatch(n -> n == 39));
        assertEquals(1560, pairs(c).size());
    }

    @Test
    void choicesOfFixedIndegreeAreUniform() {
        for (boolean replace : new boolean[] {true, false}) {
            int runs = 3000;
            int[][] hits = new int[10][10];
            for (int seed = 0; seed < runs; seed++) {
                Connections c = recurrent(10, new Connector.FixedIndegree(3, replace, false), seed);
                for (int k = 0; k < c.size(); k++) {
                    hits[c.source(k)][c.target(k)]++;
                }
            }
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < 10; j++) {
                    double expected = i == j ? 0 : runs / 3.0;
                    assertEquals(expected, hits[i][j], 5 * Math.sqrt(expected));
                }
            }
        }
    }

    @Test
    void fixedTotalNumberWithReplacementIsUniformOverPairs() {
        Connections c = recurrent(6, new Connector.FixedTotalNumber(36_000, true, true), 9);
        int[] hits = new int[36];
        for (int k = 0; k < c.size(); k++) {
            hits[6 * c.source(k) + c.target(k)]++;
        }
        assertEquals(36_000, c.size());
        for (int hit : hits) {
            assertEquals(1000, hit, 5 * Math.sqrt(1000));
        }
    }

    @Test
    void fixedTotalNumberWithoutReplacementIsUniformOverSubsets() {
        for (int n : new int[] {1, 4, 11, 12}) {
            int runs = 6000;
            int[] hits = new int[16];
            for (int seed = 0; seed < runs; seed++) {
                Connections c = recurrent(4, new Connector.FixedTotalNumber(n, false, false), seed);
                assertEquals(n, c.size());
                assertEquals(n, pairs(c).size());
                for (int k = 0; k < c.size(); k++) {
                    hits[4 * c.source(k) + c.target(k)]++;
                }
            }
            for (int i = 0; i < 16; i++) {
                double expected = i % 5 == 0 ? 0 : runs * n / 12.0;
                assertEquals(expected, hits[i], 5 * Math.sqrt(expected), "pair " + i + " of n=" + n);
            }
        }
    }

    @Test
    void viewsRestrictEveryRule() {
        List<Connector> rules = List.of(
                new Connector.AllToAll(false),
                new Connector.FixedProbability(0.5, false),
                new Connector.FixedIndegree(3, true, false),
                new Connector.FixedIndegree(3, false, false),
                new Connector.FixedOutdegree(3, false, false),
                new Connector.FixedTotalNumber(15, true, false),
                new Connector.FixedTotalNumber(15, false, false));
        for (Connector rule : rules) {
            Network network = network(
                    List.of(20),
                    List.of(projection(0, 0, rule, SYNAPSE, Cells.range(3, 8), Cells.of(4, 7, 19, 3, 12))),
                    17);
            Connections c = Expansion.expand(network, 0);
            assertTrue(c.size() > 0, rule.rule());
            for (int k = 0; k < c.size(); k++) {
                assertTrue(c.source(k) >= 3 && c.source(k) < 8, rule.rule());
                assertTrue(Set.of(4, 7, 19, 3, 12).contains(c.target(k)), rule.rule());
                assertNotEquals(c.source(k), c.target(k), rule.rule());
            }
            assertEquals(c.size(), Expansion.count(network, 0), rule.rule());
            assertTrue(
                    c.size()
                            <= Expansion.upperBound(
                                    network, network.projections().get(0)),
                    rule.rule());
        }
    }

    @Test
    void theSameSeedGivesTheSameColumnsAndALaterProjectionChangesNothing() {
        Projection drawn = projection(
                0,
                0,
                new Connector.FixedProbability(0.2, true),
                new Synapse(new Plasticity.Static(), new Value.Normal(0.01, 0.02), new Value.Uniform(0.5, 2)),
                Cells.all(),
                Cells.all());
        Projection later =
                Projection.of("later", 0, 0, Receptor.INHIBITORY, new Connector.FixedIndegree(5, true, true), SYNAPSE);
        Connections alone = Expansion.expand(network(List.of(60), List.of(drawn), 3), 0);
        Connections first = Expansion.expand(network(List.of(60), List.of(drawn, later), 3), 0);
        Connections other = Expansion.expand(network(List.of(60), List.of(drawn), 4), 0);
        assertArrayEquals(alone.sources(), first.sources());
        assertArrayEquals(alone.targets(), first.targets());
        assertFalse(Arrays.equals(alone.sources(), other.sources()));
        for (int k = 0; k < alone.size(); k++) {
            assertEquals(alone.weight(k), first.weight(k));
            assertEquals(alone.delayMs(k), first.delayMs(k));
            assertTrue(alone.weight(k) >= 0, "a weight below 0 is drawn again");
            assertTrue(alone.delayMs(k) >= 0.5 && alone.delayMs(k) < 2);
        }
    }

    @Test
    void listedPairsCountWithinTheViewsAndKeepTheirOrderAndValues() {
        PairList list = new PairList(
                new int[] {1, 0, 1},
                new int[] {2, 2, 2},
                Optional.of(DoubleSeries.of(0.1, 0.2, 0.3)),
                Optional.of(DoubleSeries.of(1, 2, 3)));
        Connections c = feed(10, 10, new Connector.FromList(list), Cells.range(5, 7), Cells.of(9, 8, 1), 1);
        assertArrayEquals(new int[] {6, 5, 6}, c.sources());
        assertArrayEquals(new int[] {1, 1, 1}, c.targets());
        assertEquals(0.2, c.weight(1));
        assertEquals(3, c.delayMs(2));
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> recurrent(5, new Connector.FixedIndegree(5, false, false), 1));
        assertThrows(
                IllegalArgumentException.class, () -> recurrent(1, new Connector.FixedIndegree(1, true, false), 1));
        assertThrows(
                IllegalArgumentException.class, () -> recurrent(3, new Connector.FixedTotalNumber(7, false, false), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> feed(3, 4, new Connector.OneToOne(), Cells.all(), Cells.all(), 1));
        assertEquals(
                20,
                recurrent(5, new Connector.FixedIndegree(4, false, false), 1).size());
    }

    private static Connections recurrent(int n, Connector connector, long seed) {
        Projection p = projection(0, 0, connector, SYNAPSE, Cells.all(), Cells.all());
        return Expansion.expand(network(List.of(n), List.of(p), seed), 0);
    }

    private static Connections feed(int sources, int targets, Connector connector, Cells from, Cells to, long seed) {
        Projection p = projection(0, 1, connector, SYNAPSE, from, to);
        return Expansion.expand(network(List.of(sources, targets), List.of(p), seed), 0);
    }

    private static Projection projection(
            int source, int target, Connector connector, Synapse synapse, Cells from, Cells to) {
        return new Projection("p", source, target, Receptor.EXCITATORY, connector, synapse, from, to);
    }

    private static Network network(List<Integer> sizes, List<Projection> projections, long seed) {
        List<Population> populations = new ArrayList<>();
        for (int size : sizes) {
            populations.add(Population.of("p" + populations.size(), size, CellType.IfCondExp.of(Map.of())));
        }
        return new Network("test", seed, populations, projections, List.of());
    }

    private static long pair(int source, int target) {
        return ((long) source << 32) | target;
    }

    private static Set<Long> pairs(Connections c) {
        Set<Long> pairs = new HashSet<>();
        for (int k = 0; k < c.size(); k++) {
            pairs.add(pair(c.source(k), c.target(k)));
        }
        return pairs;
    }
}
