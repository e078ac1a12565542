package bss.tools.cli;

import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.MeasuredCalibration;
import bss.calibration.measure.result.Rejection;
import bss.spec.coord.AdcGroupOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.topology.WaferTopology;
import bss.tools.calibration.CalibrationPlan;
import bss.tools.calibration.CalibrationQuality;
import bss.tools.calibration.CalibrationRun;
import bss.tools.calibration.CalibrationSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// Tells users how a calibration goes, and what came out.
final class CalibrationSummary implements CalibrationRun.Listener {

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private static final List<DefectClass> LINES =
            List.of(DefectClass.HLINE, DefectClass.VLINE, DefectClass.HREPEATER, DefectClass.VREPEATER);

    private final int chips;
    private final boolean synthetic;
    private final PrintWriter out;
    private final ProgressBar progress;
    private final long start = System.nanoTime();
    /// By chip under way.
    private final Map<Integer, Double> fractions = new TreeMap<>();
    private int kept;
    private int done;

    CalibrationSummary(CalibrationPlan plan, PrintWriter out, PrintWriter err) {
        chips = plan.hicanns().size();
        synthetic = plan.synthetic();
        this.out = out;
        progress = new ProgressBar(err);
    }

    @Override
    public synchronized void step(int hicann, String step, double fraction) {
        fractions.put(hicann, fraction);
        show("chip %d: %s".formatted(hicann, step));
    }

    @Override
    public synchronized void finished(ChipCalibration chip, boolean now) {
        fractions.remove(chip.hicann());
        done++;
        progress.done();
        if (now) {
            out.println("chip %d: %s".formatted(chip.hicann(), line(List.of(chip))));
            if (done - kept == 1 && done < chips && !synthetic) {
                double each = (System.nanoTime() - start) * 1e-9;
                out.println("%d chips are left: %s on a wafer, %s here for each thread"
                        .formatted(
                                chips - done,
                                time((chips - done) * CalibrationSet.hardwareSecond(chip)),
                                time((chips - done) * each)));
            }
        } else {
            kept++;
            out.println("chip %d: kept from an earlier run".formatted(chip.hicann()));
        }
        show("chip %d: done".formatted(chip.hicann()));
    }

    private void show(String step) {
        double under = fractions.values().stream().mapToDouble(f -> f).sum();
        progress.at(progress.isTerminal() ? step : "calibrate", (done + under) / chips);
    }

    /// An experiment about the L1 buses is over.
    void lines(int experiments, int open) {
        progress.at(
                progress.isTerminal() ? "lines: %d experiments, %d parts open".formatted(experiments, open) : "lines",
                1);
    }

    /// Removes the bar.
    synchronized void end() {
        progress.done();
    }

    /// What all chips came to.
    void print(CalibrationSet set, Path file) {
        List<ChipCalibration> all = set.measured().chips();
        out.println("%d chips: %s".formatted(all.size(), line(all)));
        for (DefectClass kind : LINES) {
            out.println("%s that carry no events: %d"
                    .formatted(kind.key(), set.measured().defects().count(kind)));
        }
        if (!synthetic) {
            out.println("hardware time with all ADC boards at once: %s".formatted(time(withAllBoards(all))));
        }
        for (CalibrationQuality.Spread s : set.quality().spreads()) {
            boolean volt = CalibrationQuality.isPotential(s.parameter());
            out.println("%-10s sigma %s before, %s after"
                    .formatted(s.parameter().halcoName(), figure(s.before(), volt), figure(s.after(), volt)));
        }
        out.println("%scalibration of %s in %s"
                .formatted(synthetic ? "synthetic " : "", set.header().wafer(), file));
    }

    private static double withAllBoards(List<ChipCalibration> chips) {
        double[] byGroup = new double[AdcGroupOnWafer.COUNT];
        for (ChipCalibration chip : chips) {
            byGroup[WaferTopology.adcGroup(WaferTopology.dnc(chip.hicann()))] += CalibrationSet.hardwareSecond(chip);
        }
        return DoubleStream.of(byGroup).max().orElse(0);
    }

    private static String figure(double sigma, boolean volt) {
        return volt ? "%.1f mV".formatted(1e3 * sigma) : "%.1f %%".formatted(100 * sigma);
    }

    private String line(List<ChipCalibration> chips) {
        CalibrationQuality quality = CalibrationQuality.of(new MeasuredCalibration(chips));
        int all = quality.accepted() + quality.rejected();
        String reasons = quality.reasons().isEmpty()
                ? ""
                : quality.reasons().entrySet().stream()
                        .map(e -> words(e.getKey()) + " " + e.getValue())
                        .collect(Collectors.joining(", ", " (rejected: ", ")"));
        int dead = chips.stream().mapToInt(c -> c.rows().deadDrivers().length).sum();
        double hardware =
                chips.stream().mapToDouble(CalibrationSet::hardwareSecond).sum();
        String line = "%d of %d circuits accepted%s, %d dead drivers".formatted(quality.accepted(), all, reasons, dead);
        return synthetic ? line : "%s, %s of hardware time".formatted(line, time(hardware));
    }

    private static String words(Rejection.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String time(double second) {
        return second < 2 * MINUTE
                ? "%.0f s".formatted(second)
                : second < 2 * HOUR ? "%.0f min".formatted(second / MINUTE) : "%.1f h".formatted(second / HOUR);
    }
}
