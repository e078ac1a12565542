package bss.mapper.explain;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers for people.
final class Numbers {

    private static final MathContext DIGITS = new MathContext(4);

    private Numbers() {}

    /// Four significant digits, without trailing zeros and exponent.
    static String words(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
