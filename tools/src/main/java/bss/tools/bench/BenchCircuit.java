package bss.tools.bench;

import bss.emulator.kernel.CircuitParameters;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.IdealTransfers;

/// The neuron circuits of the benchmark networks, on the scale of the chip: 3 hardware volts per biological volt,
/// 10^4 times as fast as biology, big capacitors.
///
/// In biological units: tau_m 20 ms, V_T -50 mV, reset -60 mV, tau_syn 5 and 10 ms, E_rev 0 and -80 mV, refractory
/// 5 ms; AdEx with Delta_T 2 mV, a 2 nS and b 20 pA at 200 pF, tau_w 120 ms, V_peak -30 mV. A resting potential just
/// above V_T is the constant drive. It differs from circuit to circuit, so that they do not fire in step.
enum BenchCircuit {
    /// With exponential and adaptation; 3 to 11 Hz alone.
    ADEX(0.8463, 0.0071),
    /// The same for typical silicon, on which no synapse is weak: the inputs hyperpolarise, and neurons fire whose own
    /// circuits make them, a few of them all the time: about 23 Hz in the mean.
    TYPICAL_ADEX(0.7800, 0.0071),
    /// The same as the first, driven harder for strong input of which more inhibits than excites.
    COUPLED_ADEX(0.8700, 0.0071),
    /// Integrate-and-fire; kept just below threshold, so that the input decides.
    LIF(0.8445, 0.0071),
    /// Integrate-and-fire at about 60 Hz: the load of the event network.
    FAST_LIF(0.8850, 0.0300);

    /// 0 mV of biology.
    private static final double SHIFT_VOLT = 1.0;

    private static final double ALPHA = 3;
    private static final double TAU_M = 2e-6;
    private static final double TAU_SYN_X = 0.5e-6;
    private static final double TAU_SYN_I = 1e-6;
    private static final double TAU_W = 12e-6;
    private static final double TAU_REFRAC = 0.5e-6;
    private static final double A_SIEMENS = 2e-9 * 1e4 * CircuitMode.BIG_CAPACITANCE / 200e-12;
    private static final double B_AMPERE = 20e-12 * ALPHA * 1e4 * CircuitMode.BIG_CAPACITANCE / 200e-12;

    private final double eLVolt;
    private final double spreadVolt;

    BenchCircuit(double eLVolt, double spreadVolt) {
        this.eLVolt = eLVolt;
        this.spreadVolt = spreadVolt;
    }

    private boolean adex() {
        return this == ADEX || this == TYPICAL_ADEX || this == COUPLED_ADEX;
    }

    private static double volt(double millivolt) {
        return SHIFT_VOLT + ALPHA * millivolt * 1e-3;
    }

    /// Potential after a spike [V].
    static double vResetVolt() {
        return volt(-60);
    }

    /// Where the exponential sets in, or the integrate-and-fire threshold [V].
    static double thresholdVolt() {
        return volt(-50);
    }

    /// What the kernel benchmark computes: the resting potential is -60 mV, a current drives.
    CircuitParameters parameters() {
        double c = CircuitMode.BIG_CAPACITANCE;
        return new CircuitParameters(
                c,
                c / TAU_M,
                volt(-60),
                volt(0),
                volt(-80),
                TAU_SYN_X,
                TAU_SYN_I,
                ALPHA * 2e-3,
                thresholdVolt(),
                volt(adex() ? -30 : -50),
                vResetVolt(),
                adex() ? A_SIEMENS : 0,
                TAU_W,
                adex() ? B_AMPERE : 0,
                TAU_REFRAC,
                adex());
    }

    /// The code of the resting potential of one circuit.
    ///
    /// @param uniform its draw, 0 (inclusive) to 1 (exclusive)
    int eLCode(double uniform) {
        return code(NeuronParameter.E_L, eLVolt + spreadVolt * uniform);
    }

    private static int code(NeuronParameter parameter, double si) {
        return FloatingGates.nearestCode(
                IdealTransfers.of(parameter, CircuitMode.DEFAULT).toDac(si));
    }

    private int code(NeuronParameter parameter) {
        return switch (parameter) {
            case E_L -> eLCode(0.5);
            case E_SYNX -> code(parameter, this == TYPICAL_ADEX ? volt(-90) : volt(0));
            case E_SYNI -> code(parameter, this == TYPICAL_ADEX ? volt(-90) : volt(-80));
            case I_GL -> code(parameter, TAU_M);
            case I_PL -> code(parameter, TAU_REFRAC);
            case V_SYNTCX -> code(parameter, TAU_SYN_X);
            case V_SYNTCI -> code(parameter, TAU_SYN_I);
            case V_T -> code(parameter, volt(adex() ? -30 : -50));
            case V_EXP -> adex() ? code(parameter, thresholdVolt()) : FloatingGates.MAX_CODE;
            case I_REXP -> adex() ? code(parameter, ALPHA * 2e-3) : FloatingGates.MAX_CODE;
            case I_RADAPT -> adex() ? code(parameter, TAU_W) : FloatingGates.MAX_CODE;
            case I_GLADAPT -> adex() ? code(parameter, A_SIEMENS) : 0;
            case I_FIRE -> adex() ? code(parameter, B_AMPERE) : 0;
            default -> code(parameter, 0);
        };
    }

    /// A chip whose floating gates hold these circuits; everything digital is as after reset.
    ///
    /// @param gmaxExcitatory code of V_gmax0, of the excitatory rows
    /// @param gmaxInhibitory code of V_gmax1, of the inhibitory rows
    HicannConfiguration chip(int gmaxExcitatory, int gmaxInhibitory) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            for (SharedParameter parameter : SharedParameter.values()) {
                if (parameter.existsIn(block)) {
                    bits.floatingGate(
                            block, parameter.row(block), FloatingGates.SHARED_COLUMN, parameter.defaultCode());
                }
            }
            shared(bits, block, SharedParameter.V_GMAX0, gmaxExcitatory);
            shared(bits, block, SharedParameter.V_GMAX1, gmaxInhibitory);
            double reset = IdealTransfers.of(SharedParameter.V_RESET).toDac(vResetVolt());
            shared(bits, block, SharedParameter.V_RESET, FloatingGates.nearestCode(reset));
            for (NeuronParameter parameter : NeuronParameter.values()) {
                int code = code(parameter);
                for (int column = 1; column < FloatingGates.COLUMNS; column++) {
                    bits.floatingGate(block, parameter.row(block), column, code);
                }
            }
        }
        return bits.build();
    }

    private static void shared(HicannConfigurationBuilder bits, int block, SharedParameter parameter, int code) {
        bits.floatingGate(block, parameter.row(block), FloatingGates.SHARED_COLUMN, code);
    }

    /// Writes the resting potential of a denmem.
    static void writeEL(HicannConfigurationBuilder bits, int denmem, int code) {
        int block = NeuronTopology.fgBlock(denmem);
        bits.floatingGate(block, NeuronParameter.E_L.row(block), NeuronTopology.fgColumn(denmem), code);
    }
}
