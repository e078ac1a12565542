package bss.tools.job.reference;

import bss.tools.job.Columns;
import bss.tools.job.JobException;
import bss.tools.job.v1.JobCurrent;
import bss.tools.reference.CurrentSource;

/// Reads the waveforms of injected currents.
final class Currents {

    private Currents() {}

    /// @param index of the current in its list: a noisy one is drawn by it and the network's seed
    static CurrentSource read(JobCurrent current, int index, long seed) throws JobException {
        String where = "current " + index;
        try {
            return switch (current.getWaveformCase()) {
                case DC -> {
                    var dc = current.getDc();
                    yield new CurrentSource.Dc(finite(where, dc.getAmplitude()), dc.getStart(), dc.getStop());
                }
                case STEP -> {
                    double[] amplitudes = Columns.f64(
                            where + ", amplitudes", current.getStep().getAmplitudes());
                    for (double amplitude : amplitudes) {
                        finite(where, amplitude);
                    }
                    yield new CurrentSource.Step(
                            Columns.f64(where + ", times", current.getStep().getTimes()), amplitudes);
                }
                case AC -> {
                    var ac = current.getAc();
                    yield new CurrentSource.Ac(
                            finite(where, ac.getAmplitude()),
                            finite(where, ac.getOffset()),
                            finite(where, ac.getFrequency()),
                            finite(where, ac.getPhase()),
                            ac.getStart(),
                            ac.getStop());
                }
                case NOISY -> {
                    var noisy = current.getNoisy();
                    yield new CurrentSource.Noisy(
                            finite(where, noisy.getMean()),
                            finite(where, noisy.getStdev()),
                            finite(where, noisy.getDt()),
                            noisy.getStart(),
                            noisy.getStop(),
                            CurrentSource.Noisy.seed(seed, index));
                }
                case WAVEFORM_NOT_SET ->
                    throw JobException.invalid("%s has no waveform, must be dc, step, ac or noisy", where);
            };
        } catch (IllegalArgumentException e) {
            throw JobException.invalid("%s: %s", where, String.valueOf(e.getMessage()));
        }
    }

    private static double finite(String where, double value) throws JobException {
        if (!Double.isFinite(value)) {
            throw JobException.invalid("%s: a value is %s, must be finite", where, value);
        }
        return value;
    }
}
