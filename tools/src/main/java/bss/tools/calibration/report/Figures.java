package bss.tools.calibration.report;

import java.util.Arrays;
import java.util.Locale;

/// Numbers for people.
final class Figures {

    private Figures() {}

    /// With three digits or all before the point.
    static String three(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) >= 1e6) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int before = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(3L - before, 0, 6) + "f", value);
    }

    /// As short as an axis needs it.
    static String tick(double value) {
        if (Math.abs(value) >= 1e6) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        String text = String.format(Locale.ROOT, "%.4f", value);
        String shortened = text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
        return shortened.equals("-0") ? "0" : shortened.replace('-', '−');
    }

    /// A duration.
    static String duration(double second) {
        long whole = Math.round(second);
        return whole < 60
                ? three(second) + " s"
                : whole < 3600
                        ? "%d min %d s".formatted(whole / 60, whole % 60)
                        : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
    }

    /// The value below which a part of the finite values lies, 0 to 1; NaN of none.
    static double quantile(double[] values, double part) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(part * (sorted.length - 1))];
    }
}
