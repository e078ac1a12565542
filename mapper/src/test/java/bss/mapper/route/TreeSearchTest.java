package bss.mapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TreeSearchTest {

    private static final int SCENES = 120;

    @Test
    void theCheapestPathCostsWhatDijkstraSays() {
        int compared = 0;
        int meetsItself = 0;
        int outOfReach = 0;
        for (int seed = 0; seed < SCENES; seed++) {
            Scene scene = new Scene(seed);
            for (int target = 0; target < Scene.TARGETS; target++) {
                String context = "seed " + seed + ", target " + target;
                CheapestLanding oracle = new CheapestLanding(scene, target);
                double cheapest = oracle.cost().orElse(Double.POSITIVE_INFINITY);
                OptionalDouble found = reach(scene, target, context);
                if (cheapest == Double.POSITIVE_INFINITY) {
                    assertTrue(found.isEmpty(), context);
                    outOfReach++;
                } else if (oracle.isSimple()) {
                    assertEquals(cheapest, found.orElseThrow(), 1e-9 * cheapest, context);
                    compared++;
                } else {
                    assertTrue(found.isEmpty() || found.getAsDouble() >= cheapest - 1e-9, context);
                    meetsItself++;
                }
            }
        }
        assertTrue(compared >= 300, "only " + compared + " searches compared");
        assertTrue(outOfReach >= 30, "only " + outOfReach + " searches in vain");
        assertTrue(meetsItself < compared / 50, meetsItself + " cheapest paths meet themselves");
    }

    /// Searches and checks what has become of the tree; the cost, if there is a path.
    private static OptionalDouble reach(Scene scene, int target, String context) {
        Map<Integer, Integer> users = scene.users();
        Map<Integer, Double> prices = scene.prices();
        Map<Integer, Double> landingPrices = scene.landingPrices(target);
        int lines = scene.net.lines();
        int landings = scene.net.landings();
        boolean reached = scene.search.reach(target);
        for (int i = 0; i < scene.net.lines(); i++) {
            users.merge(scene.net.line(i), i < lines ? 0 : 1, Integer::sum);
        }
        assertEquals(users, scene.users(), context);
        assertEquals(landings + (reached ? 1 : 0), scene.net.landings(), context);
        if (!reached) {
            assertEquals(lines, scene.net.lines(), context);
            return OptionalDouble.empty();
        }
        int last = scene.net.landingLine(landings);
        assertFalse(scene.landed.contains(last), context + ": lands twice on line " + last);
        double cost = landingPrices.getOrDefault(last, Double.NaN) + costOfLegalTree(scene, lines, prices, context);
        assertEquals(cost, scene.search.cost(), 1e-9 * cost, context);
        scene.update(lines);
        return OptionalDouble.of(scene.search.cost());
    }

    /// Checks the whole tree and returns what its new part costs.
    private static double costOfLegalTree(Scene scene, int first, Map<Integer, Double> prices, String context) {
        Net net = scene.net;
        Set<Integer> tree = new HashSet<>(Set.of(net.source));
        Set<Integer> switched = new HashSet<>();
        double cost = 0;
        for (int i = 0; i < net.lines(); i++) {
            int line = net.line(i);
            int before = net.before(i);
            assertTrue(tree.contains(before), context + ": nothing leads to line " + before);
            assertTrue(tree.add(line), context + ": twice over line " + line);
            if (scene.wires.crossings(before).contains(line)) {
                assertTrue(switched.add(before) && switched.add(line), context + ": two switches at line " + line);
            } else {
                assertTrue(
                        scene.wires.along(before, 0) == line || scene.wires.along(before, 1) == line,
                        context + ": nothing joins line " + line);
            }
            cost += i < first ? 0 : prices.getOrDefault(line, Double.NaN);
        }
        assertTrue(tree.contains(net.landingLine(net.landings() - 1)), context);
        return cost;
    }

    @Test
    void theQueueGivesTheCheapestFirstAndOfEqualCostTheSmallestState() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            LineQueue queue = new LineQueue();
            PriorityQueue<double[]> model = new PriorityQueue<>(
                    Comparator.<double[]>comparingDouble(e -> e[0]).thenComparingDouble(e -> e[1]));
            for (int step = 0; step < 3000; step++) {
                assertEquals(model.isEmpty(), queue.isEmpty(), "seed " + seed);
                if (model.isEmpty() || random.nextInt(5) < 3) {
                    double cost = random.nextInt(20);
                    int state = random.nextInt(1000);
                    queue.add(cost, state);
                    model.add(new double[] {cost, state});
                } else {
                    double[] first = model.remove();
                    assertEquals(first[0], queue.cost(), "seed " + seed);
                    assertEquals((int) first[1], queue.remove(), "seed " + seed);
                }
            }
            queue.clear();
            assertTrue(queue.isEmpty());
        }
    }
}
