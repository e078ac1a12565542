package bss.spec.transfer;

import bss.spec.fg.CellKind;

/// A bias: the code is fixed whatever is asked; in reverse it is what its cell ideally holds in V or A.
public record Constant(double dac, CellKind kind) implements Transfer {

    @Override
    public double toDac(double si, OutsideDomain outside) {
        return dac;
    }

    @Override
    public double toSi(double dac, OutsideDomain outside) {
        return dac * kind.siPerCode();
    }

    @Override
    public Domain domain() {
        return Domain.ALL;
    }
}
