package bss.mapper.check;

import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/// What a legal configuration depends on beside the hardware.
///
/// @param chainLength drivers of the longest chain allowed, 1 to 56
/// @param rateHz rate of an external source by its number among all cells, biological; NaN where it is not known
/// @param share part of the input bandwidth that may be used
public record CheckOptions(int chainLength, IntToDoubleFunction rateHz, double share) {

    /// Chains of up to three drivers, rates not checked.
    public static final CheckOptions DEFAULTS = new CheckOptions(3, cell -> Double.NaN, 1);

    OptionalDouble rate(int cell) {
        double rate = rateHz.applyAsDouble(cell);
        return Double.isNaN(rate) ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }
}
