package bss.calibration.measure;

import bss.emulator.silicon.Readout;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.IdealCircuit;

/// Another silicon with something changed; what is not overridden is as there.
public interface AlteredSilicon extends Silicon {

    /// The other one.
    Silicon silicon();

    @Override
    default String name() {
        return silicon().name();
    }

    @Override
    default HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return silicon().acting(hicann, written);
    }

    @Override
    default IdealCircuit circuit(WrittenChip chip, int denmem) {
        return silicon().circuit(chip, denmem);
    }

    @Override
    default RowStrength row(WrittenChip chip, int row) {
        return silicon().row(chip, row);
    }

    @Override
    default double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return silicon().sharedLevel(chip, block, parameter);
    }

    @Override
    default double stimulusAmpere(WrittenChip chip, int block, int code) {
        return silicon().stimulusAmpere(chip, block, code);
    }

    @Override
    default int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return silicon().delay(sourceHicann, dncMerger, targetHicann, chips);
    }

    @Override
    default Readout readout() {
        return silicon().readout();
    }

    @Override
    default double capacitorGain(int hicann, int row, int column) {
        return silicon().capacitorGain(hicann, row, column);
    }
}
