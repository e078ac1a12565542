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

/// The neuron circuits of the benchmark networks, 10^4 times as fast as biology, big capacitors.
///
/// In biological units all have tau_m 20 ms, V_T -50 mV, tau_syn 5 and 10 ms, refractory 5 ms and, as AdEx, a 2 nS at
/// 200 pF. A resting potential just above V_T is the constant drive. It differs from circuit to circuit, so that they
/// do not fire in step.
enum BenchCircuit {
    /// With exponential and adaptation; 3 to 11 Hz alone.
    ADEX(Cell.ADEX, 0.8463, 0.0071),
    /// AdEx for uncalibrated silicon, so that the drive decides who fires, not the mismatch alone: 10 instead of 3
    /// hardware volts per biological volt, on which mismatch of tens of millivolts is a few of biology; a reset far
    /// below V_exp, as a circuit that is reset above it fires for ever; three times the adaptation, which evens out
    /// the rest. No synapse is weak there: reversal potentials just below V_T keep them from driving the network.
    TYPICAL_ADEX(Cell.WIDE_ADEX, 0.8860, 0.0071),
    /// The same as the first, driven harder for strong input of which more inhibits than excites.
    COUPLED_ADEX(Cell.ADEX, 0.8700, 0.0071),
    /// Integrate-and-fire; kept just below threshold, so that the input decides.
    LIF(Cell.LIF, 0.8445, 0.0071),
    /// Integrate-and-fire at about 60 Hz: the load of the event network.
    FAST_LIF(Cell.LIF, 0.8850, 0.0300);

    private static final double V_T = -50;
    private static final double TAU_M = 2e-6;
    private static final double TAU_SYN_X = 0.5e-6;
    private static final double TAU_SYN_I = 1e-6;
    private static final double TAU_REFRAC = 0.5e-6;
    /// Hardware over biology, for conductances: speed and capacitance.
    private static final double CONDUCTANCES = 1e4 * CircuitMode.BIG_CAPACITANCE / 200e-12;

    private static final double A_SIEMENS = 2e-9 * CONDUCTANCES;

    /// What differs from circuit to circuit.
    private enum Cell {
        ADEX(1.0, 3, -60, -30, 0, -80, 2, 120, 20),
        WIDE_ADEX(1.35, 10, -65, -35, -55, -62, 1, 340, 60),
        LIF(1.0, 3, -60, V_T, 0, -80, 0, 0, 0);

        private final double zeroVolt;
        private final double alpha;
        private final double vReset;
        private final double vSpike;
        private final double eRevX;
        private final double eRevI;
        private final double deltaT;
        private final double tauW;
        private final double b;

        /// In biological units but for the scale.
        ///
        /// @param zeroVolt hardware volt at 0 mV
        /// @param alpha hardware volts per biological volt
        /// @param vSpike V_peak in mV, without exponential the threshold itself
        /// @param deltaT in mV, 0 without exponential and adaptation
        /// @param tauW in ms
        /// @param b in pA
        Cell(
                double zeroVolt,
                double alpha,
                double vReset,
                double vSpike,
                double eRevX,
                double eRevI,
                double deltaT,
                double tauW,
                double b) {
            this.zeroVolt = zeroVolt;
            this.alpha = alpha;
            this.vReset = vReset;
            this.vSpike = vSpike;
            this.eRevX = eRevX;
            this.eRevI = eRevI;
            this.deltaT = deltaT;
            this.tauW = tauW;
            this.b = b;
        }

        private boolean adex() {
            return deltaT > 0;
        }

        private double volt(double millivolt) {
            return zeroVolt + alpha * millivolt * 1e-3;
        }

        private double deltaTVolt() {
            return alpha * deltaT * 1e-3;
        }

        private double tauWSecond() {
            return tauW * 1e-7;
        }

        private double bAmpere() {
            return b * 1e-12 * alpha * CONDUCTANCES;
        }
    }

    private final Cell cell;
    private final double eLVolt;
    private final double spreadVolt;

    BenchCircuit(Cell cell, double eLVolt, double spreadVolt) {
        this.cell = cell;
        this.eLVolt = eLVolt;
        this.spreadVolt = spreadVolt;
    }

    /// Potential after a spike [V].
    double vResetVolt() {
        return cell.volt(cell.vReset);
    }

    /// Where the exponential sets in, or the integrate-and-fire threshold [V].
    double thresholdVolt() {
        return cell.volt(V_T);
    }

    /// What the kernel benchmark computes: the resting potential is the reset, a current drives.
    CircuitParameters parameters() {
        double c = CircuitMode.BIG_CAPACITANCE;
        boolean adex = cell.adex();
        return new CircuitParameters(
                c,
                c / TAU_M,
                vResetVolt(),
                cell.volt(cell.eRevX),
                cell.volt(cell.eRevI),
                TAU_SYN_X,
                TAU_SYN_I,
                adex ? cell.deltaTVolt() : Cell.ADEX.deltaTVolt(),
                thresholdVolt(),
                cell.volt(cell.vSpike),
                vResetVolt(),
                adex ? A_SIEMENS : 0,
                adex ? cell.tauWSecond() : Cell.ADEX.tauWSecond(),
                cell.bAmpere(),
                TAU_REFRAC,
                adex);
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
        boolean adex = cell.adex();
        return switch (parameter) {
            case E_L -> eLCode(0.5);
            case E_SYNX -> code(parameter, cell.volt(cell.eRevX));
            case E_SYNI -> code(parameter, cell.volt(cell.eRevI));
            case I_GL -> code(parameter, TAU_M);
            case I_PL -> code(parameter, TAU_REFRAC);
            case V_SYNTCX -> code(parameter, TAU_SYN_X);
            case V_SYNTCI -> code(parameter, TAU_SYN_I);
            case V_T -> code(parameter, cell.volt(cell.vSpike));
            case V_EXP -> adex ? code(parameter, thresholdVolt()) : FloatingGates.MAX_CODE;
            case I_REXP -> adex ? code(parameter, cell.deltaTVolt()) : FloatingGates.MAX_CODE;
            case I_RADAPT -> adex ? code(parameter, cell.tauWSecond()) : FloatingGates.MAX_CODE;
            case I_GLADAPT -> adex ? code(parameter, A_SIEMENS) : 0;
            case I_FIRE -> adex ? code(parameter, cell.bAmpere()) : 0;
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
