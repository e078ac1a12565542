package bss.calibration.measure.bench;

import bss.spec.backend.AdcSamples;

/// How the samples of one analog output are read: the true clock of its ADC board, and the straight line that brings
/// its voltages onto the scale of output 0. What is common to both boards cannot be seen from outside.
///
/// @param hertz true sample clock
/// @param offsetVolt added to the voltage of the default characteristic
/// @param gain factor on that voltage
public record OutputScale(double hertz, double offsetVolt, double gain) {

    /// The board that the manual describes.
    public static final OutputScale NOMINAL = new OutputScale(AdcSamples.NOMINAL_HERTZ, 0, 1);

    /// The trace of a recording.
    public Trace trace(AdcSamples samples) {
        double[] volts = new double[samples.count()];
        for (int k = 0; k < volts.length; k++) {
            volts[k] = offsetVolt + gain * samples.volt(k);
        }
        return new Trace(volts, 1 / hertz);
    }
}
