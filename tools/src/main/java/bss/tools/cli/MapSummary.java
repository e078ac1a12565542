package bss.tools.cli;

import bss.mapper.parameters.Change;
import bss.mapper.report.MappingReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a mapping tells on the terminal.
final class MapSummary {

    private static final int MAX_CHANGES = 8;

    private MapSummary() {}

    static void print(MappingReport report, PrintWriter out) {
        out.printf(
                "%d of %d neurons placed on %d chips; %d of %d synapses realised, %d lost (%.2f %%)%n",
                report.neurons().placed(),
                report.neurons().requested(),
                chips(report),
                report.synapses().realised(),
                report.synapses().requested(),
                report.synapses().lost(),
                100 * report.loss());
        if (report.synapses().lost() > 0) {
            String causes = report.synapses().lostByCause().entrySet().stream()
                    .filter(e -> e.getValue() > 0)
                    .map(e -> e.getValue() + " " + e.getKey().key())
                    .collect(Collectors.joining(", "));
            out.printf(
                    "lost by cause: %s; no mapper can lose less than %d, with this placement none less than %d, with this routing none less than %d%n",
                    causes,
                    report.bounds().free(),
                    report.bounds().placed(),
                    report.bounds().routed());
        }
        report.changed().stream().limit(MAX_CHANGES).forEach(c -> out.println(describe(c)));
        if (report.changed().size() > MAX_CHANGES) {
            out.printf(
                    "... and %d more changes, see --report%n", report.changed().size() - MAX_CHANGES);
        }
    }

    private static String describe(Change change) {
        String values = Double.isNaN(change.requestedMin())
                ? ""
                : ", %s instead of %s"
                        .formatted(
                                range(change.realisedMin(), change.realisedMax()),
                                range(change.requestedMin(), change.requestedMax()));
        return "%s: %s of %d cells %s%s: %s"
                .formatted(
                        change.population(),
                        change.parameter(),
                        change.cells(),
                        change.feature().name().toLowerCase(Locale.ROOT),
                        values,
                        change.reason());
    }

    private static String range(double min, double max) {
        if (Double.isNaN(min)) {
            return "none";
        }
        return min == max ? "%.4g".formatted(min) : "%.4g..%.4g".formatted(min, max);
    }

    private static long chips(MappingReport report) {
        return report.resources().stream()
                .filter(u -> u.resource().equals("hicanns"))
                .mapToLong(MappingReport.Usage::used)
                .findFirst()
                .orElse(0);
    }
}
