package bss.tools.calibration.report;

import bss.mapper.picture.Xml;
import java.util.List;
import java.util.function.DoubleFunction;

/// The frame of a chart: axes with ticks and titles. Colours come from the style sheet.
final class Plot {

    static final double LEFT = 52;
    static final double RIGHT = 18;
    static final double BOTTOM = 44;

    private final Xml xml;
    private final double width;
    private final double height;

    private Plot(Xml xml, double width, double height) {
        this.xml = xml;
        this.width = width;
        this.height = height;
    }

    /// Begins a chart; [#end()] ends it.
    ///
    /// @param title what it shows, for those who cannot see it
    static Plot begin(Xml xml, double width, double height, String title) {
        xml.begin(
                "svg",
                "class",
                "plot",
                "viewBox",
                "0 0 %s %s".formatted(Xml.number(width), Xml.number(height)),
                "style",
                "max-width:%spx".formatted(Xml.number(width * 1.3)),
                "role",
                "img",
                "aria-label",
                title);
        return new Plot(xml, width, height);
    }

    void end() {
        xml.end();
    }

    /// An axis from left to right over the whole chart.
    Axis x(double least, double most, boolean log) {
        return new Axis(least, most, log, LEFT, width - RIGHT);
    }

    /// Lowest place of the drawing.
    double floor() {
        return height - BOTTOM;
    }

    void text(double x, double y, String content, String anchor, String kind) {
        xml.text("text", content, "x", x, "y", y, "text-anchor", anchor, "class", kind);
    }

    void line(double x1, double y1, double x2, double y2, String kind) {
        xml.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", kind);
    }

    void path(String d, String kind) {
        if (!d.isEmpty()) {
            xml.empty("path", "d", d, "class", kind);
        }
    }

    /// Ticks and title below the drawing.
    void xAxis(Axis axis, List<Double> ticks, DoubleFunction<String> label, String title) {
        line(axis.from(), floor(), axis.to(), floor(), "axis");
        for (double tick : ticks) {
            line(axis.at(tick), floor(), axis.at(tick), floor() + 4, "axis");
            text(axis.at(tick), floor() + 16, label.apply(tick), "middle", "tick");
        }
        text((axis.from() + axis.to()) / 2, height - 8, title, "middle", "title");
    }

    /// Ticks and title left of the drawing.
    void yAxis(Axis axis, List<Double> ticks, DoubleFunction<String> label, String title) {
        for (double tick : ticks) {
            line(LEFT, axis.at(tick), width - RIGHT, axis.at(tick), "grid");
            text(LEFT - 6, axis.at(tick) + 4, label.apply(tick), "end", "tick");
        }
        double middle = (axis.from() + axis.to()) / 2;
        xml.text(
                "text",
                title,
                "transform",
                "translate(12 %s) rotate(-90)".formatted(Xml.number(middle)),
                "text-anchor",
                "middle",
                "class",
                "title");
    }
}
