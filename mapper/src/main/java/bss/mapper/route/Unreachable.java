package bss.mapper.route;

import bss.mapper.problem.WaferResources;
import bss.mapper.stage.Buses;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says why a bus does not reach a chip: a defect or a chip that is not allowed if the search gets there without
/// it, else the lines that other buses have taken.
final class Unreachable {

    private final WaferResources wafer;
    private final Buses buses;
    private final L1Graph graph;
    private final Congestion congestion;
    private final SortedMap<LossCause, TreeSearch> lifted = new TreeMap<>();

    /// @param congestion the lines in use; asked for hard limits only
    Unreachable(WaferResources wafer, Buses buses, L1Graph graph, Congestion congestion) {
        this.wafer = wafer;
        this.buses = buses;
        this.graph = graph;
        this.congestion = congestion;
    }

    Loss of(Net net, int target) {
        LossCause cause = LossCause.L1_ROUTE;
        if (!wafer.defects().isEmpty() && reaches(LossCause.DEFECT, wafer.withoutDefects(), net, target)) {
            cause = LossCause.DEFECT;
        } else if (wafer.restricted() && reaches(LossCause.USER_LIMIT, wafer.withoutRestriction(), net, target)) {
            cause = LossCause.USER_LIMIT;
        }
        String lines = graph.canSend(net.source)
                ? "L1 lines of plane %d between HICANN %d and HICANN %d"
                        .formatted(L1Planes.of(net.source), buses.hicann(net.bus), target)
                : "sending repeater and its HLine";
        return new Loss(cause, "%s for %s".formatted(lines, buses.name(net.bus)));
    }

    private boolean reaches(LossCause cause, WaferResources resources, Net net, int target) {
        TreeSearch search = lifted.computeIfAbsent(cause, _ -> new TreeSearch(new L1Graph(resources), congestion));
        Net trial = net.alsoTo(target);
        int lines = trial.lines();
        search.take(trial);
        boolean found = search.reach(trial.targets.length - 1);
        search.drop();
        if (found) {
            for (int i = lines; i < trial.lines(); i++) {
                congestion.use(trial.line(i), -1);
            }
            search.count(trial, trial.landings() - 1, -1);
        }
        return found;
    }
}
