package bss.emulator.silicon;

import bss.spec.fg.FloatingGates;

/// The way out of the wafer of analog voltages. Pure functions.
public interface Readout {

    /// Neither offset nor noise.
    Readout IDEAL = new Readout() {
        @Override
        public AdcBoard board(int channel) {
            return AdcBoard.IDEAL;
        }

        @Override
        public double membraneOffset(int hicann, int denmem) {
            return 0;
        }

        @Override
        public double cellVolt(WrittenChip chip, int block, int row, int column) {
            return FloatingGates.volt(chip.config().floatingGate(block, row, column));
        }
    };

    /// The board of an ADC channel, 0 to 11: 2 * ADC group + analog output.
    AdcBoard board(int channel);

    /// What the readout buffer of a denmem adds to its membrane [V].
    double membraneOffset(int hicann, int denmem);

    /// The voltage at which a floating-gate cell reads, currents on the scale on which 1.8 V are 2.5 uA.
    double cellVolt(WrittenChip chip, int block, int row, int column);
}
