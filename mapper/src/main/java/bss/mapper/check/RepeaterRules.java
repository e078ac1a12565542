package bss.mapper.check;

import bss.mapper.extract.L1Nets;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.RepeaterConfig;
import bss.spec.coord.Direction;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;

/// Modes of repeaters, and that no two of them drive one net.
final class RepeaterRules {

    private final L1Nets nets;
    private final Violations violations;

    RepeaterRules(L1Nets nets, Violations violations) {
        this.nets = nets;
        this.violations = violations;
    }

    void check(int hicann, HicannConfiguration chip) {
        for (int number = 0; number < L1Topology.LINES; number++) {
            boolean horizontal = L1Topology.isHLine(number);
            int index = horizontal ? number : number - L1Topology.HLINES;
            RepeaterConfig config = horizontal ? chip.horizontalRepeater(index) : chip.verticalRepeater(index);
            String name = (horizontal ? "HLine " : "VLine ") + index;
            boolean sending = horizontal && MergerTopology.sendingRepeaterOfHLine(index) >= 0;
            if (config.mode() == RepeaterConfig.Mode.IDLE) {
                continue;
            }
            Direction side = horizontal ? L1Topology.hRepeaterDirection(index) : L1Topology.vRepeaterDirection(index);
            int own = L1Topology.line(hicann, number);
            int far = L1Topology.across(own, side);
            mode(hicann, name, config, sending, far >= 0);
            drives(hicann, name, config, side, own, far);
        }
    }

    private void mode(int hicann, String name, RepeaterConfig config, boolean sending, boolean hasFar) {
        String right = switch (config.mode()) {
            case IDLE -> "";
            case FORWARDING, INPUT ->
                !hasFar
                        ? "idle, there is no chip behind it"
                        : config.towardsWestOrNorth() == config.towardsEastOrSouth() ? "forwarding one way" : "";
            case OUTPUT ->
                !sending
                        ? "idle or forwarding, only sending repeaters send"
                        : !config.towardsEastOrSouth() && !config.towardsWestOrNorth()
                                ? "sending in some direction"
                                : config.towardsWestOrNorth() && !hasFar
                                        ? "sending to the east, there is no chip in the west"
                                        : "";
            case LOOPBACK -> "idle, forwarding or sending";
        };
        if (!right.isEmpty()) {
            violations.add(Rule.REPEATER_MODE, () -> place(hicann, name), config, right);
        }
    }

    /// A net is reported once for every repeater that drives it.
    private void drives(int hicann, String name, RepeaterConfig config, Direction side, int own, int far) {
        boolean westOrNorth = side == Direction.WEST || side == Direction.NORTH;
        boolean towardsFar;
        boolean towardsOwn;
        if (config.mode() == RepeaterConfig.Mode.OUTPUT) {
            towardsFar = config.towardsWestOrNorth();
            towardsOwn = config.towardsEastOrSouth();
        } else {
            towardsFar = westOrNorth ? config.forwardsWestOrNorth() : config.forwardsEastOrSouth();
            towardsOwn = westOrNorth ? config.forwardsEastOrSouth() : config.forwardsWestOrNorth();
        }
        if (towardsFar && far >= 0) {
            alone(hicann, name, far);
        }
        if (towardsOwn && (far >= 0 || config.mode() == RepeaterConfig.Mode.OUTPUT)) {
            alone(hicann, name, own);
        }
    }

    private void alone(int hicann, String name, int line) {
        if (nets.drivers(line) > 1) {
            violations.add(
                    Rule.ONE_SENDER_PER_NET,
                    () -> "net that the repeater of %s of HICANN %d drives".formatted(name, hicann),
                    "driven by another one too",
                    "driven by one");
        }
    }

    private static String place(int hicann, String name) {
        return "repeater of %s of HICANN %d".formatted(name, hicann);
    }
}
