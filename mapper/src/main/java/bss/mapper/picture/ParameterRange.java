package bss.mapper.picture;

/// A parameter over all cells of a population, or all synapses of a projection, that are on the wafer.
///
/// @param of label of the population or projection
/// @param parameter PyNN's name
/// @param unit PyNN's unit
/// @param requested as the network asks
/// @param realised as the hardware gives
public record ParameterRange(String of, String parameter, String unit, Range requested, Range realised) {

    /// Smallest and largest value.
    public record Range(double min, double max) {}

    static String unit(String parameter) {
        return switch (parameter) {
            case "weight" -> "uS";
            case "cm" -> "nF";
            case "i_offset", "b" -> "nA";
            case "a" -> "nS";
            case "v_rest", "v_reset", "v_thresh", "v_spike", "e_rev_E", "e_rev_I", "delta_T" -> "mV";
            default -> "ms";
        };
    }

    /// Collects pairs of values; those that are not numbers do not count.
    static final class Builder {

        private double requestedMin = Double.POSITIVE_INFINITY;
        private double requestedMax = Double.NEGATIVE_INFINITY;
        private double realisedMin = Double.POSITIVE_INFINITY;
        private double realisedMax = Double.NEGATIVE_INFINITY;

        void add(double requested, double realised) {
            if (Double.isFinite(requested) && Double.isFinite(realised)) {
                requestedMin = Math.min(requestedMin, requested);
                requestedMax = Math.max(requestedMax, requested);
                realisedMin = Math.min(realisedMin, realised);
                realisedMax = Math.max(realisedMax, realised);
            }
        }

        boolean isEmpty() {
            return requestedMin > requestedMax;
        }

        ParameterRange build(String of, String parameter) {
            return new ParameterRange(
                    of,
                    parameter,
                    unit(parameter),
                    new Range(requestedMin, requestedMax),
                    new Range(realisedMin, realisedMax));
        }
    }
}
