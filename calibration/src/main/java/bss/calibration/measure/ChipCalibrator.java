package bss.calibration.measure;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.routine.NeuronSteps;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferSession;
import bss.spec.topology.NeuronTopology;
import java.util.stream.IntStream;

/// Calibrates a chip by measurement.
public final class ChipCalibrator {

    private ChipCalibrator() {}

    /// Measures all denmems of a chip.
    ///
    /// @param session holds the FPGA of the chip; the chip is written again and again, others stay as they are
    /// @param hicann 0 to 383
    /// @param firstWrite number after which the writes of the analog parameters are counted on
    public static ChipCalibration calibrate(WaferSession session, int hicann, int firstWrite)
            throws BackendException, InterruptedException {
        return calibrate(
                session,
                hicann,
                firstWrite,
                IntStream.range(0, NeuronTopology.DENMEMS).toArray());
    }

    /// Measures some denmems of a chip.
    ///
    /// @param denmems each 0 to 511, ascending
    public static ChipCalibration calibrate(WaferSession session, int hicann, int firstWrite, int[] denmems)
            throws BackendException, InterruptedException {
        ChipBench bench = new ChipBench(session, hicann, firstWrite);
        NeuronSteps steps = new NeuronSteps(bench, denmems);
        steps.run();
        return new ChipCalibration(
                hicann,
                IntStream.of(denmems).mapToObj(steps.findings()::denmem).toList(),
                steps.resets(),
                bench.cycles() * HardwareTime.CYCLE_SECONDS,
                bench.writes() - firstWrite);
    }
}
