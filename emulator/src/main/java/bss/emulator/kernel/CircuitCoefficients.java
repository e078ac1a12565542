package bss.emulator.kernel;

/// Converts the parameters of a circuit to the integers of its lane, once. StrictMath makes them the same
/// everywhere; afterwards there is no floating point.
final class CircuitCoefficients {

    private static final double LOG2E = 1.4426950408889634;

    private CircuitCoefficients() {}

    /// x 2^bits, rounded to nearest.
    static long quantise(double x, int bits) {
        return Math.round(x * (1L << bits));
    }

    /// Writes all coefficients of `lane` except the current, with the threshold `vSpikeVolt`.
    ///
    /// @return the time to blow-up of the exponential flow at the threshold in steps; infinite without one
    static double write(CircuitState s, int lane, CircuitParameters p, double vSpikeVolt) {
        double h = CircuitState.STEP_SECOND;
        double perFarad = h / p.capacitanceFarad();
        s.eL[lane] = voltage(p.eLVolt());
        s.kL[lane] = 2 * (int) quantise(p.gLSiemens() * perFarad, 32);
        s.eExc[lane] = voltage(p.eSynxVolt());
        s.eInh[lane] = voltage(p.eSyniVolt());
        s.qExc[lane] = decay(p.tauSynxSecond());
        s.qInh[lane] = decay(p.tauSyniSecond());
        double kW = -StrictMath.expm1(-h / p.tauWSecond());
        s.kW[lane] = (int) quantise(kW, 37);
        s.aW[lane] = (int) quantise(p.aSiemens() * perFarad * kW, 40);
        s.vSpike[lane] = voltage(vSpikeVolt);
        int r = lane * CircuitState.RARE;
        s.rare[r + CircuitState.V_RESET] = voltage(p.vResetVolt());
        s.rare[r + CircuitState.B] = (int) quantise(p.bAmpere() * perFarad, 33);
        long refractory = quantise(p.tauRefracSecond() / h, 30);
        s.rare[r + CircuitState.REFRACTORY_STEPS] = (int) (refractory >> 30);
        s.rare[r + CircuitState.REFRACTORY_FRACTION] = (int) (refractory & (FixedPoint.ONE - 1));
        double blowUp = writeExponential(s, lane, p, vSpikeVolt);
        s.rare[r + CircuitState.BLOW_UP] = (int) quantise(Math.min(blowUp, CircuitState.SLOW_BLOW_UP * 0x1p-20), 20);
        writeCrossing(s, lane, blowUp, p.exponential() ? p.deltaTVolt() / blowUp : 0);
        return blowUp;
    }

    /// The exponential flow dV/dt = (gL ΔT / C) exp((V - V_exp) / ΔT) makes z = 2^((V - vTp) log2 e / ΔT) the part
    /// of the time to blow-up that one step is: V += -ΔT ln(1 - z). So vTp = V_exp - ΔT ln(h gL / C).
    private static double writeExponential(CircuitState s, int lane, CircuitParameters p, double vSpikeVolt) {
        if (!p.exponential()) {
            // z is then far below its smallest value, and times 0
            s.vTp[lane] = Integer.MAX_VALUE;
            s.iD[lane] = 1 << 15;
            s.shift[lane] = 0;
            s.dQ[lane] = 0;
            return Double.POSITIVE_INFINITY;
        }
        double deltaT = p.deltaTVolt();
        double leak = p.gLSiemens() * CircuitState.STEP_SECOND / p.capacitanceFarad();
        double vTp = p.vExpVolt() - deltaT * StrictMath.log(leak);
        double amplitude = 1;
        long quantised = quantise(vTp, 30);
        if (quantised > Integer.MAX_VALUE) {
            // from the rail, 0.2 V below, z is so small that the flow is proportional to it: lower both alike
            double lowered = Integer.MAX_VALUE * 0x1p-30;
            amplitude = StrictMath.exp((lowered - vTp) / deltaT);
            quantised = Integer.MAX_VALUE;
        }
        double slope = LOG2E / deltaT;
        int k = Math.getExponent(slope) + 1;
        s.vTp[lane] = (int) quantised;
        s.iD[lane] = (int) Math.min(quantise(slope, 16 - k), 0xffff);
        s.shift[lane] = 11 - k;
        s.dQ[lane] = (int) quantise(deltaT * amplitude, k + 14);
        return StrictMath.exp((vTp - vSpikeVolt) / deltaT);
    }

    /// Decides by which flow the threshold is crossed.
    ///
    /// @param blowUp time to blow-up at the threshold in steps, of all members together
    /// @param rateVolt rate of the exponential flow at the threshold in V per step, of all members together
    static void writeCrossing(CircuitState s, int lane, double blowUp, double rateVolt) {
        boolean weak = blowUp >= CircuitState.WEAK_BLOW_UP * 0x1p-20;
        int r = lane * CircuitState.RARE;
        s.rare[r + CircuitState.CROSSING_RATE] = (int) Math.min(quantise(Math.min(rateVolt, 2), 30), Integer.MAX_VALUE);
        s.rare[r + CircuitState.WINDOW] = weak ? FixedPoint.HALF : 0;
    }

    private static int voltage(double volt) {
        return FixedPoint.clampV(quantise(volt, 30));
    }

    /// Decay q of a conductance in a step. The sum of its windows, half of it and then q, q^2 ... of it, is to be the
    /// integral of exp(-t / tau): 1/2 + q / (1 - q) = tau / h. That is exp(-h / tau) to second order.
    private static int decay(double tauSecond) {
        double x = CircuitState.STEP_SECOND / tauSecond;
        return (int) Math.min(quantise((2 - x) / (2 + x), 32), 0xffff_ffffL);
    }
}
