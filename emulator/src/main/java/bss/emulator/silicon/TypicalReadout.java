package bss.emulator.silicon;

import bss.spec.backend.AdcSamples;
import bss.spec.topology.NeuronTopology;

/// The readout buffers and ADC boards of a typical wafer.
///
/// Sources of the sizes: [SiliconTable]. The published characteristic of a real board (2.01354 V - 6.61921e-4 V code +
/// 5.55852e-9 V code^2, calibtic:tools/compare_adc_calibrations.cpp) has another range than the default one; boards
/// here scatter around the default, by which a wafer without calibration is read.
final class TypicalReadout implements Readout {

    private static final int DRAWS = 4;

    private final Cells cells;
    private final Draws buffer;
    private final Draws board;
    private final long waferSeed;

    TypicalReadout(long waferSeed, Cells cells) {
        this.waferSeed = waferSeed;
        this.cells = cells;
        buffer = Draws.of(waferSeed, Draws.Kind.READOUT);
        board = Draws.of(waferSeed, Draws.Kind.ADC_BOARD);
    }

    @Override
    public AdcBoard board(int channel) {
        int draw = DRAWS * channel;
        return new AdcBoard(
                AdcSamples.NOMINAL_HERTZ + SiliconTable.ADC_CLOCK.value() * board.normal(draw),
                AdcSamples.FULL_SCALE_VOLT + SiliconTable.ADC_OFFSET.value() * board.normal(draw + 1),
                -AdcSamples.VOLT_PER_CODE * (1 + SiliconTable.ADC_GAIN.value() * board.normal(draw + 2)),
                SiliconTable.ADC_BEND.value() * board.normal(draw + 3),
                SiliconTable.ADC_NOISE.value(),
                Draws.of(waferSeed, Draws.Kind.ADC_NOISE, channel).key());
    }

    @Override
    public double membraneOffset(int hicann, int denmem) {
        double offset =
                SiliconTable.READOUT_OFFSET.value() * buffer.normal((long) hicann * NeuronTopology.DENMEMS + denmem);
        double limit = SiliconTable.READOUT_LIMIT.value();
        return Math.clamp(offset, -limit, limit);
    }

    @Override
    public double cellVolt(WrittenChip chip, int block, int row, int column) {
        return cells.volt(chip, block, row, column);
    }
}
