package bss.mapper.route;

import bss.mapper.route.NegotiatedRouter.Request;
import bss.mapper.route.NegotiatedRouter.Target;
import bss.mapper.solver.Solver;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Whether all wishes of a case can be met at once, decided by CP-SAT.
///
/// A boolean for each bus and step from line to line of its plane, in either direction. A line has at most one
/// step into it, of whatever bus, and at most one closed switch; a step begins where the bus has come to; the depth
/// of a line rules out rings. The HLine of a sender is its bus's alone. A VLine lands once, and a group of drivers
/// takes as many landings as it has drivers.
final class RoutingOracle {

    /// About a second.
    private static final double WORK = 3;

    enum Answer {
        POSSIBLE,
        IMPOSSIBLE,
        UNDECIDED
    }

    private final RoutingCase given;
    private final WireModel wires;
    private final CpModel model = new CpModel();
    private final Map<Integer, IntVar> depth = new HashMap<>();
    private final Map<Integer, List<BoolVar>> stepsInto = new HashMap<>();
    private final Map<Integer, List<BoolVar>> switchesOn = new HashMap<>();
    private final Map<Integer, List<BoolVar>> landingsOn = new HashMap<>();
    private final Map<Integer, List<BoolVar>> landingsIn = new HashMap<>();
    private boolean hopeless;

    private RoutingOracle(RoutingCase given) {
        this.given = given;
        wires = new WireModel(given.wafer());
    }

    static Answer ask(RoutingCase given) {
        Solver.load();
        RoutingOracle oracle = new RoutingOracle(given);
        given.requests().forEach(oracle::add);
        if (oracle.hopeless) {
            return Answer.IMPOSSIBLE;
        }
        oracle.limit();
        CpSolver solver = Solver.deterministic(WORK);
        CpSolverStatus status = solver.solve(oracle.model);
        return switch (status) {
            case OPTIMAL, FEASIBLE -> Answer.POSSIBLE;
            case INFEASIBLE -> Answer.IMPOSSIBLE;
            default -> Answer.UNDECIDED;
        };
    }

    private void add(Request request) {
        int source = given.sourceOf(request.bus());
        if (!wires.sends(source)) {
            hopeless |= !request.targets().isEmpty();
            return;
        }
        List<Integer> senders =
                given.requests().stream().map(r -> given.sourceOf(r.bus())).toList();
        List<Integer> lines = IntStream.range(0, 384)
                .filter(given.wafer()::present)
                .boxed()
                .flatMap(chip -> IntStream.range(320 * chip, 320 * chip + 320).boxed())
                .filter(line -> WireModel.plane(line) == WireModel.plane(source))
                .filter(wires::usable)
                .filter(line -> line == source || !senders.contains(line))
                .toList();
        Map<Integer, BoolVar> in = new HashMap<>();
        lines.forEach(line -> in.put(line, model.newBoolVar("")));
        model.addEquality(in.get(source), 1);
        Map<Integer, List<BoolVar>> steps = new HashMap<>();
        for (int line : lines) {
            depth.computeIfAbsent(line, _ -> model.newIntVar(0, 60, ""));
            steps(in, line, steps);
        }
        for (int line : lines) {
            List<BoolVar> into = steps.getOrDefault(line, List.of());
            if (line == source) {
                into.forEach(step -> model.addEquality(step, 0));
            } else {
                model.addEquality(sum(into), in.get(line));
                stepsInto.computeIfAbsent(line, _ -> new ArrayList<>()).add(in.get(line));
            }
        }
        for (Target target : request.targets()) {
            land(in, target);
        }
    }

    private void steps(Map<Integer, BoolVar> in, int line, Map<Integer, List<BoolVar>> steps) {
        List<Integer> crossings = wires.crossings(line);
        List<Integer> next = new ArrayList<>(crossings);
        next.add(wires.along(line, 0));
        next.add(wires.along(line, 1));
        next.removeIf(to -> !in.containsKey(to));
        for (int to : next) {
            BoolVar step = model.newBoolVar("");
            model.addImplication(step, in.get(line));
            IntVar farther = depth.computeIfAbsent(to, _ -> model.newIntVar(0, 60, ""));
            model.addGreaterThan(farther, depth.get(line)).onlyEnforceIf(step);
            steps.computeIfAbsent(to, _ -> new ArrayList<>()).add(step);
            if (crossings.contains(to)) {
                switchesOn.computeIfAbsent(line, _ -> new ArrayList<>()).add(step);
                switchesOn.computeIfAbsent(to, _ -> new ArrayList<>()).add(step);
            }
        }
    }

    private void land(Map<Integer, BoolVar> in, Target target) {
        List<BoolVar> all = new ArrayList<>();
        for (int line : in.keySet().stream().sorted().toList()) {
            List<Integer> drivers = wires.drivers(line, target.hicann());
            if (!drivers.isEmpty()) {
                BoolVar lands = model.newBoolVar("");
                model.addImplication(lands, in.get(line));
                all.add(lands);
                landingsOn.computeIfAbsent(line, _ -> new ArrayList<>()).add(lands);
                int group = WireModel.group(target.hicann(), drivers.getFirst());
                landingsIn.computeIfAbsent(group, _ -> new ArrayList<>()).add(lands);
            }
        }
        hopeless |= all.size() < target.landings();
        model.addEquality(sum(all), target.landings());
    }

    private void limit() {
        for (Map<Integer, List<BoolVar>> once : List.of(stepsInto, switchesOn, landingsOn)) {
            once.values().forEach(some -> model.addAtMostOne(some.toArray(BoolVar[]::new)));
        }
        landingsIn.forEach((group, landings) -> model.addLessOrEqual(sum(landings), wires.groupSize(group)));
    }

    private static LinearExpr sum(List<BoolVar> all) {
        return LinearExpr.sum(all.toArray(BoolVar[]::new));
    }
}
