package bss.tools.calibration.synthetic;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.IdealCircuit;

/// What the circuits of a chip truly do at given codes, as the mean over several writes.
final class Truth {

    /// Writes that no run makes: numbers of trials are positive.
    private static final int FIRST_WRITE = -8;

    private static final int WRITES = 8;

    private final Silicon silicon;
    private final int hicann;

    Truth(Silicon silicon, int hicann) {
        this.silicon = silicon;
        this.hicann = hicann;
    }

    /// Receives the circuits of a write.
    @FunctionalInterface
    interface Observer {

        /// A circuit.
        ///
        /// @param weight part of the mean that this write is
        void see(int denmem, IdealCircuit circuit, double weight);
    }

    /// Shows all circuits at one code, with both inputs on.
    ///
    /// @param code of all parameters that have residuals, and of V_reset
    /// @param convoffx of the excitatory inputs
    /// @param convoffi of the inhibitory inputs
    void circuits(int code, int convoffx, int convoffi, Observer observer) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            for (Residual r : Residual.values()) {
                write(bits, denmem, r.parameter(), code);
            }
            write(bits, denmem, NeuronParameter.I_CONVX, FloatingGates.MAX_CODE);
            write(bits, denmem, NeuronParameter.I_CONVI, FloatingGates.MAX_CODE);
            write(bits, denmem, NeuronParameter.V_CONVOFFX, convoffx);
            write(bits, denmem, NeuronParameter.V_CONVOFFI, convoffi);
        }
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            bits.floatingGate(block, SharedParameter.V_RESET.row(block), 0, code);
        }
        HicannConfiguration chip = bits.build();
        for (int write = 0; write < WRITES; write++) {
            WrittenChip written = new WrittenChip(hicann, chip, FIRST_WRITE + write, 0);
            for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
                observer.see(denmem, silicon.circuit(written, denmem), 1.0 / WRITES);
            }
        }
    }

    /// The current of a V_gmax cell at a code, in A.
    double gmaxAmpere(int block, int selgmax, int code) {
        SharedParameter parameter = SharedParameter.vGmax(selgmax);
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        bits.floatingGate(block, parameter.row(block), 0, code);
        HicannConfiguration chip = bits.build();
        double sum = 0;
        for (int write = 0; write < WRITES; write++) {
            sum += silicon.sharedLevel(new WrittenChip(hicann, chip, FIRST_WRITE + write, 0), block, parameter);
        }
        return FloatingGates.ampere(sum / WRITES);
    }

    private static void write(HicannConfigurationBuilder bits, int denmem, NeuronParameter parameter, int code) {
        int block = NeuronTopology.fgBlock(denmem);
        bits.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem), code);
    }
}
