package bss.emulator.kernel;

/// One step of a circuit of its own from the definition, in doubles with library functions and none of the
/// kernel's approximations, formats or special cases. Reads the integers of the lane before the step.
final class ExactStep {

    static final double RAIL = 1_932_735_283 * 0x1p-30;

    final double g1;
    final double g2;
    /// V after the linear flow and after the exponential one; infinite after blow-up. Volts.
    final double v1;

    final double v2;
    /// The part of the time to blow-up that the step is.
    final double z;

    final double w;
    final double slope;
    final boolean held;
    final boolean released;
    final boolean fires;
    /// Whether a conductance is so large that the step is taken in parts.
    final boolean fast;

    private final double[] half = new double[3];
    private final double[] before = new double[2];
    private final double[] after = new double[2];
    private final double[] rate = new double[2];

    ExactStep(CircuitState s, int i) {
        double a1 = s.gExc[i] * 0x1p-27;
        double a2 = s.gInh[i] * 0x1p-27;
        double in1 = s.inExc[i] * 0x1p-27;
        double in2 = s.inInh[i] * 0x1p-27;
        g1 = Math.min(a1 + in1, Integer.MAX_VALUE * 0x1p-27) * Integer.toUnsignedLong(s.qExc[i]) * 0x1p-32;
        g2 = Math.min(a2 + in2, Integer.MAX_VALUE * 0x1p-27) * Integer.toUnsignedLong(s.qInh[i]) * 0x1p-32;
        double v = s.v[i] * 0x1p-30;
        double eL = s.eL[i] * 0x1p-30;
        double w0 = s.w[i] * 0x1p-33;
        held = s.refractory[i] > 1;
        released = s.refractory[i] == 1;
        double m1 = a1 + in1 / 2;
        double m2 = a2 + in2 / 2;
        double x = s.kL[i] * 0x1p-33 + m1 + m2;
        slope = s.kL[i] * 0x1p-33 * (eL - v)
                + m1 * (s.eExc[i] * 0x1p-30 - v)
                + m2 * (s.eInh[i] * 0x1p-30 - v)
                + s.current[i] * 0x1p-31
                - w0;
        double moved = v + slope * (x == 0 ? 1 : -Math.expm1(-x) / x);
        v1 = held ? v : Math.max(0, Math.min(RAIL, moved));
        double log2e = s.iD[i] / (double) (1 << (5 + s.shift[i]));
        double deltaT = s.dQ[i] / (double) (1L << (25 - s.shift[i]));
        z = s.dQ[i] == 0 || held ? 0 : Math.pow(2, (v1 - s.vTp[i] * 0x1p-30) * log2e);
        v2 = z >= 1 ? Double.POSITIVE_INFINITY : v1 - deltaT * Math.log1p(-z);
        fires = !held && !released && v2 >= s.vSpike[i] * 0x1p-30;
        fast = Math.max(m1, m2) >= 1.0 / 16;
        for (int k = 0; k < 2; k++) {
            rate[k] = -Math.log(Integer.toUnsignedLong(k == 0 ? s.qExc[i] : s.qInh[i]) * 0x1p-32);
            double windows = rate[k] / 2 / Math.tanh(rate[k] / 2);
            before[k] = (k == 0 ? a1 : a2) * windows;
            after[k] = Math.min((k == 0 ? a1 + in1 : a2 + in2), Integer.MAX_VALUE * 0x1p-27) * windows;
        }
        half[0] = s.kL[i] * 0x1p-33;
        half[1] = s.current[i] * 0x1p-31 - w0 + half[0] * eL;
        half[2] = v;
        double gain = Math.max(0, Math.min(v2, RAIL) - v1);
        // in the upswing V is V1 - ΔT ln(1 - t z), of which this is the mean
        double mean = v1 + (z >= 0.5 ? Math.clamp(deltaT - (1 / z - 1) * gain, 0, gain) : gain / 2);
        w = w0 + (mean - eL) * s.aW[i] * 0x1p-40 - w0 * s.kW[i] * 0x1p-37;
    }

    /// V at the middle of the step, without exponential terms and with w as it was, in thousandths of a step.
    double middle(CircuitState s, int i) {
        double volt = half[2];
        for (int k = -500; k < 500; k++) {
            double time = (k + 0.5) / 1000;
            double g1 = (k < 0 ? before : after)[0] * Math.exp(-rate[0] * time);
            double g2 = (k < 0 ? before : after)[1] * Math.exp(-rate[1] * time);
            double x = half[0] + g1 + g2;
            double rest = (half[1] + g1 * s.eExc[i] * 0x1p-30 + g2 * s.eInh[i] * 0x1p-30) / x;
            volt = Math.clamp(rest + (volt - rest) * Math.exp(-x / 1000), 0, RAIL);
        }
        return volt;
    }
}
