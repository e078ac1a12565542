package bss.spec.transfer;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;

/// One denmem's electrical parameters as the ideal circuit has them for given codes [SI: F, s, V, S, A].
///
/// Equations (ess:systemsim/CompoundNeuron.cpp): C dV/dt = -g_l (V - E_l) + g_l Delta_T exp((V - V_exp) / Delta_T) - w
/// + sum g (E - V) + I; tau_w dw/dt = a (V - E_l) - w; at V >= V_t: V = V_reset for tau_refrac, w += b.
///
/// Codes that switch a term off: I_gladapt 0 (a = 0), I_fire 0 (b = 0), I_conv* 0 (that input), and
/// V_exp = I_rexp = I_bexp = 1023 (the exponential, calibtic's disableExponentialTerm). Switches go by the written
/// code, quantities by what the cell holds.
///
/// @param capacitance of this denmem in F
/// @param tauM membrane time constant in s; the leak conductance is capacitance / tauM
/// @param vSpike the comparator's threshold, from V_t, in V
/// @param vExp the exponential's threshold in V; without meaning if the exponential is off
public record IdealCircuit(
        double capacitance,
        double tauM,
        double eL,
        double eSynx,
        double eSyni,
        double vSpike,
        double vExp,
        double vReset,
        boolean exponential,
        double deltaT,
        double a,
        double tauW,
        double b,
        double tauRefrac,
        double tauSynx,
        double tauSyni,
        boolean inputx,
        boolean inputi) {

    /// Decodes the codes of one denmem by the ideal transfers.
    public static IdealCircuit decode(FgCodes codes, CircuitMode mode) {
        return decode(codes, mode, CircuitTransfers.ideal(mode));
    }

    /// Decodes the codes of one denmem by the given transfers.
    public static IdealCircuit decode(FgCodes codes, CircuitMode mode, CircuitTransfers transfers) {
        boolean exponentialOff = codes.neuron(NeuronParameter.V_EXP) == FloatingGates.MAX_CODE
                && codes.neuron(NeuronParameter.I_REXP) == FloatingGates.MAX_CODE
                && codes.neuron(NeuronParameter.I_BEXP) == FloatingGates.MAX_CODE;
        return new IdealCircuit(
                mode.capacitance(),
                si(codes, transfers, NeuronParameter.I_GL),
                si(codes, transfers, NeuronParameter.E_L),
                si(codes, transfers, NeuronParameter.E_SYNX),
                si(codes, transfers, NeuronParameter.E_SYNI),
                si(codes, transfers, NeuronParameter.V_T),
                si(codes, transfers, NeuronParameter.V_EXP),
                transfers.si(SharedParameter.V_RESET, codes.sharedLevel(SharedParameter.V_RESET)),
                !exponentialOff,
                si(codes, transfers, NeuronParameter.I_REXP),
                siOrOff(codes, transfers, NeuronParameter.I_GLADAPT),
                si(codes, transfers, NeuronParameter.I_RADAPT),
                siOrOff(codes, transfers, NeuronParameter.I_FIRE),
                si(codes, transfers, NeuronParameter.I_PL),
                si(codes, transfers, NeuronParameter.V_SYNTCX),
                si(codes, transfers, NeuronParameter.V_SYNTCI),
                codes.neuron(NeuronParameter.I_CONVX) != 0,
                codes.neuron(NeuronParameter.I_CONVI) != 0);
    }

    /// The same circuit with another leak.
    ///
    /// @param newTauM membrane time constant in s
    /// @param newEL resting potential in V
    /// @param newVExp the exponential's threshold in V
    public IdealCircuit withLeak(double newTauM, double newEL, double newVExp) {
        return with(newTauM, newEL, newVExp, exponential, inputx, inputi);
    }

    /// The same membrane without exponential term and inputs.
    public IdealCircuit passive() {
        return with(tauM, eL, vExp, false, false, false);
    }

    private IdealCircuit with(
            double newTauM, double newEL, double newVExp, boolean withExponential, boolean withX, boolean withI) {
        return new IdealCircuit(
                capacitance,
                newTauM,
                newEL,
                eSynx,
                eSyni,
                vSpike,
                newVExp,
                vReset,
                withExponential,
                deltaT,
                a,
                tauW,
                b,
                tauRefrac,
                tauSynx,
                tauSyni,
                withX,
                withI);
    }

    /// The leak conductance in S.
    public double gL() {
        return capacitance / tauM;
    }

    /// The current of a stimulus code 0..1023 in A; 2.5 uA at 1023, what a floating-gate current cell delivers.
    ///
    /// Cake instead takes 1.95 uA per volt of the cell (pycake/calibration/capacitance.py after
    /// Millner), 1.37 times as much; the cell's own scale is kept here as for every other current cell.
    public static double stimulusAmpere(double code) {
        return FloatingGates.ampere(code);
    }

    private static double si(FgCodes codes, CircuitTransfers transfers, NeuronParameter parameter) {
        return transfers.si(parameter, codes.neuronLevel(parameter));
    }

    private static double siOrOff(FgCodes codes, CircuitTransfers transfers, NeuronParameter parameter) {
        return codes.neuron(parameter) == 0 ? 0 : si(codes, transfers, parameter);
    }
}
