package bss.spec.transfer;

import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;

/// The transfers of the ideal circuit, which is also what an uncalibrated chip is taken for.
///
/// Coefficients, domains and tables: calibtic:src/HMF/NeuronCalibration.cpp (populateWithDefault) and
/// SharedCalibration.cpp; V_dtc: calibtic:doc/stp_calib.py.
///
/// | parameter | quantity |
/// |---|---|
/// | I_gl | tau_m in s |
/// | E_l, E_synx, E_syni, V_t, V_exp, V_reset | the potential in V |
/// | I_rexp | Delta_T in V |
/// | I_gladapt | a in S |
/// | I_radapt | tau_w in s |
/// | I_fire | b in A |
/// | I_pl | tau_refrac in s |
/// | V_syntcx, V_syntci | tau_syn in s |
/// | V_dtc | tau_rec in s |
/// | V_gmax0..3 and every bias | what the cell holds, in V or A |
///
/// Not in a transfer: code 0 of I_gladapt and I_fire switches that term off, code 0 of I_conv* its input
/// ([IdealCircuit] knows). Code 0 of I_gl is the end of the domain, the longest tau_m, not an isolated membrane.
public final class IdealTransfers {

    // tau_m of the big capacitor at normal speed, powers 1..4 of 1/tau
    private static final double[] LEAK = {3.88526104127e-5, 4.59779147464e-10, -5.59735172633e-16, 2.49921049455e-22};

    private static final Transfer BIG_NORMAL = leak(1, 1, 5.41e-7, 4.82e-5);
    private static final Transfer BIG_SLOW = leak(1, 27.0 / 3, 1.50e-6, 2.00e-4);
    private static final Transfer BIG_FAST = leak(1, 1.0 / 3, 4.23e-7, 2.01e-5);
    private static final Transfer SMALL_NORMAL = leak(1 / 5.0, 1, 1.083e-7, 9.63e-6);
    private static final Transfer SMALL_SLOW = leak(1 / 5.0, 27.0 / 3, 3.00e-7, 7.22e-5);
    private static final Transfer SMALL_FAST = leak(1 / 5.0, 1.0 / 3, 1.00e-7, 4.02e-6);

    private static final Transfer VOLTAGE =
            Polynomial.of(0, FloatingGates.MAX_VOLT, 0, FloatingGates.MAX_CODE / FloatingGates.MAX_VOLT);
    private static final Transfer CURRENT =
            Polynomial.of(0, FloatingGates.MAX_AMPERE, 0, FloatingGates.MAX_CODE / FloatingGates.MAX_AMPERE);
    private static final Transfer E_SYNX = Polynomial.of(0, 1.8, -16, 614);
    private static final Transfer A = Polynomial.of(2.537e-9, 4.958e-6, -0.2701, 1.06392e8, 2.01736e13);
    private static final Transfer TAU_W = OneOverPolynomial.of(2.93e-6, 3.54e-5, -1.222e-3, 782.014, 1.07527e7);
    private static final Transfer B = Polynomial.of(3.24e-11, 6.926e-8, 22.4037, 1.8414e10, -5.7288e16);
    private static final Transfer DELTA_T = Polynomial.of(1.21e-3, 1.35e-2, -38.5688, 27164.6, 3.7804e6);
    private static final Transfer TAU_REFRAC = Lookup.resource("i_pl.txt");
    private static final Transfer TAU_SYN = Lookup.resource("v_syntc.txt");
    // domain: code 1023 to code 5, the longest recovery of calibtic's fit
    private static final Transfer TAU_REC = NegativePowersPolynomial.of(6.171e-7, 1.04e-4, -1.0764, 6.31944e-4);

    private IdealTransfers() {}

    /// The transfer of a denmem's parameter under the given settings.
    public static Transfer of(NeuronParameter parameter, CircuitMode mode) {
        return switch (parameter) {
            case I_GL ->
                switch (mode.gl()) {
                    case FAST -> mode.bigcap() ? BIG_FAST : SMALL_FAST;
                    case NORMAL -> mode.bigcap() ? BIG_NORMAL : SMALL_NORMAL;
                    case SLOW -> mode.bigcap() ? BIG_SLOW : SMALL_SLOW;
                };
            // calibtic has one transfer for all capacitors and speeds of these two
            case I_GLADAPT -> A;
            case I_RADAPT -> TAU_W;
            case E_L, E_SYNI, V_T, V_EXP -> VOLTAGE;
            case E_SYNX -> E_SYNX;
            case I_FIRE -> B;
            case I_REXP -> DELTA_T;
            case I_PL -> TAU_REFRAC;
            case V_SYNTCI, V_SYNTCX -> TAU_SYN;
            case I_BEXP, I_CONVI, I_CONVX, I_SPIKEAMP, V_CONVOFFI, V_CONVOFFX -> bias(parameter, 1023);
            case I_INTBBI, I_INTBBX, V_SYNI, V_SYNX -> bias(parameter, 511);
        };
    }

    /// The transfer of a shared parameter.
    public static Transfer of(SharedParameter parameter) {
        return switch (parameter) {
            case V_RESET, V_FAC, V_DEP, V_STDF, V_THIGH, V_TLOW, V_M, V_CLRA, V_CLRC -> VOLTAGE;
            case V_GMAX0, V_GMAX1, V_GMAX2, V_GMAX3 -> CURRENT;
            case V_DTC -> TAU_REC;
            case V_DLLRES -> new Constant(400, parameter.kind());
            case INT_OP_BIAS, V_BOUT, V_BEXP, I_BRESET, I_BSTIM, V_BSTDF, V_BR, V_CCAS ->
                new Constant(parameter.defaultCode(), parameter.kind());
        };
    }

    private static Transfer bias(NeuronParameter parameter, int code) {
        return new Constant(code, parameter.kind());
    }

    private static Transfer leak(double tauRatio, double mirrorRatio, double min, double max) {
        double[] ascending = new double[LEAK.length + 1];
        double power = 1;
        for (int i = 1; i < ascending.length; i++) {
            power *= tauRatio;
            ascending[i] = LEAK[i - 1] * power * mirrorRatio;
        }
        return NegativePowersPolynomial.of(min, max, ascending);
    }
}
