package bss.emulator.silicon;

import bss.emulator.kernel.CircuitState;
import bss.spec.fg.FloatingGates;
import bss.spec.transfer.IdealCircuit;

/// The one place where circuits with mismatch are clipped to what the kernels can compute
/// ([bss.emulator.kernel.CircuitParameters]): mismatch far out in its tails would leave those ranges.
final class CircuitLimits {

    /// Longest refractory time, in s.
    static final double LONGEST_REFRACTORY = 8e-3;

    private static final double HIGHEST_V_EXP = 2.5;
    private static final double SHORTEST_TAU_M = 43e-9;
    /// So that a membrane of all denmems of a chip still leaks enough for an exponential term.
    private static final double LONGEST_TAU_M = 1e-3;

    private static final double LONGEST_TAU = 0.4;
    private static final double SHORTEST_TAU_SYN = 16e-9;
    private static final double SHORTEST_TAU_W = 0.52e-6;
    private static final double LEAST_DELTA_T = 0.72e-3;
    private static final double MOST_DELTA_T = 44e-3;
    /// Of a h / C (1 - exp(-h / tau_w)), which has to be below 2^-9.
    private static final double MOST_COUPLING = 0.99 * 0x1p-9;
    /// Of b h / C in V.
    private static final double MOST_JUMP = 0.23;

    private CircuitLimits() {}

    /// The nearest circuit that the kernels can compute.
    static IdealCircuit clip(IdealCircuit c) {
        double stepPerFarad = CircuitState.STEP_SECOND / c.capacitance();
        double tauW = Math.clamp(c.tauW(), SHORTEST_TAU_W, LONGEST_TAU);
        double mostA = MOST_COUPLING / (stepPerFarad * -StrictMath.expm1(-CircuitState.STEP_SECOND / tauW));
        return new IdealCircuit(
                c.capacitance(),
                Math.clamp(c.tauM(), SHORTEST_TAU_M, LONGEST_TAU_M),
                potential(c.eL()),
                potential(c.eSynx()),
                potential(c.eSyni()),
                potential(c.vSpike()),
                Math.clamp(c.vExp(), 0, HIGHEST_V_EXP),
                potential(c.vReset()),
                c.exponential(),
                Math.clamp(c.deltaT(), LEAST_DELTA_T, MOST_DELTA_T),
                Math.clamp(c.a(), 0, mostA),
                tauW,
                Math.clamp(c.b(), 0, MOST_JUMP / stepPerFarad),
                Math.clamp(c.tauRefrac(), 0, LONGEST_REFRACTORY),
                Math.clamp(c.tauSynx(), SHORTEST_TAU_SYN, LONGEST_TAU),
                Math.clamp(c.tauSyni(), SHORTEST_TAU_SYN, LONGEST_TAU),
                c.inputx(),
                c.inputi());
    }

    private static double potential(double volt) {
        return Math.clamp(volt, 0, FloatingGates.MAX_VOLT);
    }
}
