package bss.emulator.silicon;

import bss.spec.backend.AdcSamples;

/// An ADC board in truth: its clock, its inverted characteristic `V = v0 + v1 code + v2 code^2`, and its noise.
///
/// @param hertz true sample clock
/// @param v0 V at code 0
/// @param v1 V per code, negative
/// @param v2 V per code squared
/// @param noiseVolt sigma of the noise of a sample
/// @param noise draws of that noise
public record AdcBoard(double hertz, double v0, double v1, double v2, double noiseVolt, long noise) {

    /// A board that is what the manual says.
    public static final AdcBoard IDEAL =
            new AdcBoard(AdcSamples.NOMINAL_HERTZ, AdcSamples.FULL_SCALE_VOLT, -AdcSamples.VOLT_PER_CODE, 0, 0, 0);

    /// The code of a sample.
    ///
    /// @param sequence number of the recording on this channel, so that no noise comes twice
    /// @param sample number within it
    public int code(double volt, long sequence, long sample) {
        return seriesCode(volt, series(sequence), sample);
    }

    /// The noise of a recording, for [#seriesCode].
    ///
    /// @param sequence number of the recording on this channel
    public long series(long sequence) {
        return noiseVolt == 0 ? 0 : new Draws(noise).bits(sequence);
    }

    /// The code of a sample of a recording.
    ///
    /// @param series of [#series]
    /// @param sample number within it
    public int seriesCode(double volt, long series, long sample) {
        double seen = noiseVolt == 0 ? volt : volt + noiseVolt * new Draws(series).normal(sample);
        double distance = seen - v0;
        double root = StrictMath.sqrt(Math.max(0, v1 * v1 + 4 * v2 * distance));
        return (int) Math.clamp(Math.round(2 * distance / (v1 - root)), 0L, (long) AdcSamples.MAX_CODE);
    }
}
