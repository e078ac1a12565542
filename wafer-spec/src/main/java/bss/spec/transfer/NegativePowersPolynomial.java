package bss.spec.transfer;

/// code = sum of c_i x^-i.
public record NegativePowersPolynomial(Coefficients coefficients, Domain domain) implements Transfer {

    /// From coefficients in ascending order and the ends of the domain in SI.
    public static NegativePowersPolynomial of(double min, double max, double... ascending) {
        return new NegativePowersPolynomial(Coefficients.of(ascending), new Domain(min, max));
    }

    @Override
    public double toDac(double si, OutsideDomain outside) {
        return formula(domain.respect(si, outside));
    }

    @Override
    public double toSi(double dac, OutsideDomain outside) {
        return MonotoneRoot.find(this::formula, dac, domain, outside);
    }

    private double formula(double x) {
        return coefficients.at(1 / x);
    }
}
