package bss.emulator.kernel;

import java.util.Objects;

/// The step of circuits of their own, lane by lane: the definition that a vector kernel has to equal bit for bit.
///
/// One step is a linear conductance flow over a window centred on the boundary, a full exponential flow, and the
/// step of w with the mean voltage (docs/kernel.md). What is rare goes to [SpecialLanes] and [FineStep]:
/// conductances of 1/16 per step or more, voltages within two steps of blow-up or above V_t, and the end of
/// refractoriness.
public final class ScalarKernel implements NeuronKernel {

    /// -1 and -30 in Q19: above the first z is no longer below 1/2, below the second it counts as 2^-30.
    static final int NEAR = -1 << 19;

    static final int FAR = -30 << 19;

    @Override
    public int step(CircuitState s, int from, int to, long cycle, SpikeBuffer out) {
        int before = out.count();
        long dither = FixedPoint.dither(cycle);
        Objects.checkFromToIndex(from, to, s.lanes());
        for (int i = CircuitState.BASE + from; i < CircuitState.BASE + to; i++) {
            step(s, i, dither, out);
        }
        return out.count() - before;
    }

    /// The step of the lane at index `i`.
    static void step(CircuitState s, int i, long dither, SpikeBuffer out) {
        if (s.refractory[i] == 1 || isFast(s, i)) {
            FineStep.step(s, i, 1, dither, out);
            return;
        }
        int v = s.v[i];
        stepExponential(s, i, v, linear(s, i, v, dither), dither, out);
    }

    /// Whether a conductance is large in the window around the boundary.
    private static boolean isFast(CircuitState s, int i) {
        int m1 = s.gExc[i] + (s.inExc[i] >>> 1);
        int m2 = s.gInh[i] + (s.inInh[i] >>> 1);
        return (m1 | m2) >>> CircuitState.FAST_CONDUCTANCE_BITS != 0;
    }

    /// Phase A: moves V over the window around the boundary, and the conductances over the step.
    private static int linear(CircuitState s, int i, int v, long dither) {
        int g1 = s.gExc[i];
        int g2 = s.gInh[i];
        int in1 = s.inExc[i];
        int in2 = s.inInh[i];
        int m1 = g1 + (in1 >>> 1);
        int m2 = g2 + (in2 >>> 1);
        s.gExc[i] = FixedPoint.decay(g1 + in1, s.qExc[i], dither);
        s.gInh[i] = FixedPoint.decay(g2 + in2, s.qInh[i], dither);
        s.inExc[i] = 0;
        s.inInh[i] = 0;

        int hold = (1 - s.refractory[i]) >> 31;
        int kL = s.kL[i];
        int c1 = m1 << 6;
        int c2 = m2 << 6;
        long products = (long) (s.eL[i] - v) * kL + (long) (s.eExc[i] - v) * c1 + (long) (s.eInh[i] - v) * c2;
        int slope = (int) (products >> 32) + s.current[i] - (s.w[i] >> 2);
        // psi(x) = 1 - (1 - exp(-x)) / x in Q18, x the total conductance
        int x = (kL + c1 + c2) >>> 2;
        int x16 = x >>> 15;
        int c = 32765 - ((x16 * (10861 - ((x16 * 2402) >>> 16))) >>> 16);
        int psi = ((x >>> 13) * c) >>> 16;
        int move = ((slope - (FixedPoint.mul16(slope, psi) >> 2)) >> 1) & ~hold;
        int v1 = v + Math.max(Math.min(move, FixedPoint.V_RAIL - v), -v);
        s.v[i] = v1;
        return v1;
    }

    /// Phases B and C: the exponential flow and the step of w.
    private static void stepExponential(CircuitState s, int i, int v, int v1, long dither, SpikeBuffer out) {
        int r = s.refractory[i];
        int hold = (1 - r) >> 31;
        int shift = s.shift[i];
        int y = FixedPoint.mul16(v1 - s.vTp[i], s.iD[i]) >> shift;
        int z = exp2(Math.max(y, FAR));
        int move = FixedPoint.mul16(FixedPoint.mul16(z, flow(z)), s.dQ[i]) & ~hold;
        int v2 = v1 + ((move + (1 << (7 - shift))) >> (8 - shift));
        if (hold == 0 && (y >= NEAR || v2 >= s.vSpike[i])) {
            SpecialLanes.exponential(s, i, v, v1, dither, out);
            return;
        }
        int mean = v1 + (move >> (9 - shift));
        int w = s.w[i];
        s.v[i] = Math.min(v2, FixedPoint.V_RAIL);
        s.w[i] = stepW(w, mean - s.eL[i], s.aW[i], s.kW[i], dither);
        s.refractory[i] = r + hold;
    }

    /// (V - vTp) log2 e / ΔT of lane `k`, Q19.
    static int exponent(CircuitState s, int k, int v) {
        return FixedPoint.mul16(v - s.vTp[k], s.iD[k]) >> s.shift[k];
    }

    /// Whether lane `k` is at `v` within two steps of blow-up, so that z is not below 1/2.
    static boolean isNear(CircuitState s, int k, int v) {
        return exponent(s, k, v) >= NEAR;
    }

    /// z of lane `k` at `v`, Q46, if it is not near.
    static long zLong(CircuitState s, int k, int v) {
        int y = Math.max(exponent(s, k, v), FAR);
        return ((long) mantissa(y) << 30) >>> -(y >> 19);
    }

    /// w at the end of the step, with the mean of V - E_l.
    static int stepW(int w, int difference, int aW, int kW, long dither) {
        long move = (long) difference * aW - (long) w * kW;
        int next = w + ((int) ((move + (dither << 5)) >> 32) >> 5);
        return Math.max(Math.min(next, FixedPoint.W_RAIL), -FixedPoint.W_RAIL);
    }

    /// 2^y in Q30 for y in Q19 from -30 to -1.
    private static int exp2(int y) {
        return (mantissa(y) << 14) >>> (-(y >> 19) & 31);
    }

    /// 2^f in Q16 for the fraction f of y (Q19), by a quartic of 16 bits.
    private static int mantissa(int y) {
        int f = (y >>> 3) & 0xffff;
        int t = 3405 + ((890 * f) >>> 16);
        t = 15823 + ((t * f) >>> 16);
        t = 45418 + ((t * f) >>> 16);
        return 65536 + ((t * f) >>> 16);
    }

    /// -ln(1 - z) / z in Q15 for z below 1/2, Q30.
    static int flow(int z) {
        int zs = z >>> 14;
        int q = 2700 + ((zs * 21126) >>> 15);
        q = 23955 + ((zs * q) >>> 16);
        q = 32683 + ((zs * q) >>> 16);
        return 32768 + ((zs * q) >>> 17);
    }
}
