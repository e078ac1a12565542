package bss.tools.job.schedule;

import bss.spec.coord.FpgaOnWafer;

/// Which parts of a wafer a job wants to itself.
public sealed interface Claim {

    /// None in particular: the job shares nothing with others, as one that is emulated.
    record Any() implements Claim {}

    /// These FPGAs and no others.
    ///
    /// @param fpgas at least one
    record Given(FpgaSet fpgas) implements Claim {

        public Given {
            if (fpgas.isEmpty()) {
                throw new IllegalArgumentException("the claim names no FPGA, must name at least one, or be any()");
            }
        }
    }

    /// FPGAs wherever there are some whose reticles hang together.
    ///
    /// @param count 1 to 48
    record Contiguous(int count) implements Claim {

        public Contiguous {
            if (count < 1 || count > FpgaOnWafer.COUNT) {
                throw new IllegalArgumentException(
                        "the claim is of %d FPGAs, must be of 1 to %d".formatted(count, FpgaOnWafer.COUNT));
            }
        }
    }

    /// Nothing that others could want.
    static Claim any() {
        return new Any();
    }

    /// The FPGAs with these numbers, 0 to 47.
    static Claim given(int... fpgas) {
        return new Given(FpgaSet.of(fpgas));
    }

    /// Any `count` FPGAs whose reticles hang together.
    static Claim contiguous(int count) {
        return new Contiguous(count);
    }

    /// How many FPGAs are wanted, 0 to 48.
    default int size() {
        return switch (this) {
            case Any _ -> 0;
            case Given given -> given.fpgas().size();
            case Contiguous contiguous -> contiguous.count();
        };
    }
}
