package bss.mapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.route.NegotiatedRouter.Request;
import bss.mapper.route.NegotiatedRouter.Target;
import bss.mapper.stage.Routing;
import bss.mapper.stage.Routing.Landing;
import bss.mapper.stage.Routing.Repeater;
import bss.mapper.stage.Routing.Route;
import bss.mapper.stage.Routing.Unreached;
import bss.spec.config.RepeaterConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// That a routing is legal and answers every wish.
final class RoutingCheck {

    private final RoutingCase given;
    private final Routing routing;
    private final String context;
    private final WireModel wires;

    private RoutingCheck(RoutingCase given, Routing routing, String context) {
        this.given = given;
        this.routing = routing;
        this.context = context;
        wires = new WireModel(given.wafer());
    }

    static void check(RoutingCase given, Routing routing, String context) {
        RoutingCheck check = new RoutingCheck(given, routing, context);
        assertEquals(given.buses().count(), routing.routes().size(), context);
        RouteModel model = new RouteModel(routing.routes());
        for (int bus = 0; bus < routing.routes().size(); bus++) {
            Route route = routing.routes().get(bus);
            if (!route.equals(Route.NOWHERE)) {
                model.check(bus, route, given.buses().hicann(bus), given.buses().dncMerger(bus));
            }
            check.assertUsable(bus, route);
        }
        assertEquals(List.of(), model.errors, context);
        check.assertNothingIsShared();
        check.assertEveryWishIsAnswered();
    }

    private void assertNothingIsShared() {
        Set<Integer> lines = new HashSet<>();
        Set<Integer> switched = new HashSet<>();
        Set<Integer> landed = new HashSet<>();
        for (int bus = 0; bus < routing.routes().size(); bus++) {
            Route route = routing.routes().get(bus);
            for (int line : route.lines()) {
                assertTrue(lines.add(line), context + ": line " + line + " in two routes");
            }
            for (int s : route.crossbar()) {
                int h = s % 512 / 8;
                int v = 32 * (s % 8) + (s % 8 < 4 ? 31 - h / 2 : h / 2);
                for (int line : new int[] {320 * (s / 512) + h, 320 * (s / 512) + 64 + v}) {
                    assertTrue(route.lines().contains(line), context + ": switch on strange line " + line);
                    assertTrue(switched.add(line), context + ": two switches on line " + line);
                }
            }
            for (Landing landing : route.landings()) {
                int line = 320 * landing.hicann() + 64 + landing.vline();
                assertTrue(route.lines().contains(line), context + ": lands on strange line " + line);
                assertTrue(landed.add(line), context + ": two landings on line " + line);
            }
        }
    }

    private void assertUsable(int bus, Route route) {
        Defects defects = given.wafer().defects();
        for (int line : route.lines()) {
            assertTrue(wires.usable(line), context + ": line " + line);
        }
        for (int s : route.crossbar()) {
            assertFalse(defects.has(DefectClass.CROSSBAR_SWITCH, s / 512, s % 512), context + ": switch " + s);
        }
        for (Repeater r : route.repeaters()) {
            boolean horizontal = r.line() < 64;
            assertFalse(
                    horizontal
                            ? defects.has(DefectClass.HREPEATER, r.hicann(), r.line())
                            : defects.has(DefectClass.VREPEATER, r.hicann(), r.line() - 64),
                    context + ": " + r);
            if (r.config().mode() == RepeaterConfig.Mode.OUTPUT) {
                assertEquals(given.sourceOf(bus), 320 * r.hicann() + r.line(), context);
                assertTrue(wires.sends(given.sourceOf(bus)), context + ": " + r);
            }
        }
        for (Landing landing : route.landings()) {
            int line = 320 * landing.hicann() + 64 + landing.vline();
            assertFalse(wires.drivers(line, landing.target()).isEmpty(), context + ": no driver at " + landing);
        }
    }

    /// A chip is reached, at most as often as wished, or given as lost once; nobody gets what was not asked for.
    private void assertEveryWishIsAnswered() {
        Map<Integer, Integer> wishes = new TreeMap<>();
        for (Request request : given.requests()) {
            for (Target target : request.targets()) {
                wishes.put(384 * request.bus() + target.hicann(), target.landings());
            }
        }
        Map<Integer, Integer> landings = new TreeMap<>();
        for (int bus = 0; bus < routing.routes().size(); bus++) {
            for (Landing landing : routing.routes().get(bus).landings()) {
                landings.merge(384 * bus + landing.target(), 1, Integer::sum);
            }
        }
        landings.forEach((wish, n) -> assertTrue(n <= wishes.getOrDefault(wish, 0), context + ": wish " + wish));
        Set<Integer> answered = new TreeSet<>(landings.keySet());
        for (Unreached unreached : routing.unreached()) {
            assertTrue(answered.add(384 * unreached.bus() + unreached.target()), context + ": " + unreached);
        }
        assertEquals(wishes.keySet(), answered, context);
    }
}
