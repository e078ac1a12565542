package bss.tools.calibration.report;

import bss.mapper.picture.Xml;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// The transfers of all circuits, their median, and the ideal one. Potentials as distance from the ideal transfer,
/// which else hides it.
final class FitChart {

    private static final double WIDTH = 400;
    private static final double HEIGHT = 218;
    private static final double TOP = 26;
    /// More lines than this only make a file large: then evenly chosen ones are drawn.
    static final int MOST_LINES = 512;
    private static final int POINTS = 16;
    /// Part of the circuits that may not reach either end of the axis.
    private static final double FEW = 0.05;

    private final Xml xml;
    private final Quantity quantity;
    private final Transfer ideal;
    private final double[] codes;
    private final double[][] values;

    private FitChart(Xml xml, Quantity quantity, Transfer ideal, List<Transfer> fits) {
        this.xml = xml;
        this.quantity = quantity;
        this.ideal = ideal;
        boolean log = quantity.parameter().kind() == CellKind.CURRENT;
        double low = Math.max(log ? 1 : 0, Figures.quantile(ends(fits, Math::min), 1 - FEW));
        double high = Math.min(FloatingGates.MAX_CODE, Figures.quantile(ends(fits, Math::max), FEW));
        // circuits without a common range: all codes
        double least = high > low ? low : 1;
        double most = high > low ? high : FloatingGates.MAX_CODE;
        codes = IntStream.range(0, POINTS)
                .mapToDouble(k -> log
                        ? least * Math.pow(most / least, k / (POINTS - 1.0))
                        : least + (most - least) * k / (POINTS - 1.0))
                .toArray();
        values = fits.stream()
                .map(t -> Arrays.stream(codes).map(c -> shown(t, c)).toArray())
                .toArray(double[][]::new);
    }

    private static double[] ends(List<Transfer> fits, DoubleBinaryOperator which) {
        return fits.stream()
                .mapToDouble(t -> which.applyAsDouble(
                        t.toDac(t.domain().min()), t.toDac(t.domain().max())))
                .toArray();
    }

    static void draw(Xml xml, Quantity quantity, Transfer ideal, List<Transfer> fits) {
        new FitChart(xml, quantity, ideal, fits).draw();
    }

    /// What is drawn of a code; NaN where the fit does not hold.
    private double shown(Transfer transfer, double code) {
        double si = transfer.toSi(code);
        if (!(Math.abs(transfer.toDac(si) - code) < 0.5)) {
            return Double.NaN;
        }
        return quantity.isPotential() ? 1e3 * (si - ideal.toSi(code)) : si > 0 ? si * quantity.perSi() : Double.NaN;
    }

    private void draw() {
        double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        double low = Figures.quantile(all, 0.002);
        double high = Figures.quantile(all, 0.998);
        if (Double.isNaN(low)) {
            xml.text("p", "Too few transfers to draw.", "class", "faint");
            return;
        }
        boolean potential = quantity.isPotential();
        if (potential) {
            low = Math.min(low, 0);
            high = Math.max(high, 0);
        }
        double room = potential ? 0.06 * Math.max(high - low, 1) : 0;
        Plot plot = Plot.begin(xml, WIDTH, HEIGHT, "Transfers of " + quantity.symbol());
        Axis x = plot.x(codes[0], codes[POINTS - 1], quantity.parameter().kind() == CellKind.CURRENT);
        Axis y = potential
                ? new Axis(low - room, high + room, false, plot.floor(), TOP)
                : new Axis(low * 0.9, high * 1.1, true, plot.floor(), TOP);
        plot.yAxis(
                y,
                y.ticks(5),
                Figures::tick,
                potential ? "distance from ideal, mV" : "%s, %s".formatted(quantity.symbol(), quantity.unit()));
        int shown = Math.min(MOST_LINES, values.length);
        for (int k = 0; k < shown; k++) {
            plot.path(line(x, y, values[(int) ((long) k * values.length / shown)]), "circuit");
        }
        plot.path(line(x, y, idealValues()), "ideal halo");
        plot.path(line(x, y, idealValues()), "ideal");
        plot.path(line(x, y, median()), "median halo");
        plot.path(line(x, y, median()), "median");
        plot.xAxis(x, x.ticks(6), Figures::tick, "code of the cell");
        legend(plot, shown);
        plot.end();
    }

    private void legend(Plot plot, int shown) {
        String circuits = shown == values.length
                ? "%d circuits".formatted(shown)
                : "%d of %,d circuits".formatted(shown, values.length);
        plot.line(Plot.LEFT, 10, Plot.LEFT + 18, 10, "circuit key");
        plot.text(Plot.LEFT + 23, 14, circuits, "start", "tick");
        plot.line(Plot.LEFT + 154, 10, Plot.LEFT + 172, 10, "median");
        plot.text(Plot.LEFT + 177, 14, "median", "start", "tick");
        plot.line(Plot.LEFT + 240, 10, Plot.LEFT + 258, 10, "ideal");
        plot.text(Plot.LEFT + 263, 14, "ideal", "start", "tick");
    }

    private double[] idealValues() {
        return Arrays.stream(codes).map(c -> shown(ideal, c)).toArray();
    }

    private double[] median() {
        return IntStream.range(0, POINTS)
                .mapToDouble(k -> {
                    double[] seen = Arrays.stream(values)
                            .mapToDouble(v -> v[k])
                            .filter(Double::isFinite)
                            .toArray();
                    return seen.length < (1 - 2 * FEW) * values.length ? Double.NaN : Figures.quantile(seen, 0.5);
                })
                .toArray();
    }

    /// Through what is known; places in tenths, relative to the one before, to keep it short.
    private String line(Axis x, Axis y, double[] of) {
        StringBuilder d = new StringBuilder();
        List<long[]> run = new ArrayList<>();
        for (int k = 0; k <= of.length; k++) {
            if (k < of.length && Double.isFinite(of[k])) {
                run.add(new long[] {Math.round(10 * x.at(codes[k])), Math.round(10 * y.at(of[k]))});
            } else {
                append(d, run);
                run.clear();
            }
        }
        return d.toString();
    }

    private static void append(StringBuilder d, List<long[]> run) {
        for (int k = 0; k < run.size(); k++) {
            long[] at = run.get(k);
            long[] from = k == 0 ? new long[2] : run.get(k - 1);
            d.append(k == 0 ? 'M' : k == 1 ? 'l' : ' ')
                    .append(Xml.number((at[0] - from[0]) / 10.0))
                    .append(' ')
                    .append(Xml.number((at[1] - from[1]) / 10.0));
        }
    }
}
