package bss.calibration;

import bss.spec.fg.FloatingGates;
import bss.spec.transfer.Domain;
import bss.spec.transfer.OutsideDomain;
import bss.spec.transfer.Transfer;

/// What a cell of a given transfer can reach: the part of its domain whose codes lie in 0..1023.
record Reach(Domain domain) {

    // half a code beyond either end still rounds to it
    private static final double HALF = 0.5;

    static Reach of(Transfer transfer) {
        double one = edge(transfer, -HALF);
        double other = edge(transfer, FloatingGates.MAX_CODE + HALF);
        return new Reach(new Domain(Math.min(one, other), Math.max(one, other)));
    }

    /// Whether the hardware value is out of reach; a rounding error beyond an end is not.
    boolean clips(double si) {
        return !(si >= low() && si <= high());
    }

    /// The least value that does not clip.
    double low() {
        return domain.min() - tolerance();
    }

    /// The largest value that does not clip.
    double high() {
        return domain.max() + tolerance();
    }

    private double tolerance() {
        return 1e-9 * Math.max(Math.abs(domain.min()), Math.abs(domain.max()));
    }

    private static double edge(Transfer transfer, double code) {
        return transfer.toSi(code, OutsideDomain.CLIP);
    }
}
