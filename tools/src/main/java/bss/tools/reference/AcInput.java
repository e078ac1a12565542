package bss.tools.reference;

/// The sine of a [CurrentSource.Ac], ready to evaluate. Its offset flows as piecewise constant current.
///
/// @param omega angular frequency in 1/ms
/// @param phase at `startMs`, in radians
record AcInput(double amplitudeNa, double omega, double phase, double startMs, double stopMs) {

    static AcInput of(CurrentSource.Ac ac) {
        return new AcInput(
                ac.amplitudeNa(),
                2e-3 * Math.PI * ac.frequencyHz(),
                ac.phaseDegrees() * Math.PI / 180,
                ac.startMs(),
                ac.stopMs());
    }

    /// Current at `t`, which lies in an interval around `middle` that neither start nor stop divides.
    double at(double t, double middle) {
        return middle > startMs && middle < stopMs ? amplitudeNa * StrictMath.sin(omega * (t - startMs) + phase) : 0;
    }
}
