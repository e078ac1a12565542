package bss.hil.mutant;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.transfer.IdealCircuit;
import java.util.function.UnaryOperator;

/// Ideal silicon on which every chip carries out another configuration than it holds: what is read back is right, what
/// happens is not.
class ActingSilicon implements Silicon {

    private final Silicon ideal = new IdealSilicon();
    private final UnaryOperator<HicannConfiguration> acting;

    ActingSilicon(UnaryOperator<HicannConfiguration> acting) {
        this.acting = acting;
    }

    @Override
    public String name() {
        return ideal.name();
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return acting.apply(written);
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return ideal.circuit(chip, denmem);
    }

    @Override
    public RowStrength row(WrittenChip chip, int row) {
        return ideal.row(chip, row);
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        return ideal.sharedLevel(chip, block, parameter);
    }

    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return ideal.stimulusAmpere(chip, block, code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return ideal.delay(sourceHicann, dncMerger, targetHicann, chips);
    }
}
