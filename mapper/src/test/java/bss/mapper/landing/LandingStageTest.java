package bss.mapper.landing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.mapper.stage.DriverAllocation;
import bss.mapper.stage.DriverAllocation.Chain;
import bss.mapper.stage.Placement;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Route;
import bss.mapper.synapses.SynapseTable;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.mapping.LossCause;
import bss.spec.topology.L1Topology;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Drivers of landings by the rules of the machine, written out once more.
class LandingStageTest {

    @Test
    void everyLandingHasOneLegalChainOrIsRefusedForAReason() {
        for (long seed = 0; seed < 150; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = seed % 3 == 0 ? Defects.NONE : LandingToy.defects(seed, seed % 3 == 1);
            int chainLength = 1 + (int) (seed % 5);
            LandingToy.Result result = toy.solve(defects, chainLength, 0);
            check(toy, result.landings().drivers(), defects, chainLength, "seed " + seed);
        }
    }

    private static void check(
            LandingToy toy, DriverAllocation allocation, Defects defects, int chainLength, String context) {
        Set<Landing> seen = new HashSet<>();
        Set<Integer> drivers = new HashSet<>();
        for (Chain chain : allocation.chains()) {
            String what = context + ": " + chain;
            Landing landing = chain.landing();
            assertTrue(toy.routing().routes().get(chain.bus()).landings().contains(landing), what);
            assertTrue(seen.add(landing), what);
            assertTrue(chain.drivers().size() <= chainLength && chain.drivers().contains(chain.primary()), what);
            assertTrue(leads(landing, chain.primary()), what);
            assertTrue(closes(landing, chain.primary(), defects), what);
            for (int k = 0; k < chain.drivers().size(); k++) {
                int driver = chain.drivers().get(k);
                assertTrue(drivers.add(224 * landing.target() + driver), what);
                assertFalse(defects.has(DefectClass.SYNAPSE_DRIVER, landing.target(), driver), what);
                assertFalse(defects.has(DefectClass.SYNAPSE_ARRAY, landing.target(), driver / 112), what);
                int quadrant = DriverProblem.slot(driver) / 56;
                assertFalse(defects.has(DefectClass.FG_BLOCK, landing.target(), quadrant), what);
                assertEquals(chain.drivers().getFirst() + 2 * k, driver, what);
                assertEquals(chain.primary() / 112, driver / 112, what);
            }
        }
        for (DriverAllocation.Refused refused : allocation.refused()) {
            assertTrue(seen.add(refused.landing()), context + ": " + refused);
            boolean reachable = IntStream.range(0, 224)
                    .anyMatch(d -> leads(refused.landing(), d)
                            && defects.driverUsable(refused.landing().target(), d)
                            && !defects.has(
                                    DefectClass.SYNAPSE_SWITCH,
                                    refused.landing().hicann(),
                                    L1Topology.synapseSwitchIndex(
                                            refused.landing().vline(), d)));
            assertEquals(
                    reachable ? LossCause.SYNAPSE_DRIVER : LossCause.DEFECT,
                    refused.loss().cause(),
                    context + ": " + refused);
        }
        for (int b = 0; b < toy.buses().count(); b++) {
            for (Landing landing : toy.routing().routes().get(b).landings()) {
                assertEquals(needed(toy, b, landing.target()), seen.contains(landing), context + ": " + landing);
            }
        }
    }

    private static boolean needed(LandingToy toy, int bus, int chip) {
        return IntStream.range(0, toy.table().size())
                .anyMatch(s -> toy.buses().bus(toy.table().source(s)) == bus
                        && toy.placement().placed(toy.table().target(s))
                        && toy.placement().hicann(toy.table().target(s)) == chip);
    }

    /// Whether a synapse switch leads from the line of a landing to a driver of its target.
    static boolean leads(Landing landing, int driver) {
        int a = landing.vline() % 32 / 4;
        int b = driver % 16 / 2;
        boolean left = landing.vline() < 128;
        boolean top = driver < 112;
        boolean exists = left == top ? a == b : a == 7 - b;
        boolean driverIsLeft = top == (driver % 2 == 1);
        if (landing.hicann() == landing.target()) {
            return exists && driverIsLeft == left;
        }
        int neighbour = left ? landing.hicann() - 1 : landing.hicann() + 1;
        return exists && neighbour == landing.target() && driverIsLeft != left;
    }

    /// Whether the switch of a line and a driver, and its row on the side of the line, are whole.
    private static boolean closes(Landing landing, int driver, Defects defects) {
        int row = 224 * (landing.vline() / 128) + driver;
        return !defects.has(DefectClass.SYNAPSE_SWITCH_ROW, landing.hicann(), row)
                && !defects.has(
                        DefectClass.SYNAPSE_SWITCH,
                        landing.hicann(),
                        L1Topology.synapseSwitchIndex(landing.vline(), driver));
    }

    @Test
    void theSameProblemHasTheSameChains() {
        for (long seed = 0; seed < 5; seed++) {
            LandingToy toy = LandingToy.random(seed);
            Defects defects = LandingToy.defects(seed, true);
            assertEquals(
                    toy.solve(defects, 3, 0).landings(),
                    toy.solve(defects, 3, 0).landings(),
                    "seed " + seed);
        }
    }

    @Test
    void theIntegerProgramRealisesNoLessAndTheBoundHoldsForIt() {
        for (long seed = 0; seed < 8; seed++) {
            LandingToy toy = LandingToy.random(seed);
            LandingStage.Result quick = toy.solve(Defects.NONE, 2, 0).landings();
            LandingStage.Result slow = toy.solve(Defects.NONE, 2, 0.1).landings();
            assertTrue(quick.realised() <= slow.realised(), "seed " + seed);
            assertTrue(slow.realised() <= Math.min(quick.bound(), slow.bound()), "seed " + seed);
            ChipSynapses synapses = ChipSynapses.of(toy.table(), Wiring.of(toy.placement(), toy.buses()));
            long bound = LandingStage.bound(synapses, toy.buses(), toy.routing(), WaferResources.ALL, 2);
            assertTrue(slow.realised() <= bound, "seed " + seed);
        }
    }

    /// One neuron of four denmems on chip 100; 15 sources with the same upper address bits on one bus.
    private static LandingToy fifteenOntoOne(Landing... landings) {
        int[] hicann = new int[16];
        Arrays.fill(hicann, 1, 16, Placement.NOWHERE);
        int[] size = new int[16];
        Arrays.fill(size, 4);
        int[] bus = new int[16];
        bus[0] = Buses.NONE;
        int[] address = new int[16];
        address[0] = Buses.NONE;
        for (int i = 1; i < 16; i++) {
            address[i] = i == 1 ? 48 : 48 + i;
        }
        hicann[0] = 100;
        return new LandingToy(
                new SynapseTable(
                        new int[] {0, 15}, IntStream.range(1, 16).toArray(), new int[15], new byte[1], new byte[1]),
                new Placement(hicann, new int[16], size),
                new Buses(new int[] {200}, new int[1], new boolean[1], bus, address, List.of(), List.of()),
                new Routing(List.of(new Route(List.of(), List.of(), List.of(), List.of(landings))), List.of()));
    }

    @Test
    void aChainOfThreeGivesANeuronOfFourTwelveSynapses() {
        LandingToy.Result result = fifteenOntoOne(new Landing(100, 100, 0, 3)).solve(Defects.NONE, 3, 1);
        assertEquals(12, result.landings().realised());
        assertEquals(12, result.landings().bound());
        Chain chain = result.landings().drivers().chains().getFirst();
        assertEquals(3, chain.drivers().size());
        assertEquals(4, chain.wanted());
        List<String> losses = IntStream.range(0, 15)
                .filter(s -> !result.rows().realised(s))
                .mapToObj(s -> result.rows().loss(s).toString())
                .toList();
        String loss = "Loss[cause=SYNAPSE_DRIVER, resource=drivers of bus of HICANN 200 D0 on HICANN 100: "
                + "3 of 4 wanted, from 1 landing]";
        assertEquals(List.of(loss, loss, loss), losses);
    }

    @Test
    void aSecondLandingOrALongerChainGivesTheRest() {
        LandingToy two = fifteenOntoOne(new Landing(100, 100, 0, 3), new Landing(100, 101, 7, 3));
        assertEquals(15, two.solve(Defects.NONE, 3, 0).landings().realised());
        assertEquals(15, two.solve(Defects.NONE, 2, 0).landings().realised());
        LandingToy one = fifteenOntoOne(new Landing(100, 100, 0, 3));
        assertEquals(15, one.solve(Defects.NONE, 4, 0).landings().realised());
    }
}
