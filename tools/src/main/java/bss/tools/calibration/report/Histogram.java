package bss.tools.calibration.report;

import bss.mapper.picture.Xml;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/// How often values occur: bars of one or several kinds of values over the same axis, one below the other. What lies
/// beyond the axis counts in its last bars.
final class Histogram {

    private static final double TOP = 20;
    private static final double PANEL = 66;
    private static final double GAP = 22;

    /// One kind of values.
    ///
    /// @param label with the figure that counts
    /// @param kind class of the style sheet
    /// @param values where a bar has its place, on the axis
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Series(String label, String kind, double[] values) {}

    /// The axis that all share.
    ///
    /// @param least first value
    /// @param most last value
    /// @param bins how many bars have room
    /// @param ticks where values are written
    /// @param label what is written there
    /// @param title quantity with its unit
    /// @param mark a value to mark; NaN for none
    /// @param counted what is counted
    record Base(
            double least,
            double most,
            int bins,
            List<Double> ticks,
            DoubleFunction<String> label,
            String title,
            double mark,
            String counted) {}

    private Histogram() {}

    static void draw(Xml xml, double width, String title, Base base, List<Series> all) {
        double height = TOP + all.size() * PANEL + (all.size() - 1) * GAP + Plot.BOTTOM;
        Plot plot = Plot.begin(xml, width, height, title);
        Axis x = plot.x(base.least(), base.most(), false);
        for (int s = 0; s < all.size(); s++) {
            double top = TOP + s * (PANEL + GAP);
            bars(plot, x, base, all.get(s), top);
            plot.text(
                    x.from(),
                    top - 7,
                    all.get(s).label(),
                    "start",
                    "name " + all.get(s).kind());
        }
        if (Double.isFinite(base.mark())) {
            plot.line(x.at(base.mark()), TOP - 4, x.at(base.mark()), plot.floor(), "mark");
        }
        plot.xAxis(x, base.ticks(), base.label(), base.title());
        plot.end();
    }

    private static void bars(Plot plot, Axis x, Base base, Series series, double top) {
        int[] count = new int[base.bins()];
        for (double value : series.values()) {
            if (Double.isFinite(value)) {
                double part = (value - base.least()) / (base.most() - base.least());
                count[Math.clamp((int) Math.floor(part * count.length), 0, count.length - 1)]++;
            }
        }
        int most = Math.max(1, Arrays.stream(count).max().orElse(1));
        Axis y = new Axis(0, most, false, top + PANEL, top);
        plot.yAxis(y, List.of(0.0, (double) most), Figures::tick, base.counted());
        double step = (x.to() - x.from()) / count.length;
        StringBuilder d = new StringBuilder();
        for (int b = 0; b < count.length; b++) {
            if (count[b] > 0) {
                String left = Xml.number(x.from() + b * step + 0.4);
                d.append("M%s %sV%sh%sV%sz"
                        .formatted(
                                left,
                                Xml.number(top + PANEL),
                                Xml.number(y.at(count[b])),
                                Xml.number(step - 0.8),
                                Xml.number(top + PANEL)));
            }
        }
        plot.path(d.toString(), "bar " + series.kind());
        plot.line(x.from(), top + PANEL, x.to(), top + PANEL, "axis");
    }
}
