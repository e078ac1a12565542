package bss.calibration.measure.routine;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;

/// What a code does on an average circuit of an average chip: the ideal transfer of the level that cells reach by their
/// published scale. Good for choosing settings and search ranges; fits take the scale of the chip.
final class Nominal {

    /// Codes per volt of a potential on the ideal scale.
    static final double IDEAL_PER_VOLT = FloatingGates.codeOfVolt(1);

    /// Codes per volt of a potential.
    static final double CODES_PER_VOLT = IDEAL_PER_VOLT / CellScale.PUBLISHED.slope();

    private Nominal() {}

    static double si(NeuronParameter parameter, double code) {
        return CellScale.PUBLISHED.si(parameter, code);
    }

    static double tauM(double code) {
        return si(NeuronParameter.I_GL, code);
    }
}
