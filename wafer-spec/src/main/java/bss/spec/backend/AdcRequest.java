package bss.spec.backend;

import bss.spec.config.HicannConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.Optional;

/// What an ADC channel is to record: one of the two analog outputs of a chip, as its multiplexer stands.
///
/// An ADC group of eight reticles has one channel for the outputs 0 of all its chips and one for the outputs 1, so a
/// wafer records twelve voltages at once (marocco:marocco/parameter/results/AnalogOutputs.cpp).
///
/// @param hicann 0 to 383
/// @param output 0 or 1
/// @param samples how many, at least 1
/// @param cell with the multiplexer on floating gates: which of them
public record AdcRequest(int hicann, int output, int samples, Optional<Cell> cell) {

    /// A floating-gate cell.
    ///
    /// @param block 0 to 3, a left one (even) for the multiplexer's left input
    /// @param row 0 to 23
    /// @param column 0 to 128
    public record Cell(int block, int row, int column) {

        public Cell {
            HicannConfiguration.floatingGateIndex(block, row, column);
        }
    }

    public AdcRequest {
        if (hicann < 0 || hicann >= 384 || output < 0 || output > 1 || samples < 1) {
            throw new IllegalArgumentException(
                    "recording of HICANN %d, analog output %d, %d samples, must be 0..383, 0..1, at least 1"
                            .formatted(hicann, output, samples));
        }
    }

    /// Records a membrane, or what else the multiplexer shows.
    public AdcRequest(int hicann, int output, int samples) {
        this(hicann, output, samples, Optional.empty());
    }

    /// The channel, 0 to 11: 2 * ADC group + output.
    public int channel() {
        return 2 * WaferTopology.adcGroup(WaferTopology.dnc(hicann)) + output;
    }
}
