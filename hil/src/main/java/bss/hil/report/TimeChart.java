package bss.hil.report;

import bss.hil.run.Outcome;
import bss.hil.run.RunResult;
import java.util.List;

/// How long each test took: a bar for each, on one axis in seconds.
final class TimeChart {

    private static final double WIDTH = 860;
    private static final double LEFT = 40;
    private static final double RIGHT = 60;
    private static final double ROW = 18;
    private static final double TOP = 6;
    private static final double BOTTOM = 34;

    private TimeChart() {}

    static void draw(Xml xml, RunResult result) {
        List<Outcome> all = result.outcomes();
        double longest = all.stream().mapToDouble(Outcome::seconds).max().orElse(0);
        double step = step(longest);
        double most = Math.max(step, Math.ceil(longest / step) * step);
        double floor = TOP + all.size() * ROW;
        double scale = (WIDTH - LEFT - RIGHT) / most;
        xml.begin(
                "svg",
                "class",
                "plot",
                "role",
                "img",
                "aria-label",
                "seconds that each test took",
                "viewBox",
                "0 0 %.0f %.0f".formatted(WIDTH, floor + BOTTOM));
        for (int k = 0; k * step <= most * 1.0001; k++) {
            double x = LEFT + k * step * scale;
            xml.empty("line", "x1", x, "x2", x, "y1", TOP, "y2", floor, "class", "grid");
            xml.text("text", Texts.tick(k * step), "x", x, "y", floor + 14, "text-anchor", "middle", "class", "tick");
        }
        xml.text(
                "text",
                "time / s",
                "x",
                (LEFT + WIDTH - RIGHT) / 2,
                "y",
                floor + 30,
                "text-anchor",
                "middle",
                "class",
                "tick");
        for (int i = 0; i < all.size(); i++) {
            Outcome outcome = all.get(i);
            double y = TOP + i * ROW;
            double width = Math.max(0.5, outcome.seconds() * scale);
            xml.text("text", outcome.card().id(), "x", LEFT - 6, "y", y + 13, "text-anchor", "end", "class", "name");
            xml.empty(
                    "rect",
                    "x",
                    LEFT,
                    "y",
                    y + 3,
                    "width",
                    width,
                    "height",
                    ROW - 6,
                    "class",
                    "bar " + outcome.verdict());
            xml.text("text", Texts.seconds(outcome.seconds()), "x", LEFT + width + 5, "y", y + 13, "class", "tick");
        }
        xml.end();
    }

    /// Between two ticks: 1, 2 or 5 times a power of ten, at most eight of them.
    private static double step(double longest) {
        double least = Math.max(longest, 0.1) / 8;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
