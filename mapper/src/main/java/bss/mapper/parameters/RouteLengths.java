package bss.mapper.parameters;

import bss.mapper.stage.Buses;
import bss.mapper.stage.Routing;

/// Chips on the way of each bus to each chip that it lands on.
final class RouteLengths {

    private final Buses buses;
    private final short[] chips;

    RouteLengths(Buses buses, Routing routing) {
        this.buses = buses;
        chips = new short[buses.count() * 384];
        for (int b = 0; b < buses.count(); b++) {
            for (Routing.Landing landing : routing.routes().get(b).landings()) {
                chips[b * 384 + landing.target()] = (short) landing.chips();
            }
        }
    }

    int chips(int sourceCell, int target) {
        return chips[buses.bus(sourceCell) * 384 + target];
    }
}
