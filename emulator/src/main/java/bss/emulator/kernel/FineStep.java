package bss.emulator.kernel;

import static bss.emulator.kernel.CircuitState.B;
import static bss.emulator.kernel.CircuitState.RARE;
import static bss.emulator.kernel.CircuitState.REFRACTORY_FRACTION;
import static bss.emulator.kernel.CircuitState.REFRACTORY_STEPS;
import static bss.emulator.kernel.CircuitState.RELEASE;
import static bss.emulator.kernel.CircuitState.V_RESET;

/// The step of a lane or group in parts: where conductances are large, and where refractoriness ends.
///
/// The half step of linear flow that is missing in the stored V comes first, with the conductances before the events
/// of the boundary. Then all flows go on together, with those after them. V at the end of the step is stored as what
/// the linear flow alone leads there within half a step. Leaky integrators without adaptation end in the middle of the
/// step at once.
///
/// Times are Q30, from the boundary at which the step starts.
final class FineStep {

    /// The part where the exponential flow acts, or where conductances are largest: an eighth of a step. Else a part
    /// is as long as lets conductances of 1/4 per step and more act for 1/4 at most.
    private static final long PART = 1L << 27;

    /// The shortest part of the flow back, in which the distance to its target grows: by e^(1/2) in each.
    private static final long BACK = PART >> 2;

    /// Exponent (Q19) from which on the exponential flow needs short parts.
    private static final int STRONG = -6 << 19;

    /// Shortest one when a spike is sought, the unit of [SpikeBuffer#time(int)].
    private static final long SHORTEST = 1L << 16;

    private final CircuitState s;
    private final int i;
    private final int n;
    /// Time at which the conductances in the state are those of the flow; arrivals count from 0 on.
    private final long origin;
    private final long until;
    private final long part;
    private final long back;
    private final long dither;

    private FineStep(CircuitState s, int i, int n, int v, long origin, long dither) {
        this.s = s;
        this.i = i;
        this.n = n;
        this.origin = origin;
        this.dither = dither;
        boolean whole = false;
        long x = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            whole |= (s.dQ[k] | s.aW[k]) != 0;
            x += (long) s.gExc[k] + s.inExc[k] + s.gInh[k] + s.inInh[k];
        }
        until = whole ? FixedPoint.ONE : FixedPoint.HALF;
        part = isStrong(v) ? PART : Math.max(PART, FixedPoint.ONE >> doublings(x, 25));
        back = Math.max(BACK, FixedPoint.HALF >> doublings(x, 27));
    }

    /// Whether an exponential flow is strong at `v`.
    private boolean isStrong(int v) {
        boolean strong = false;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            strong |= ScalarKernel.exponent(s, k, v) >= STRONG;
        }
        return strong;
    }

    /// How often a conductance (Q27) has to be halved to lie below one of `bits` bits.
    private static int doublings(long x, int bits) {
        return Long.SIZE - Long.numberOfLeadingZeros(x >> bits);
    }

    /// The step of the `n` lanes whose first is `i`.
    static void step(CircuitState s, int i, int n, long dither, SpikeBuffer out) {
        int r = s.refractory[i];
        if (r > 1) {
            SpecialLanes.decay(s, i, n, dither);
            s.refractory[i] = r - 1;
            SpecialLanes.stepW(s, i, n, s.v[i], dither);
            return;
        }
        int vReset = s.rare[i * RARE + V_RESET];
        FineStep f = new FineStep(s, i, n, r == 1 ? vReset : s.v[i], 0, dither);
        if (r == 1) {
            long release = (long) s.rare[i * RARE + RELEASE] - FixedPoint.HALF;
            s.refractory[i] = 0;
            moveW(s, i, n, vReset, release);
            f.run(vReset, release, release, true, out);
        } else {
            f.run(s.v[i], -FixedPoint.HALF, 0, true, out);
        }
        SpecialLanes.decay(s, i, n, dither);
    }

    /// Lets the membrane go from `v` at `from` to the end of the step.
    ///
    /// @param begin from when on the exponential flows act; w is that of this time
    /// @param fires whether a crossing of the threshold is a spike; one in a step is all
    private void run(int v, long from, long begin, boolean fires, SpikeBuffer out) {
        int vSpike = fires ? s.vSpike[i] : Integer.MAX_VALUE;
        int now = v;
        long area = 0;
        long rate = from < begin ? 0 : rate(v);
        long longest = part;
        for (long t = from; t < until; ) {
            long end = Math.min(t + longest, t < 0 ? 0 : until);
            boolean free = t >= begin;
            int next = part(now, t, end - t, free, free ? (rate * (t + end - 2 * begin)) >> 31 : 0);
            if (free && end - t > PART && isStrong(next)) {
                longest = PART;
                continue;
            }
            if (next >= vSpike) {
                if (now < vSpike && end - t > SHORTEST) {
                    longest = (end - t) >> 1;
                    continue;
                }
                long time = now < vSpike ? end : t;
                moveW(s, i, n, t > begin ? mean(area, t - begin) : Math.min(next, vSpike), time - begin);
                spike(s, i, n, origin, time, out);
                return;
            }
            if (free) {
                area += (((long) now + next) * (end - t)) >> 31;
            } else if (end == begin) {
                rate = rate(next);
            }
            now = next;
            t = end;
        }
        int mean = until == FixedPoint.ONE ? mean(area, until - begin) : now;
        if (begin == 0) {
            SpecialLanes.stepW(s, i, n, mean, dither);
        } else {
            moveW(s, i, n, mean, FixedPoint.ONE - begin);
        }
        s.v[i] = stored(now);
    }

    private static int mean(long area, long time) {
        return (int) ((area << 24) / Math.max(1, time >> 6));
    }

    /// A spike at `time`, and what follows it until the end of the step; w is that at the spike.
    ///
    /// @param origin 0, or 1 if the conductances have been brought to the end of the step
    static void spike(CircuitState s, int i, int n, long origin, long time, SpikeBuffer out) {
        int r = i * RARE;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            s.w[k] = FixedPoint.clampW((long) s.w[k] + s.rare[k * RARE + B]);
        }
        out.add(i - CircuitState.BASE, time);
        long end = time + FixedPoint.HALF + s.rare[r + REFRACTORY_FRACTION];
        int whole = s.rare[r + REFRACTORY_STEPS] + (int) (end >> 30);
        int fraction = (int) (end & (FixedPoint.ONE - 1));
        int vReset = s.rare[r + V_RESET];
        if (whole == 0) {
            long release = (long) fraction - FixedPoint.HALF;
            moveW(s, i, n, vReset, release - time);
            new FineStep(s, i, n, vReset, origin, 0).run(vReset, release, release, false, out);
            return;
        }
        s.rare[r + RELEASE] = fraction;
        s.refractory[i] = whole;
        s.v[i] = vReset;
        moveW(s, i, n, vReset, FixedPoint.ONE - time);
    }

    /// V half a step before the end of the step, if the linear flow alone is to lead to `v` there.
    private int stored(int v) {
        int to = v;
        for (long t = until; t > FixedPoint.HALF; t -= back) {
            to = linear(to, t, -back, 0);
        }
        return to;
    }

    /// Sum of the rates of w, Q33 V per step per step.
    private long rate(int v) {
        long sum = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            sum += ((long) (v - s.eL[k]) * s.aW[k] - (long) s.w[k] * s.kW[k]) >> 37;
        }
        return sum;
    }

    /// Moves w at constant V over `time`.
    private static void moveW(CircuitState s, int i, int n, int v, long time) {
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            s.w[k] = FixedPoint.clampW(s.w[k] + SpecialLanes.stepOfW(s, k, v, time));
        }
    }

    /// V after `length` from `t` on.
    ///
    /// @param free whether the exponential flows act
    /// @param w what the sum of w has moved to the middle of the part, Q33
    private int part(int v, long t, long length, boolean free, long w) {
        int to = v;
        for (int j = 0; free && j < n; j++) {
            to = exponential(i + j * s.stride[i], to, length >> 1);
        }
        to = linear(to, t, length, w);
        for (int j = n - 1; free && j >= 0; j--) {
            to = exponential(i + j * s.stride[i], to, length >> 1);
        }
        return to;
    }

    private int linear(int v, long t, long length, long w) {
        long middle = t + (length >> 1);
        long slope = -w << 10;
        long x = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            long m1 = conductance(s.gExc[k], s.inExc[k], s.qExc[k], middle);
            long m2 = conductance(s.gInh[k], s.inInh[k], s.qInh[k], middle);
            slope += SpecialLanes.slope(s, k, v, m1, m2, s.w[k]);
            x += s.kL[k] + ((m1 + m2) << 6);
        }
        return FixedPoint.clampV(v + SpecialLanes.move(slope, x >> 9, length));
    }

    /// Conductance (Q27) at a time.
    ///
    /// One event of the kernels is half of it and then q, q^2 ... of it; this is to be the integral of exp(-x t)
    /// with q = exp(-x). So the conductance counts x / 2 coth(x / 2) = 1 + x^2 / 12 times.
    private long conductance(int g, int in, int q, long time) {
        long sum = time < 0 ? g : FixedPoint.addSaturating(g, in);
        if (sum == 0) {
            return 0;
        }
        long lost = (1L << 32) - Integer.toUnsignedLong(q);
        if (lost < 1L << 29) {
            // the same as series; x in Q32
            long x = lost + ((lost * lost) >> 33);
            long y = (x * (time - origin)) >> 32;
            long rest = FixedPoint.ONE - y + ((y * y) >> 31) + (((x >> 2) * (x >> 2)) >> 30) / 12;
            return (sum * rest) >> 30;
        }
        long x = FixedPoint.minusLn(q);
        long part = FixedPoint.exp((x * (origin - time)) >> 30);
        long more = (((x * x) >> 24) * part) >> 24;
        return (sum * (part + more / 12)) >> 24;
    }

    /// V after one lane's exponential flow.
    private int exponential(int k, int v, long time) {
        int y = ScalarKernel.exponent(s, k, v);
        if (s.dQ[k] == 0 || y < ScalarKernel.FAR) {
            return v;
        }
        if (y >= ScalarKernel.NEAR) {
            long left = FixedPoint.exp2(-SpecialLanes.exponent(s, k, v)) - (time >> 6);
            return left <= 0 ? FixedPoint.V_RAIL : FixedPoint.clampV(Math.max(v, SpecialLanes.afterwards(s, k, left)));
        }
        long z = ((ScalarKernel.zLong(s, k, v) >> 16) * time) >> 14; // Q46
        long move = ((z * ScalarKernel.flow((int) (z >> 16))) >> 16) * s.dQ[k];
        int shift = 40 - s.shift[k];
        return (int) Math.min(v + ((move + (1L << (shift - 1))) >> shift), FixedPoint.V_RAIL);
    }
}
