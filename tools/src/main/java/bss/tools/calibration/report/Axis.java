package bss.tools.calibration.report;

import java.util.ArrayList;
import java.util.List;

/// Where values lie on paper.
///
/// @param least value at `from`
/// @param most value at `to`
/// @param log by logarithm
/// @param from first place in a picture
/// @param to last place
record Axis(double least, double most, boolean log, double from, double to) {

    /// The place of a value, at most at an end.
    double at(double value) {
        double part = log
                ? Math.log(Math.max(value, Double.MIN_NORMAL) / least) / Math.log(most / least)
                : (value - least) / (most - least);
        return from + Math.clamp(part, 0.0, 1.0) * (to - from);
    }

    /// Values to write at the axis, about `count` of them.
    List<Double> ticks(int count) {
        return log && most / least > 5 ? decades(count) : steps(count);
    }

    private List<Double> steps(int count) {
        double rough = (most - least) / count;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double part = rough / power;
        double step = power * (part <= 1.001 ? 1 : part <= 2.001 ? 2 : part <= 5.001 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(least / step - 1e-9); k * step <= most + step * 1e-9; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    private List<Double> decades(int count) {
        double[][] choices = {{1, 2, 3, 5}, {1, 2, 5}, {1, 3}, {1}};
        for (double[] choice : choices) {
            List<Double> ticks = new ArrayList<>();
            for (int e = (int) Math.floor(Math.log10(least)); e <= Math.log10(most); e++) {
                for (double c : choice) {
                    double value = e < 0 ? c / Math.pow(10, -e) : c * Math.pow(10, e);
                    if (value >= least && value <= most) {
                        ticks.add(value);
                    }
                }
            }
            if (ticks.size() <= count + 2) {
                return ticks;
            }
        }
        return List.of(least, most);
    }
}
