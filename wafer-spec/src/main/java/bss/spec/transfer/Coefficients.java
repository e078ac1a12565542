package bss.spec.transfer;

import java.util.Arrays;
import java.util.List;

/// The coefficients of a polynomial in ascending powers, immutable and compared by value.
public record Coefficients(List<Double> ascending) {

    public Coefficients {
        ascending = List.copyOf(ascending);
        if (ascending.isEmpty() || ascending.stream().anyMatch(c -> !Double.isFinite(c))) {
            throw new IllegalArgumentException("coefficients are %s, must be finite numbers".formatted(ascending));
        }
    }

    /// From ascending powers.
    public static Coefficients of(double... ascending) {
        return new Coefficients(Arrays.stream(ascending).boxed().toList());
    }

    /// The sum of c_i x^i, by Horner.
    public double at(double x) {
        double sum = 0;
        for (int i = ascending.size() - 1; i >= 0; i--) {
            sum = sum * x + ascending.get(i);
        }
        return sum;
    }
}
