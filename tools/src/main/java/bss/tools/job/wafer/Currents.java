package bss.tools.job.wafer;

import bss.mapper.network.Cells;
import bss.mapper.network.CurrentSource;
import bss.mapper.network.DoubleSeries;
import bss.mapper.network.Waveform;
import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.DcCurrent;
import bss.tools.job.v1.JobCurrent;
import bss.tools.job.v1.JobNetwork;
import bss.tools.job.v1.JobPopulation;
import bss.tools.job.v1.StepCurrent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Currents of a job as those of a network.
final class Currents {

    private Currents() {}

    /// @param fromMs becomes time 0; what flows then goes on, what has passed is left out
    static List<CurrentSource> read(JobNetwork network, double fromMs) throws JobException {
        List<CurrentSource> all = new ArrayList<>();
        for (int c = 0; c < network.getCurrentsCount(); c++) {
            JobCurrent job = network.getCurrents(c);
            String where = "current %d".formatted(c);
            if (job.getTarget() < 0 || job.getTarget() >= network.getPopulationsCount()) {
                throw JobException.invalid(
                        "%s: target is %d, must be a population, 0 to %d",
                        where, job.getTarget(), network.getPopulationsCount() - 1);
            }
            JobPopulation target = network.getPopulations(job.getTarget());
            where = "%s into '%s'".formatted(where, target.getLabel());
            int[] cells = Columns.cells(where, job.getCells(), target.getSize());
            try {
                all.add(new CurrentSource(
                        job.getTarget(),
                        new Cells.Listed(Arrays.stream(cells).boxed().toList()),
                        waveform(where, job, fromMs)));
            } catch (IllegalArgumentException e) {
                throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
            }
        }
        return all;
    }

    private static Waveform waveform(String where, JobCurrent job, double fromMs) throws JobException {
        return switch (job.getWaveformCase()) {
            case DC -> {
                DcCurrent dc = job.getDc();
                // refuses an order that makes no sense
                var _ = new Waveform.Dc(dc.getAmplitude(), dc.getStart(), dc.getStop());
                yield new Waveform.Dc(
                        dc.getAmplitude(), Math.max(0, dc.getStart() - fromMs), shifted(dc.getStop(), fromMs));
            }
            case STEP -> step(where, job.getStep(), fromMs);
            case AC, NOISY ->
                throw JobException.invalid(
                        "%s: is an '%s' current, must be 'dc' or 'step' on the wafer, whose generators play tables of"
                                + " 129 values; engine=\"reference\" has it",
                        where, job.getWaveformCase() == JobCurrent.WaveformCase.AC ? "ac" : "noisy");
            case WAVEFORM_NOT_SET -> throw JobException.invalid("%s: has no waveform, must have dc or step", where);
        };
    }

    private static double shifted(double stop, double fromMs) {
        // "for ever" stays so
        return stop >= Waveform.FOREVER_MS ? stop : Math.max(0, stop - fromMs);
    }

    private static Waveform step(String where, StepCurrent job, double fromMs) throws JobException {
        double[] times = Columns.f64(where + ", times", job.getTimes());
        double[] amplitudes = Columns.f64(where + ", amplitudes", job.getAmplitudes());
        if (times.length != amplitudes.length) {
            throw JobException.invalid(
                    "%s: %d amplitudes for %d times, must be equal", where, amplitudes.length, times.length);
        }
        int passed = 0;
        for (int k = 0; k < times.length; k++) {
            if (!(times[k] >= 0) || !Double.isFinite(amplitudes[k]) || (k > 0 && times[k] <= times[k - 1])) {
                throw JobException.invalid(
                        "%s: step %d is %s nA at %s ms, must be finite, at 0 or later and after the one before",
                        where, k, amplitudes[k], times[k]);
            }
            passed += times[k] <= fromMs ? 1 : 0;
        }
        int from = Math.max(0, passed - 1);
        double[] left = Arrays.copyOfRange(times, from, times.length);
        for (int k = 0; k < left.length; k++) {
            left[k] = Math.max(0, left[k] - fromMs);
        }
        return new Waveform.Step(
                DoubleSeries.of(left), DoubleSeries.of(Arrays.copyOfRange(amplitudes, from, amplitudes.length)));
    }
}
