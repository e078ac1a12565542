package bss.spec.transfer;

import java.util.function.DoubleUnaryOperator;

/// The reverse of a function that is monotone on a domain, by halving a bracket down to neighbouring doubles.
///
/// Calibtic solves for all complex roots and keeps the real one inside the domain; on a monotone piece that is this
/// one.
/// Nothing but additions and the function itself decides, so every machine finds the same double.
final class MonotoneRoot {

    private MonotoneRoot() {}

    static double find(DoubleUnaryOperator f, double dac, Domain domain, OutsideDomain outside) {
        if (Double.isNaN(dac)) {
            throw new IllegalArgumentException("code is NaN, must be a number");
        }
        double low = domain.min();
        double high = domain.max();
        double atLow = f.applyAsDouble(low);
        double atHigh = f.applyAsDouble(high);
        double sign = atLow <= atHigh ? 1 : -1;
        if (sign * dac <= sign * atLow || sign * dac >= sign * atHigh) {
            if (outside == OutsideDomain.THROW && (sign * dac < sign * atLow || sign * dac > sign * atHigh)) {
                throw new IllegalArgumentException(
                        "code is %s, must be %s..%s".formatted(dac, Math.min(atLow, atHigh), Math.max(atLow, atHigh)));
            }
            return sign * dac <= sign * atLow ? low : high;
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (sign * f.applyAsDouble(middle) < sign * dac) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double missLow = Math.abs(f.applyAsDouble(low) - dac);
        double missHigh = Math.abs(f.applyAsDouble(high) - dac);
        return missLow < missHigh ? low : high;
    }
}
