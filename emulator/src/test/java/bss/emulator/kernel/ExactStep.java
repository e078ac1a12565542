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
        double mean = (v1 + Math.min(v2, RAIL)) / 2;
        w = w0 + (mean - eL) * s.aW[i] * 0x1p-40 - w0 * s.kW[i] * 0x1p-37;
    }
}
