package bss.hil.report;

import bss.hil.run.Figure;
import bss.hil.run.Outcome;
import bss.hil.run.RunResult;
import bss.hil.run.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Words and numbers that all reports share.
final class Texts {

    private static final double LARGE = 1e6;
    private static final double SMALL = 1e-3;

    private Texts() {}

    static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /// With four digits that count.
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LARGE) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        double size = Math.abs(value);
        if (size >= LARGE || size < SMALL) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 6);
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /// As short as it can be: 0.5, not 0.5000.
    static String tick(double value) {
        String number = number(value);
        return number.contains(".") && !number.contains("e") ? number.replaceAll("\\.?0+$", "") : number;
    }

    static String figure(Figure figure) {
        return "%s %s %s"
                .formatted(figure.name(), number(figure.value()), figure.unit())
                .strip();
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /// FPGAs as the option `--parts` takes them.
    static String parts(List<Integer> fpgas) {
        return fpgas.stream().map(f -> "F" + f).collect(Collectors.joining(","));
    }

    /// How many tests came to which verdict.
    static String counts(RunResult result) {
        return Stream.of(Verdict.values())
                .filter(v -> result.count(v) > 0)
                .map(v -> "%d %s".formatted(result.count(v), words(v)))
                .collect(Collectors.joining(", "));
    }

    static String words(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "passed";
            case FAIL -> "failed";
            case SKIP -> "skipped";
            case XFAIL -> "failed as known";
            case ERROR -> "went wrong";
        };
    }

    /// Who was tested.
    static String endpoint(RunResult result) {
        return result.plan().endpoint().toString();
    }

    /// What went wrong, with the last frames.
    static String details(Outcome outcome) {
        return Stream.concat(Stream.of(outcome.message()), outcome.lastFrames().stream())
                .collect(Collectors.joining("\n"));
    }
}
