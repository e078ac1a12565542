package bss.emulator.silicon;

import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.IdealCircuit;

/// What a wafer makes of its configuration. Pure functions, so that all threads may ask at once.
public interface Silicon {

    /// For capabilities and result files: ideal or typical.
    String name();

    /// The configuration as the working parts of a chip carry it out: dead drivers are off, dead repeaters idle, dead
    /// denmems do not fire.
    HicannConfiguration acting(int hicann, HicannConfiguration written);

    /// The circuit of a denmem, 0 to 511.
    IdealCircuit circuit(WrittenChip chip, int denmem);

    /// The strength of the synapses of a row, 0 to 447; its divisor is not 0.
    RowStrength row(WrittenChip chip, int row);

    /// What the cell of a parameter shared by an FG block (0 to 3) truly holds, in codes.
    double sharedLevel(WrittenChip chip, int block, SharedParameter parameter);

    /// The current of the stimulus of an FG block for a code of its table [A].
    double stimulusAmpere(WrittenChip chip, int block, int code);

    /// Time from a spike to its arrival at the drivers in an idle network, in 2^-14 cycles of 8 ns; at least 7 cycles,
    /// the lookahead of the emulator.
    ///
    /// @param chips chips on the route, source and target counted
    int delay(int sourceHicann, int dncMerger, int targetHicann, int chips);

    /// How its voltages are read; ideal unless it says otherwise.
    default Readout readout() {
        return Readout.IDEAL;
    }

    /// Mismatch of STDP: voltage per charge of the correlation capacitors of the synapse at a row (0 to 447) and
    /// column (0 to 255) over that of an ideal one.
    default double capacitorGain(int hicann, int row, int column) {
        return 1;
    }
}
