package bss.calibration.measure;

import bss.calibration.measure.bench.ChipBench;
import bss.calibration.measure.result.ChipCalibration;
import bss.calibration.measure.result.LineFindings;
import bss.calibration.measure.result.RowStrengths;
import bss.calibration.measure.routine.NeuronSteps;
import bss.calibration.measure.routine.StepProgress;
import bss.spec.backend.BackendException;
import bss.spec.backend.HardwareTime;
import bss.spec.backend.WaferSession;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Calibrates a chip by measurement.
public final class ChipCalibrator {

    private ChipCalibrator() {}

    /// Measures all denmems and synapse drivers of a chip.
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
                IntStream.range(0, NeuronTopology.DENMEMS).toArray(),
                IntStream.range(0, L1Topology.DRIVERS).toArray());
    }

    /// Measures some denmems and drivers of a chip.
    ///
    /// @param denmems each 0 to 511, ascending
    /// @param drivers each 0 to 223, ascending; of a half without accepted denmems none is measured
    public static ChipCalibration calibrate(
            WaferSession session, int hicann, int firstWrite, int[] denmems, int[] drivers)
            throws BackendException, InterruptedException {
        return calibrate(session, hicann, firstWrite, denmems, drivers, Set.of(), StepProgress.SILENT);
    }

    /// Measures some parameters of some denmems and drivers of a chip.
    ///
    /// @param without parameters that are left out, e.g. [NeuronSteps#ADEX]
    public static ChipCalibration calibrate(
            WaferSession session,
            int hicann,
            int firstWrite,
            int[] denmems,
            int[] drivers,
            Set<NeuronParameter> without,
            StepProgress progress)
            throws BackendException, InterruptedException {
        ChipBench bench = new ChipBench(session, hicann, firstWrite);
        NeuronSteps steps = new NeuronSteps(bench, denmems, without, progress);
        steps.run();
        RowStrengths rows = steps.rows(drivers);
        return new ChipCalibration(
                hicann,
                CircuitMode.DEFAULT,
                IntStream.of(denmems).mapToObj(steps.findings()::denmem).toList(),
                steps.resets(),
                rows,
                LineFindings.NONE,
                List.of(),
                bench.cycles() * HardwareTime.CYCLE_SECONDS,
                bench.writes() - firstWrite);
    }
}
