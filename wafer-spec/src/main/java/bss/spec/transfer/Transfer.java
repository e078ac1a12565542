package bss.spec.transfer;

/// How one electrical quantity of a circuit [SI: V, A, S, s] depends on a floating-gate code, and back.
///
/// Codes are real numbers here: whoever writes a cell rounds ([bss.spec.fg.FloatingGates#nearestCode]); an analog cell
/// holds fractions of a code. Every transfer is strictly monotone on its domain (a table may rest on one value), so the
/// reverse is unique. It is defined for every code: a code that no value of the domain produces gives the nearest
/// end of the domain. Forms are those of calibtic:src/calibtic/trafo.
public sealed interface Transfer permits Constant, Lookup, NegativePowersPolynomial, OneOverPolynomial, Polynomial {

    /// The code of an electrical value, neither rounded nor limited to 0..1023.
    double toDac(double si, OutsideDomain outside);

    /// The electrical value of a code.
    double toSi(double dac, OutsideDomain outside);

    /// The values for which this transfer holds.
    Domain domain();

    /// [#toDac(double, OutsideDomain)], clipping to the domain.
    default double toDac(double si) {
        return toDac(si, OutsideDomain.CLIP);
    }

    /// [#toSi(double, OutsideDomain)], clipping to the domain.
    default double toSi(double dac) {
        return toSi(dac, OutsideDomain.CLIP);
    }
}
