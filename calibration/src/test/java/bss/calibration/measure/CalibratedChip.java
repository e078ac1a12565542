package bss.calibration.measure;

import bss.calibration.measure.result.ChipCalibration;
import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import bss.spec.transfer.IdealCircuit;
import java.util.Map;
import java.util.stream.IntStream;

/// A chip of virtual silicon with the calibration that was measured through its ADC, and what its circuits are in
/// truth.
///
/// @param silicon the truth, which calibration does not see
/// @param name of the silicon, for messages
/// @param chip what was measured
/// @param seconds how long that took
record CalibratedChip(Silicon silicon, String name, ChipCalibration chip, double seconds) {

    static final int HICANN = WaferTopology.hicann(9, 5);

    /// Number of a write of the analog parameters after all of the calibration.
    static final int REWRITE = 90_000;

    private static final int FIRST_WRITE = 500;

    static CalibratedChip measure(Silicon silicon, String name, int[] denmems, int[] drivers) throws Exception {
        long start = System.nanoTime();
        try (WaferSession session =
                EmulatedWafer.of(silicon, EmulatorOptions.DEFAULT).open(Lease.of(WaferTopology.fpga(HICANN)))) {
            ChipCalibration chip = ChipCalibrator.calibrate(session, HICANN, FIRST_WRITE, denmems, drivers);
            return new CalibratedChip(silicon, name, chip, (System.nanoTime() - start) * 1e-9);
        }
    }

    /// Denmems of columns from 64 on, top and bottom: 16 columns are 32 circuits.
    static int[] circuits(int columns) {
        return IntStream.range(0, 2 * columns)
                .map(k -> NeuronTopology.denmem((64 + k % columns) % NeuronTopology.COLUMNS, k / columns))
                .sorted()
                .toArray();
    }

    /// What a circuit is with these codes written, all else off.
    ///
    /// @param trial number of the write
    IdealCircuit truth(int denmem, Map<NeuronParameter, Integer> codes, int trial) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.fgBlock(denmem);
        codes.forEach((parameter, code) ->
                bits.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem), code));
        return silicon.circuit(new WrittenChip(HICANN, bits.build(), trial, 0), denmem);
    }

    /// The reset potential of a circuit.
    double reset(int denmem, int code, int trial) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        int block = NeuronTopology.sharedFgBlock(denmem);
        bits.floatingGate(block, SharedParameter.V_RESET.row(block), 0, code);
        return silicon.circuit(new WrittenChip(HICANN, bits.build(), trial, 0), denmem)
                .vReset();
    }
}
