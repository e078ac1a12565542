package bss.tools.reference;

/// The cubic through two values with given slopes, over the unit interval.
final class Hermite {

    /// Halvings of the unit interval until double precision is used up.
    private static final int BISECTIONS = 54;

    private Hermite() {}

    /// Value at `s`; slopes are per unit interval.
    static double at(double s, double y0, double d0, double y1, double d1) {
        double rise = y1 - y0;
        double c2 = 3 * rise - 2 * d0 - d1;
        double c3 = d0 + d1 - 2 * rise;
        return y0 + s * (d0 + s * (c2 + s * c3));
    }

    /// First `s` in 0..1 at which the cubic is at or above `level`, or 2 if it stays below; `y0` must be below.
    /// A hump between the ends counts when it rises at 0 and falls at 1.
    static double firstReach(double y0, double d0, double y1, double d1, double level) {
        double high = 1;
        if (y1 < level) {
            if (!(d0 > 0 && d1 < 0 && y0 + d0 >= level)) {
                return 2;
            }
            high = summit(y0, d0, y1, d1);
            if (at(high, y0, d0, y1, d1) < level) {
                return 2;
            }
        }
        double low = 0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = 0.5 * (low + high);
            if (at(middle, y0, d0, y1, d1) >= level) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// Where a cubic that rises at 0 and falls at 1 is highest.
    private static double summit(double y0, double d0, double y1, double d1) {
        double rise = y1 - y0;
        double c2 = 3 * rise - 2 * d0 - d1;
        double c3 = d0 + d1 - 2 * rise;
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = 0.5 * (low + high);
            if (d0 + middle * (2 * c2 + 3 * middle * c3) >= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
