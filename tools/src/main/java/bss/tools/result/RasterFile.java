package bss.tools.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Draws the spikes of a run as an SVG: time to the right, one row per cell, populations below each other.
public final class RasterFile {

    private static final int WIDTH = 960;
    private static final int LEFT = 150;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 50;
    private static final int GAP = 4;
    private static final int MAX_HEIGHT = 900;
    private static final int MIN_HEIGHT = 160;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2");

    private RasterFile() {}

    public static void write(RunResult result, Path file) throws IOException {
        Files.writeString(file, svg(result), StandardCharsets.UTF_8);
    }

    static String svg(RunResult result) {
        int cells = result.spikes().stream().mapToInt(SpikeTable::cells).sum();
        double gaps = GAP * Math.max(0, result.spikes().size() - 1);
        double row = Math.clamp((MAX_HEIGHT - gaps) / Math.max(1, cells), 0.05, 6);
        double height = Math.max(MIN_HEIGHT, row * cells + gaps);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%s\" font-family=\"sans-serif\">\n"
                .formatted(WIDTH, number(height + TOP + BOTTOM)));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        double y = TOP;
        for (int p = 0; p < result.spikes().size(); p++) {
            SpikeTable table = result.spikes().get(p);
            population(svg, table, y, row, result.durationMs(), COLOURS.get(p % COLOURS.size()));
            y += row * table.cells() + GAP;
        }
        axis(svg, result.durationMs(), TOP + height + 8);
        return svg.append("</svg>\n").toString();
    }

    private static void population(
            StringBuilder svg, SpikeTable table, double y, double row, double durationMs, String colour) {
        double height = row * table.cells();
        svg.append("<rect x=\"%d\" y=\"%s\" width=\"%d\" height=\"%s\" fill=\"%s\" fill-opacity=\"0.06\"/>\n"
                .formatted(LEFT, number(y), WIDTH - LEFT - RIGHT, number(height), colour));
        double size = Math.clamp(height, 5, 12);
        svg.append("<text x=\"%d\" y=\"%s\" font-size=\"%s\" text-anchor=\"end\" fill=\"%s\">%s</text>\n"
                .formatted(
                        LEFT - 6, number(y + height / 2 + size / 3), number(size), colour, escape(table.population())));
        double[] times = table.timesMs();
        int[] ids = table.ids();
        double tick = Math.max(row, 0.8);
        svg.append("<path stroke=\"").append(colour).append("\" stroke-width=\"1\" d=\"");
        for (int i = 0; i < times.length; i++) {
            svg.append("M%s %sv%s".formatted(number(x(times[i], durationMs)), number(y + row * ids[i]), number(tick)));
        }
        svg.append("\"/>\n");
    }

    private static void axis(StringBuilder svg, double durationMs, double y) {
        svg.append("<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"black\"/>\n"
                .formatted(LEFT, number(y), WIDTH - RIGHT, number(y)));
        double step = step(durationMs);
        for (double t = 0; t <= durationMs * (1 + 1e-9); t += step) {
            svg.append("<text x=\"%s\" y=\"%s\" font-size=\"11\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(number(x(t, durationMs)), number(y + 16), number(t)));
        }
        svg.append("<text x=\"%d\" y=\"%s\" font-size=\"12\" text-anchor=\"middle\">time / ms</text>\n"
                .formatted((LEFT + WIDTH - RIGHT) / 2, number(y + 34)));
    }

    /// A round distance that gives 5 to 10 labels.
    private static double step(double durationMs) {
        double step = Math.pow(10, Math.floor(Math.log10(durationMs / 5)));
        while (durationMs / step > 10) {
            step *= durationMs / (2 * step) > 10 ? 5 : 2;
        }
        return step;
    }

    private static double x(double t, double durationMs) {
        return LEFT + t / durationMs * (WIDTH - LEFT - RIGHT);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
