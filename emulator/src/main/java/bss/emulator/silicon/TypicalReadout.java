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
    private final Spreads spreads;

    TypicalReadout(long waferSeed, Cells cells, Spreads spreads) {
        this.spreads = spreads;
        this.waferSeed = waferSeed;
        this.cells = cells;
        buffer = Draws.of(waferSeed, Draws.Kind.READOUT);
        board = Draws.of(waferSeed, Draws.Kind.ADC_BOARD);
    }

    @Override
    public AdcBoard board(int channel) {
        int draw = DRAWS * channel;
        return new AdcBoard(
                AdcSamples.NOMINAL_HERTZ + spreads.of(SiliconTable.ADC_CLOCK) * board.normal(draw),
                AdcSamples.FULL_SCALE_VOLT + spreads.of(SiliconTable.ADC_OFFSET) * board.normal(draw + 1),
                -AdcSamples.VOLT_PER_CODE * (1 + spreads.of(SiliconTable.ADC_GAIN) * board.normal(draw + 2)),
                spreads.of(SiliconTable.ADC_BEND) * board.normal(draw + 3),
                spreads.of(SiliconTable.ADC_NOISE),
                Draws.of(waferSeed, Draws.Kind.ADC_NOISE, channel).key());
    }

    @Override
    public double membraneOffset(int hicann, int denmem) {
        double offset = spreads.of(SiliconTable.READOUT_OFFSET)
                * buffer.normal((long) hicann * NeuronTopology.DENMEMS + denmem);
        double limit = SiliconTable.READOUT_LIMIT.value();
        return Math.clamp(offset, -limit, limit);
    }

    @Override
    public double cellVolt(WrittenChip chip, int block, int row, int column) {
        return cells.volt(chip, block, row, column);
    }
}
