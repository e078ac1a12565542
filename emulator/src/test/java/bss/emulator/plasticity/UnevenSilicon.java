package bss.emulator.plasticity;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.transfer.IdealCircuit;

/// Ideal silicon but for shared cells that hold fractions of a code and capacitors of unequal size.
record UnevenSilicon(long seed, double spread) implements Silicon {

    private static final Silicon IDEAL = new IdealSilicon();

    @Override
    public String name() {
        return "uneven";
    }

    @Override
    public HicannConfiguration acting(int hicann, HicannConfiguration written) {
        return written;
    }

    @Override
    public IdealCircuit circuit(WrittenChip chip, int denmem) {
        return IDEAL.circuit(chip, denmem);
    }

    @Override
    public RowStrength row(WrittenChip chip, int row) {
        return IDEAL.row(chip, row);
    }

    @Override
    public double sharedLevel(WrittenChip chip, int block, SharedParameter parameter) {
        double fraction = KeyedRandom.of(seed, block, parameter.index()).nextDouble();
        return IDEAL.sharedLevel(chip, block, parameter) + 0.3 * fraction;
    }

    @Override
    public double stimulusAmpere(WrittenChip chip, int block, int code) {
        return IDEAL.stimulusAmpere(chip, block, code);
    }

    @Override
    public int delay(int sourceHicann, int dncMerger, int targetHicann, int chips) {
        return IDEAL.delay(sourceHicann, dncMerger, targetHicann, chips);
    }

    /// A multiple of 1/256, which the capacitors can represent.
    @Override
    public double capacitorGain(int hicann, int row, int column) {
        double gain = 1 + spread * KeyedRandom.of(seed, hicann, row, column).nextGaussian();
        return Math.clamp(Math.round(gain * 256), 128, 383) / 256.0;
    }
}
