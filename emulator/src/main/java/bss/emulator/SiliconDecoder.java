package bss.emulator;

import bss.emulator.build.CircuitDecoder;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.transfer.IdealCircuit;

/// Decodes the circuits of one chip as a silicon has them.
final class SiliconDecoder extends CircuitDecoder {

    private final Silicon silicon;
    private final int hicann;
    private int trial;

    SiliconDecoder(Silicon silicon, int hicann, int trial) {
        this.silicon = silicon;
        this.hicann = hicann;
        this.trial = trial;
    }

    /// The floating gates are written once more.
    void rewrite(int nextTrial) {
        trial = nextTrial;
    }

    WrittenChip written(HicannConfiguration chip) {
        return new WrittenChip(hicann, chip, trial, 0);
    }

    @Override
    public IdealCircuit decode(HicannConfiguration chip, int denmem) {
        return silicon.circuit(written(chip), denmem);
    }
}
