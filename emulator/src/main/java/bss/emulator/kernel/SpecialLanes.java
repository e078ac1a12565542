package bss.emulator.kernel;

import static bss.emulator.kernel.CircuitState.BLOW_UP;
import static bss.emulator.kernel.CircuitState.CROSSING_RATE;
import static bss.emulator.kernel.CircuitState.RARE;
import static bss.emulator.kernel.CircuitState.WINDOW;

/// What lanes do rarely, in long arithmetic: large conductances, the upswing, spikes, and the end of
/// refractoriness.
///
/// Where the exponential flow crosses the threshold, a spike lies at 0 to 1 in the step [n, n+1]. Where the linear
/// one does (no exponential term, or V_t far below its blow-up), V moves mainly in the window [n-1/2, n+1/2], and
/// refractoriness is counted in windows, which keeps it exact.
final class SpecialLanes {

    private SpecialLanes() {}

    /// Phase A of the `n` lanes whose first is `i`, not held and not for [FineStep]; returns V.
    static int linear(CircuitState s, int i, int n, long dither) {
        int v = s.v[i];
        long slope = 0;
        long x = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            long m1 = (long) s.gExc[k] + (s.inExc[k] >>> 1);
            long m2 = (long) s.gInh[k] + (s.inInh[k] >>> 1);
            slope += slope(s, k, v, m1, m2, s.w[k]);
            x += s.kL[k] + ((m1 + m2) << 6);
        }
        decay(s, i, n, dither);
        int v1 = FixedPoint.clampV(v + move(slope, x >> 9, FixedPoint.ONE));
        s.v[i] = v1;
        return v1;
    }

    /// Brings the conductances, with what arrives, to the end of the step.
    static void decay(CircuitState s, int i, int n, long dither) {
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            s.gExc[k] = FixedPoint.decay(FixedPoint.addSaturating(s.gExc[k], s.inExc[k]), s.qExc[k], dither);
            s.gInh[k] = FixedPoint.decay(FixedPoint.addSaturating(s.gInh[k], s.inInh[k]), s.qInh[k], dither);
            s.inExc[k] = 0;
            s.inInh[k] = 0;
        }
    }

    /// Brings the adaptations of the lanes to the end of the step, with the mean of V.
    static void stepW(CircuitState s, int i, int n, int mean, long dither) {
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            s.w[k] = ScalarKernel.stepW(s.w[k], mean - s.eL[k], s.aW[k], s.kW[k], dither);
        }
    }

    /// Slope of V at `v` that one lane contributes, Q43 V per step, for any conductance (Q27).
    static long slope(CircuitState s, int k, int v, long g1, long g2, int w) {
        return ((((long) s.eL[k] - v) * s.kL[k]) >> 20)
                + ((g1 * (s.eExc[k] - v)) >> 14)
                + ((g2 * (s.eInh[k] - v)) >> 14)
                + ((long) s.current[k] << 12)
                - ((long) w << 10);
    }

    /// Change of V (Q30) in the linear flow over `time` (Q30, -1/2 to 3/2), with slope Q43 and total conductance
    /// Q24.
    static long move(long slope, long x, long time) {
        long phi = FixedPoint.phi1(Math.multiplyHigh(x << 2, time << 32));
        long mean = Math.multiplyHigh(slope << 6, phi << 38); // Q47
        return (Math.multiplyHigh(mean, time << 32) + (1L << 14)) >> 15;
    }

    /// Phases B and C of one lane near or over the threshold, or at the end of its refractoriness.
    ///
    /// @param v V before phase A
    /// @param v1 V after it
    static void exponential(CircuitState s, int i, int v, int v1, long dither, SpikeBuffer out) {
        long zeta = FixedPoint.exp2(-exponent(s, i, v1)); // time to blow-up, Q24
        long blowUp = (long) s.rare[i * RARE + BLOW_UP] << 4;
        if (s.rare[i * RARE + WINDOW] != 0 || zeta - blowUp <= 1L << 24) {
            fire(s, i, 1, v1, crossing(s, i, v, v1, zeta, blowUp), out);
            return;
        }
        int v2 = FixedPoint.clampV(Math.max(v1, afterwards(s, i, zeta - (1L << 24))));
        // V is V1 - ΔT ln(1 - t/ζ); its mean is V1 + ΔT - (ζ - 1) (V2 - V1)
        long deltaT = (long) s.dQ[i] << (5 + s.shift[i]);
        long beyond = deltaT - (((zeta - (1L << 24)) * (v2 - v1)) >> 24);
        int mean = v1 + (int) Math.clamp(beyond, 0L, v2 - v1);
        s.v[i] = v2;
        s.w[i] = ScalarKernel.stepW(s.w[i], mean - s.eL[i], s.aW[i], s.kW[i], dither);
    }

    /// Time at which one lane crosses its threshold, Q30.
    ///
    /// Half of phase A lies before the boundary; of the other half, and of the flow itself, only what happens
    /// until the time t sought counts: L(t/2) E(t) L(t/2) from the boundary. With ζ the time to blow-up after
    /// phase A, ζp that at the threshold and ρ half of phase A's movement over ΔT, this is ζ (1 + ρ (1 - t)) - ζp
    /// (1 + ρ t) = t to first order in ρ. Where ρ is large or the exponential flow is slow, it is taken as
    /// straight instead.
    private static long crossing(CircuitState s, int i, int v, int v1, long zeta, long blowUp) {
        boolean weak = s.rare[i * RARE + WINDOW] != 0;
        long rho = FixedPoint.halfLn(exponent(s, i, v1) - exponent(s, i, v)); // Q24
        if (Math.abs(rho) >= 1L << 22 || blowUp >= (long) CircuitState.SLOW_BLOW_UP << 4) {
            long time = crossing(s, i, 1, v, v1);
            return weak ? time : Math.clamp(time, 0, (long) FixedPoint.ONE);
        }
        long earliest = weak ? -FixedPoint.HALF : 0;
        long z = Math.min(zeta, 2 * ((long) CircuitState.SLOW_BLOW_UP << 4));
        long numerator = z - blowUp + ((z * rho) >> 24);
        long denominator = (1L << 24) + (((z + blowUp) * rho) >> 24);
        if (denominator <= 0) {
            return Math.clamp((zeta - blowUp) << 6, earliest, FixedPoint.ONE);
        }
        return Math.clamp((numerator << 30) / denominator, earliest, FixedPoint.ONE);
    }

    /// (V - vTp) log2 e / ΔT in Q24.
    static long exponent(CircuitState s, int k, int v) {
        return (long) FixedPoint.mul16(v - s.vTp[k], s.iD[k]) << (5 - s.shift[k]);
    }

    /// V at which the time to blow-up is `zeta` (Q24).
    static long afterwards(CircuitState s, int k, long zeta) {
        return s.vTp[k] - ((FixedPoint.ln(zeta) * s.dQ[k]) >> (19 - s.shift[k]));
    }

    /// Time at which V crosses the threshold if the exponential flow is straight there, Q30: V moves from its
    /// value at the boundary, in the middle of phase A, with the sum of the rates of both flows.
    static long crossing(CircuitState s, int i, int n, int v, int v1) {
        long linear = (long) v1 - v;
        long rate = linear + s.rare[i * RARE + CROSSING_RATE];
        long missing = 2L * s.vSpike[i] - v1 - v;
        if (rate <= 0) {
            return missing <= 0 ? -FixedPoint.HALF : FixedPoint.ONE;
        }
        // compared before they are divided, so that nothing overflows
        if (missing <= -rate) {
            return -FixedPoint.HALF;
        }
        if (missing >= 2 * rate) {
            return FixedPoint.ONE;
        }
        long time = (missing << 29) / rate;
        if (time >= FixedPoint.HALF || linear <= 0) {
            return time;
        }
        // the linear flow is bent: its first half is steeper by a quarter of the conductance x
        long x = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            x += s.kL[k] + (((long) s.gExc[k] + s.gInh[k]) << 6);
        }
        long phase = time + FixedPoint.HALF;
        long bend = (phase * (FixedPoint.ONE - phase)) >> 30;
        return Math.max(time - ((bend * Math.min(x >> 9, 1L << 23)) >> 25), -FixedPoint.HALF);
    }

    /// A spike of the membrane at `time` (Q30, -1/2 to 1, from the start of the step).
    static void fire(CircuitState s, int i, int n, int v1, long time, SpikeBuffer out) {
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            s.w[k] = FixedPoint.clampW(s.w[k] + stepToSpike(s, i, k, v1, time));
        }
        FineStep.spike(s, i, n, FixedPoint.ONE, time, out);
    }

    /// Change of the w of lane `k` from the boundary to a spike of lane `i` at `time` (Q30).
    ///
    /// In the upswing, V is V1 - ΔT ln(1 - t/ζ), and its integral up to the spike is (V1 + ΔT) t - ζp (V_t - V1).
    private static long stepToSpike(CircuitState s, int i, int k, int v1, long time) {
        int missing = s.vSpike[i] - v1;
        if (s.rare[i * RARE + WINDOW] != 0 || missing <= 0) {
            return stepOfW(s, k, Math.min(v1, s.vSpike[i]), time);
        }
        long deltaT = (long) s.dQ[i] << (5 + s.shift[i]);
        long beyond = (deltaT * time - ((long) s.rare[i * RARE + BLOW_UP] << 10) * missing) >> 30;
        return stepOfW(s, k, v1, time) + ((s.aW[k] * beyond) >> 37);
    }

    /// Change of w at constant V over `time` (Q30).
    static long stepOfW(CircuitState s, int k, int v, long time) {
        long rate = ((long) (v - s.eL[k]) * s.aW[k] - (long) s.w[k] * s.kW[k]) >> 32;
        return (rate * time + (1L << 34)) >> 35;
    }
}
