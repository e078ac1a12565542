package bss.emulator.kernel;

/// One neuron circuit in hardware units: the coefficients of
/// `C dV/dt = gL (E_l - V) + gL ΔT exp((V - V_exp) / ΔT) + Σ g (E_syn - V) + I - w`,
/// `tauW dw/dt = a (V - E_l) - w`.
///
/// Voltages are on the chip's scale, times those of the chip (10^4 times faster than biology). Denmems that share
/// a membrane and are equal make one circuit, with the sums of their capacitances, conductances, a and b. Members
/// that differ make a group ([CircuitState#setGroup]); each is then given with the capacitance of the whole
/// membrane.
///
/// The ranges are those in which the kernels' integers cannot overflow; they contain the chip's (docs/kernel.md)
/// with room for mismatch. Range errors are reported as [IllegalArgumentException].
///
/// @param capacitanceFarad capacitance of the whole membrane; above 0
/// @param gLSiemens leak conductance; C / gL at least 42.7 ns (5.33 steps). With exponential term at most 0.5 s
/// @param eLVolt resting potential E_l, 0 to 1.8 V
/// @param eSynxVolt excitatory reversal potential E_synx, 0 to 1.8 V
/// @param eSyniVolt inhibitory reversal potential E_syni, 0 to 1.8 V
/// @param tauSynxSecond time constant of the excitatory conductance, at least 16 ns
/// @param tauSyniSecond time constant of the inhibitory conductance, at least 16 ns
/// @param deltaTVolt slope factor ΔT, 0.71 to 45 mV; not looked at without exponential term
/// @param vExpVolt onset V_exp of the exponential term, 0 to 2.5 V; not looked at without exponential term
/// @param vTVolt voltage V_t at which the circuit fires, 0 to 1.8 V
/// @param vResetVolt reset potential V_reset, 0 to 1.8 V
/// @param aSiemens coupling a of voltage to adaptation; |a h / C| (1 - exp(-h / tauW)) below 2^-9. The chip knows
///     only a >= 0
/// @param tauWSecond time constant of adaptation, at least 0.51 µs
/// @param bAmpere jump b of the adaptation current at a spike; |b| h / C below 0.24 V
/// @param tauRefracSecond time for which V stays at V_reset after a spike, 0 to 8 ms
/// @param exponential whether the exponential term is switched on
public record CircuitParameters(
        double capacitanceFarad,
        double gLSiemens,
        double eLVolt,
        double eSynxVolt,
        double eSyniVolt,
        double tauSynxSecond,
        double tauSyniSecond,
        double deltaTVolt,
        double vExpVolt,
        double vTVolt,
        double vResetVolt,
        double aSiemens,
        double tauWSecond,
        double bAmpere,
        double tauRefracSecond,
        boolean exponential) {

    private static final double RAIL_VOLT = 1.8;

    /// Largest leak per step: with it, conductances of 1/16 each, w of 1/4 and a current of 3/16 V per step, the
    /// slope stays below 1 V per step.
    private static final double MAX_LEAK = 3.0 / 16;

    /// Least leak per step beside an exponential term.
    private static final double LEAST_LEAK = 0x1p-26;

    /// The least leak conductance that a circuit with an exponential term can be computed with, in S.
    public static double leastLeakSiemens(double capacitanceFarad) {
        // a little more, so that rounding does not take it below
        return LEAST_LEAK * capacitanceFarad / CircuitState.STEP_SECOND * (1 + 0x1p-40);
    }

    public CircuitParameters {
        require("capacitance", "F", capacitanceFarad, 1e-15, 1e-6);
        double stepPerFarad = CircuitState.STEP_SECOND / capacitanceFarad;
        double leak = gLSiemens * stepPerFarad;
        if (!(leak >= (exponential ? LEAST_LEAK : 0) && leak < MAX_LEAK)) {
            throw new IllegalArgumentException("C / gL is %g s, must be at least 42.7 ns%s"
                    .formatted(capacitanceFarad / gLSiemens, exponential ? " and at most 0.5 s" : ""));
        }
        require("E_l", "V", eLVolt, 0, RAIL_VOLT);
        require("E_synx", "V", eSynxVolt, 0, RAIL_VOLT);
        require("E_syni", "V", eSyniVolt, 0, RAIL_VOLT);
        require("tau_synx", "s", tauSynxSecond, 16e-9, 1);
        require("tau_syni", "s", tauSyniSecond, 16e-9, 1);
        if (exponential) {
            require("delta_T", "V", deltaTVolt, 0.71e-3, 45e-3);
            require("V_exp", "V", vExpVolt, 0, 2.5);
        }
        require("V_t", "V", vTVolt, 0, RAIL_VOLT);
        require("V_reset", "V", vResetVolt, 0, RAIL_VOLT);
        require("tau_w", "s", tauWSecond, 0.51e-6, 1);
        double coupling = aSiemens * stepPerFarad * -StrictMath.expm1(-CircuitState.STEP_SECOND / tauWSecond);
        if (!(Math.abs(coupling) < 0x1p-9)) {
            throw new IllegalArgumentException(
                    "a is %g S with C = %g F and tau_w = %g s: a h / C (1 - exp(-h / tau_w)) is %g, must be %s"
                            .formatted(aSiemens, capacitanceFarad, tauWSecond, coupling, "within +-2^-9"));
        }
        if (!(Math.abs(bAmpere * stepPerFarad) < 0.24)) {
            throw new IllegalArgumentException("b is %g A with C = %g F: b h / C is %g V, must be within +-0.24 V"
                    .formatted(bAmpere, capacitanceFarad, bAmpere * stepPerFarad));
        }
        require("tau_refrac", "s", tauRefracSecond, 0, 8e-3);
    }

    /// The same circuit with another V_t.
    public CircuitParameters withThreshold(double volt) {
        return new CircuitParameters(
                capacitanceFarad,
                gLSiemens,
                eLVolt,
                eSynxVolt,
                eSyniVolt,
                tauSynxSecond,
                tauSyniSecond,
                deltaTVolt,
                vExpVolt,
                volt,
                vResetVolt,
                aSiemens,
                tauWSecond,
                bAmpere,
                tauRefracSecond,
                exponential);
    }

    private static void require(String name, String unit, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    "%s is %s %s, must be %s to %s %s".formatted(name, value, unit, low, high, unit));
        }
    }
}
