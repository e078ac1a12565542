package bss.spec.transfer;

import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;

/// How the levels of the cells of one denmem become electrical quantities: by the ideal transfers, or by those of a
/// circuit with mismatch.
public interface CircuitTransfers {

    /// The quantity [SI] of a parameter of the denmem, as [IdealTransfers] names it.
    ///
    /// @param level what the cell holds, in codes
    double si(NeuronParameter parameter, double level);

    /// The quantity [SI] of a shared parameter of the denmem's quad position.
    ///
    /// @param level what the cell holds, in codes
    double si(SharedParameter parameter, double level);

    /// The ideal transfers under the given settings.
    static CircuitTransfers ideal(CircuitMode mode) {
        return new CircuitTransfers() {
            @Override
            public double si(NeuronParameter parameter, double level) {
                return IdealTransfers.of(parameter, mode).toSi(level);
            }

            @Override
            public double si(SharedParameter parameter, double level) {
                return IdealTransfers.of(parameter).toSi(level);
            }
        };
    }
}
