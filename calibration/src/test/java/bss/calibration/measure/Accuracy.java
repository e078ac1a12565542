package bss.calibration.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How far a quantity lies from its targets over all accepted circuits. What all have in common at a target is left
/// out:
/// of a potential it is the ADC board's, which nobody can see from outside.
///
/// @param name of the parameter
/// @param before sigma with the codes of the ideal transfer: volts, or of the logarithm of all that is no potential
/// @param after with the codes of each circuit's own transfer
/// @param floor sigma of writing the same code again and again
/// @param mean largest distance of the mean over the circuits from a target
/// @param count values, of circuits whose transfer holds for the target
/// @param possible values if all accepted circuits reached all targets
/// @param most limit on `after` beside the relative one
record Accuracy(
        String name, double before, double after, double floor, double mean, int count, int possible, double most) {

    static final String HEAD =
            "| parameter | sigma before | after | after / before | rewrite | largest mean | values | of "
                    + "| pass |\n|---|---|---|---|---|---|---|---|---|";

    /// This one where the means say nothing.
    Accuracy aroundMean() {
        return new Accuracy(name, before, after, floor, 0, count, possible, most);
    }

    /// A third of the spread before, or one and a half times what writing again makes of it.
    boolean passes() {
        return count > 0 && after <= Math.max(before / 3, 1.5 * floor) && after <= most;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %s | %.4g | %.4g | %.2f | %.4g | %.4g | %d | %d | %s |",
                name,
                before,
                after,
                after / before,
                floor,
                mean,
                count,
                possible,
                passes() ? "yes" : "NO");
    }

    /// Gathers what came out, target by target.
    static final class Gathering {

        private final List<Double> before = new ArrayList<>();
        private final List<Double> after = new ArrayList<>();
        private double noise;
        private int rewrites;
        private double mean;
        private int possible;

        /// @param rewritten each several times what came out of writing the same code
        void target(List<Double> plain, List<Double> calibrated, List<List<Double>> rewritten, int circuits) {
            before.addAll(aroundMean(plain));
            after.addAll(aroundMean(calibrated));
            rewritten.forEach(of -> noise += Math.pow(sigma(of), 2));
            rewrites += rewritten.size();
            double here = calibrated.stream().mapToDouble(v -> v).average().orElse(0);
            mean = Math.abs(here) > Math.abs(mean) ? here : mean;
            possible += circuits;
        }

        Accuracy result(String name, double most) {
            return new Accuracy(
                    name,
                    sigma(before),
                    sigma(after),
                    Math.sqrt(noise / Math.max(1, rewrites)),
                    mean,
                    after.size(),
                    possible,
                    most);
        }

        private static List<Double> aroundMean(List<Double> values) {
            double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
            return values.stream().map(v -> v - mean).toList();
        }

        private static double sigma(List<Double> values) {
            double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
            double sum =
                    values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            return Math.sqrt(sum / Math.max(1, values.size() - 1));
        }
    }
}
