package bss.mapper.picture;

import bss.spec.topology.WaferTopology;

/// The way of one bus over the chips.
final class SvgRoute {

    private SvgRoute() {}

    /// The wires of a bus with their junctions, its beginning, and the chips where it reaches drivers.
    static void draw(Xml xml, Bus bus) {
        StringBuilder wires = new StringBuilder();
        for (Run run : bus.runs()) {
            wires.append(run.horizontal() ? horizontal(run) : vertical(run));
        }
        xml.begin("g", "fill", "none", "stroke", Palette.ROUTE, "pointer-events", "none");
        xml.empty("path", "d", wires, "stroke", Palette.PAPER, "stroke-width", 3.4, "stroke-opacity", "0.9");
        xml.empty("path", "d", wires, "stroke-width", 1.6);
        xml.end();
        xml.begin("g", "fill", Palette.ROUTE, "stroke", Palette.PAPER, "stroke-width", "0.6", "pointer-events", "none");
        for (Bus.Junction junction : bus.junctions()) {
            dot(
                    xml,
                    Geometry.trackX(junction.x(), junction.vTrack()),
                    Geometry.trackY(junction.y(), junction.hTrack()),
                    2);
        }
        for (ChipCount landing : bus.drivers()) {
            landing(xml, Geometry.x(landing.hicann()), Geometry.y(landing.hicann()) + Geometry.CHIP_HEIGHT);
        }
        int x = WaferTopology.x(bus.hicann());
        int y = WaferTopology.y(bus.hicann());
        // the sending repeater sits on the western border
        dot(xml, Geometry.columnX(x), Geometry.trackY(y, bus.startTrack()), 4.5);
        xml.end();
    }

    /// The sign of a chip where the bus reaches drivers, at its lower edge.
    static void landing(Xml xml, double left, double bottom) {
        xml.empty(
                "rect",
                "x",
                left + 3,
                "y",
                bottom - 6.2,
                "width",
                Geometry.CHIP_WIDTH - 6,
                "height",
                4.2,
                "fill",
                Palette.ROUTE);
    }

    private static String horizontal(Run run) {
        return "M%s %sH%s"
                .formatted(
                        Xml.number(Geometry.columnX(run.from())),
                        Xml.number(Geometry.trackY(run.across(), run.track())),
                        Xml.number(Geometry.columnX(run.to() + 1)));
    }

    private static String vertical(Run run) {
        return "M%s %sV%s"
                .formatted(
                        Xml.number(Geometry.trackX(run.across(), run.track())),
                        Xml.number(Geometry.rowY(run.from())),
                        Xml.number(Geometry.rowY(run.to() + 1)));
    }

    private static void dot(Xml xml, double x, double y, double radius) {
        xml.empty("circle", "cx", x, "cy", y, "r", radius);
    }
}
