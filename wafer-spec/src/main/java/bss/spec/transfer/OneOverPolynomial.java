package bss.spec.transfer;

/// code = 1 / (sum of c_i x^i).
public record OneOverPolynomial(Coefficients coefficients, Domain domain) implements Transfer {

    /// From coefficients in ascending order and the ends of the domain in SI.
    public static OneOverPolynomial of(double min, double max, double... ascending) {
        return new OneOverPolynomial(Coefficients.of(ascending), new Domain(min, max));
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
        return 1 / coefficients.at(x);
    }
}
