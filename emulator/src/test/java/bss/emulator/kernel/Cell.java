package bss.emulator.kernel;

/// A neuron in biological units: pF, nS, mV, ms, pA; no exponential term if `deltaT` is 0. A speed-up of 10^4 and
/// a linear map of voltages bring it onto the chip.
record Cell(
        double c,
        double gL,
        double eL,
        double vT,
        double deltaT,
        double a,
        double tauW,
        double b,
        double vReset,
        double vPeak,
        double tauRefrac,
        double eExc,
        double eInh,
        double tauExc,
        double tauInh) {

    /// One step of the kernels in biological time, ms.
    static final double STEP_MS = 0.08;

    private static final double SPEEDUP = 1e4;

    static Cell adex(
            double c, double gL, double eL, double vT, double deltaT, double a, double tauW, double b, double vReset) {
        return new Cell(c, gL, eL, vT, deltaT, a, tauW, b, vReset, 0, 0, 0, -80, 5, 10);
    }

    static Cell lif(double c, double gL, double eL, double vT, double vReset, double tauRefrac) {
        return new Cell(c, gL, eL, 0, 0, 0, 100, 0, vReset, vT, tauRefrac, 0, -80, 5, 10);
    }

    Cell adapting(double newA, double newTauW, double newB) {
        return new Cell(
                c, gL, eL, vT, deltaT, newA, newTauW, newB, vReset, vPeak, tauRefrac, eExc, eInh, tauExc, tauInh);
    }

    Cell firing(double newVPeak, double newTauRefrac) {
        return new Cell(c, gL, eL, vT, deltaT, a, tauW, b, vReset, newVPeak, newTauRefrac, eExc, eInh, tauExc, tauInh);
    }

    /// The same share of a larger membrane.
    Cell of(double membrane) {
        return new Cell(membrane, gL, eL, vT, deltaT, a, tauW, b, vReset, vPeak, tauRefrac, eExc, eInh, tauExc, tauInh);
    }

    /// Map of the voltages: `alpha` times the biological one, with -40 mV at 0.8 V.
    record Scale(double alpha) {
        double volt(double mV) {
            return 0.8 + alpha * (mV + 40) * 1e-3;
        }
    }

    /// Conductances scale with the capacitances, so that the chip's C is free; 2.16456 pF is the big capacitor's.
    private double siemens(double nS) {
        return nS / c * 1e3 * SPEEDUP * farad();
    }

    private double farad() {
        return 2.16456e-12;
    }

    double ampere(double pA, Scale scale) {
        return pA / c * scale.alpha() * SPEEDUP * farad();
    }

    CircuitParameters onChip(Scale scale) {
        return new CircuitParameters(
                farad(),
                siemens(gL),
                scale.volt(eL),
                scale.volt(eExc),
                scale.volt(eInh),
                tauExc * 1e-3 / SPEEDUP,
                tauInh * 1e-3 / SPEEDUP,
                deltaT * 1e-3 * scale.alpha(),
                scale.volt(vT),
                scale.volt(vPeak),
                scale.volt(vReset),
                siemens(a),
                tauW * 1e-3 / SPEEDUP,
                ampere(b, scale),
                tauRefrac * 1e-3 / SPEEDUP,
                deltaT > 0);
    }

    /// A biological synaptic weight in nS as the conductance a lane takes.
    int weight(CircuitState state, int lane, double nS) {
        return state.conductance(lane, siemens(nS));
    }
}
