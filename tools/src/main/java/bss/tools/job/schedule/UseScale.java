package bss.tools.job.schedule;

/// Use that is forgotten exponentially, as a level that stays the same while nothing is used.
///
/// A level is `log2(use) + now / halfLife`. All uses fade alike, so users keep their order as time goes by and
/// need not be sorted anew; and a logarithm cannot overflow however long the service runs.
record UseScale(double halfLifeMs) {

    /// The level of who has used nothing.
    static final double NO_USE = Double.NEGATIVE_INFINITY;

    private static final double LN2 = StrictMath.log(2);

    /// The level of a use, at least 0, at this time.
    double level(double use, long nowMs) {
        return use == 0 ? NO_USE : StrictMath.log(use) / LN2 + nowMs / halfLifeMs;
    }

    /// The use that is left of a level at this time.
    double use(double level, long nowMs) {
        return StrictMath.pow(2, level - nowMs / halfLifeMs);
    }

    /// The level of two uses together.
    static double sum(double a, double b) {
        double high = Math.max(a, b);
        double low = Math.min(a, b);
        return low == NO_USE ? high : high + StrictMath.log1p(StrictMath.pow(2, low - high)) / LN2;
    }
}
