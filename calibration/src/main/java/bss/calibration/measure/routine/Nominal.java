package bss.calibration.measure.routine;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;

/// What a code does on an average circuit: the ideal transfer of the level that cells reach, 35 mV + 0.91 of the ideal
/// one (halbe:tools/FG/result_doc/results.tex).
final class Nominal {

    private static final double FLOOR_CODES = FloatingGates.codeOfVolt(0.035);
    private static final double SLOPE = 0.91;

    /// Codes per volt of a potential.
    static final double CODES_PER_VOLT = FloatingGates.MAX_CODE / FloatingGates.MAX_VOLT / SLOPE;

    private Nominal() {}

    /// The level of a cell in codes of the ideal scale.
    static double level(double code) {
        return FLOOR_CODES + SLOPE * code;
    }

    static double si(NeuronParameter parameter, double code) {
        return IdealTransfers.of(parameter, CircuitMode.DEFAULT).toSi(level(code));
    }

    static double refractory(double code) {
        return si(NeuronParameter.I_PL, code);
    }

    static double tauM(double code) {
        return si(NeuronParameter.I_GL, code);
    }
}
