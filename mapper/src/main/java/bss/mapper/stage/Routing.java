package bss.mapper.stage;

import bss.spec.config.RepeaterConfig;
import bss.spec.mapping.Loss;
import java.util.List;

/// The L1 routes of all buses.
///
/// @param routes one per bus, in the order of the buses
/// @param unreached chips that a bus should have reached but does not
public record Routing(List<Route> routes, List<Unreached> unreached) {

    public Routing {
        routes = List.copyOf(routes);
        unreached = List.copyOf(unreached);
    }

    /// The tree of one bus.
    ///
    /// @param lines line segments in use, as `L1Topology.line` numbers, ascending
    /// @param crossbar closed crossbar switches, hicann * 512 + switch, ascending
    /// @param repeaters repeaters in use, the sending one included, in order of chip and line
    /// @param landings where the bus arrives, by target chip; greedy routing lands at most once on each
    public record Route(List<Integer> lines, List<Integer> crossbar, List<Repeater> repeaters, List<Landing> landings) {

        /// A bus that goes nowhere.
        public static final Route NOWHERE = new Route(List.of(), List.of(), List.of(), List.of());

        public Route {
            lines = List.copyOf(lines);
            crossbar = List.copyOf(crossbar);
            repeaters = List.copyOf(repeaters);
            landings = List.copyOf(landings);
        }
    }

    /// A repeater and how it is set.
    ///
    /// @param line line of the chip: HLine 0 to 63, VLine 64 to 319
    public record Repeater(int hicann, int line, RepeaterConfig config) {}

    /// A vertical line from which a bus can enter the drivers of a chip.
    ///
    /// @param target the chip whose drivers are meant
    /// @param hicann the chip of the line: the target, or its western or eastern neighbour
    /// @param vline 0 to 255
    /// @param chips chips on the way from the sender to the driver, both ends counted
    public record Landing(int target, int hicann, int vline, int chips) {}

    /// A lost connection between a bus and a chip.
    public record Unreached(int bus, int target, Loss loss) {}
}
