package bss.tools.calibration.report;

import bss.spec.fg.CellKind;
import bss.spec.fg.NeuronParameter;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;
import bss.spec.transfer.Transfer;
import bss.tools.calibration.CalibrationQuality;

/// How a calibrated quantity is shown.
///
/// @param parameter whose cells set it
/// @param symbol for axes
/// @param meaning in words
/// @param unit that figures are shown in
/// @param perSi units per SI unit
record Quantity(NeuronParameter parameter, String symbol, String meaning, String unit, double perSi) {

    static Quantity of(NeuronParameter p) {
        return switch (p) {
            case V_T -> volt(p, "spike threshold");
            case E_L -> volt(p, "leak reversal potential");
            case E_SYNX -> volt(p, "excitatory reversal potential");
            case E_SYNI -> volt(p, "inhibitory reversal potential");
            case V_EXP -> volt(p, "exponential threshold");
            case V_CONVOFFX -> volt(p, "offset correction of the excitatory input");
            case V_CONVOFFI -> volt(p, "offset correction of the inhibitory input");
            case I_PL -> new Quantity(p, "τ_refrac", "refractory time", "µs", 1e6);
            case I_GL -> new Quantity(p, "τ_m", "membrane time constant", "µs", 1e6);
            case V_SYNTCX -> new Quantity(p, "τ_syn,exc", "excitatory synaptic time constant", "µs", 1e6);
            case V_SYNTCI -> new Quantity(p, "τ_syn,inh", "inhibitory synaptic time constant", "µs", 1e6);
            case I_REXP -> new Quantity(p, "Δ_T", "slope of the exponential", "mV", 1e3);
            case I_GLADAPT -> new Quantity(p, "a", "subthreshold adaptation", "nS", 1e9);
            case I_RADAPT -> new Quantity(p, "τ_w", "time constant of adaptation", "µs", 1e6);
            case I_FIRE -> new Quantity(p, "b", "spike-triggered adaptation", "nA", 1e9);
            default ->
                new Quantity(
                        p,
                        p.halcoName(),
                        "cell",
                        p.kind() == CellKind.VOLTAGE ? "V" : "µA",
                        p.kind() == CellKind.VOLTAGE ? 1 : 1e6);
        };
    }

    private static Quantity volt(NeuronParameter parameter, String meaning) {
        return new Quantity(parameter, parameter.halcoName(), meaning, "V", 1);
    }

    /// Whether misses are distances in V, else ratios.
    boolean isPotential() {
        return CalibrationQuality.isPotential(parameter);
    }

    /// The ideal transfer in a mode.
    Transfer ideal(CircuitMode mode) {
        return IdealTransfers.of(parameter, mode);
    }

    /// A value with its unit.
    String text(double si) {
        return Figures.three(si * perSi) + " " + unit;
    }

    /// A spread of misses, as [CalibrationQuality.Spread] has them, with its unit.
    String spread(double sigma) {
        return isPotential() ? Figures.three(1e3 * sigma) + " mV" : Figures.three(100 * sigma) + " %";
    }

    /// In which unit the residuals of its fits are.
    String residualUnit() {
        return switch (parameter) {
            case V_CONVOFFX, V_CONVOFFI -> "codes";
            default -> isPotential() ? "codes" : "ln";
        };
    }
}
