package bss.emulator.kernel;

import java.util.Objects;

/// The step of groups: lanes that differ and share one membrane ([CircuitState#setGroup]).
///
/// The linear flows add to one; the exponential flows follow each other in the order of the lanes and back, half a
/// step each, which is exact for equal members; where they are strong they do so in sixteenths of a step. A
/// crossing of the first
/// lane's V_t is a spike: the membrane goes to the first lane's V_reset, and the w of every lane jumps by its own
/// b.
public final class GroupKernel implements NeuronKernel {

    /// Sum of the members' z, Q46, from which the step is cut: 1/4.
    private static final long STRONG = 1L << 44;

    private static final int SUBSTEPS_LOG2 = 4;

    /// Bits by which V is finer while the members' flows follow each other.
    private static final int MORE = 10;

    /// Largest z (Q24) counted when members are weighed against each other.
    private static final long HEAVIEST = 1L << 34;

    /// {@inheritDoc}
    ///
    /// @throws IllegalArgumentException if a lane in the range is not part of a group that lies wholly in the
    /// range
    @Override
    public int step(CircuitState s, int from, int to, long cycle, SpikeBuffer out) {
        Objects.checkFromToIndex(from, to, s.lanes());
        int before = out.count();
        long dither = FixedPoint.dither(cycle);
        int end = CircuitState.BASE + to;
        for (int i = CircuitState.BASE + from; i < end; i++) {
            int n = s.members[i];
            int stride = s.stride[i];
            int last = i + (n - 1) * stride;
            if (n == 0 ? s.leader[i] < CircuitState.BASE + from : n == 1 || last >= end) {
                throw new IllegalArgumentException("lane %d starts a group of %d, must start one that ends before %d"
                        .formatted(i - CircuitState.BASE, n, to));
            }
            if (n > 0) {
                stepGroup(s, i, n, dither, out);
                for (int k = i + stride; k <= last; k += stride) {
                    s.v[k] = s.v[i];
                }
            }
        }
        return out.count() - before;
    }

    private static void stepGroup(CircuitState s, int i, int n, long dither, SpikeBuffer out) {
        if (s.refractory[i] != 0 || isFast(s, i, n)) {
            FineStep.step(s, i, n, dither, out);
            return;
        }
        int v = s.v[i];
        int v1 = SpecialLanes.linear(s, i, n, dither);
        boolean strong = isStrong(s, i, n, v1);
        long cut = strong ? cut(s, i, n, v1) : 0;
        int v2 = strong ? (int) (cut >> 32) : whole(s, i, n, v1);
        if (v2 >= s.vSpike[i]) {
            SpecialLanes.fire(s, i, n, v1, crossing(s, i, n, v, v1), out);
        } else {
            SpecialLanes.stepW(s, i, n, strong ? (int) cut : v1 + ((v2 - v1) >> 1), dither);
            s.v[i] = v2;
        }
    }

    /// Whether the conductances are large in the window around the boundary.
    private static boolean isFast(CircuitState s, int i, int n) {
        long x = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            x += (long) s.gExc[k] + (s.inExc[k] >>> 1) + s.gInh[k] + (s.inInh[k] >>> 1);
        }
        return x >> CircuitState.FAST_CONDUCTANCE_BITS != 0;
    }

    private static boolean isStrong(CircuitState s, int i, int n, int v) {
        long sum = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            if (ScalarKernel.isNear(s, k, v)) {
                return true;
            }
            sum += s.dQ[k] == 0 ? 0 : ScalarKernel.zLong(s, k, v);
        }
        return sum >= STRONG;
    }

    /// V after the exponential flows of a whole step; all z are below 1/2.
    private static int whole(CircuitState s, int i, int n, int v1) {
        long v = (long) v1 << MORE;
        for (int j = 0; j < 2 * n; j++) {
            v = flow(s, i + s.stride[i] * (j < n ? j : 2 * n - 1 - j), v, 1);
        }
        return round(v);
    }

    private static int round(long v) {
        return FixedPoint.clampV((v + (1L << (MORE - 1))) >> MORE);
    }

    /// V (Q40, as `v`) after one lane's exponential flow over 2^-cut of a step.
    private static long flow(CircuitState s, int k, long v, int cut) {
        if (s.dQ[k] == 0) {
            return v;
        }
        int narrow = (int) (v >> MORE);
        if (ScalarKernel.isNear(s, k, narrow)) {
            long left = FixedPoint.exp2(-SpecialLanes.exponent(s, k, narrow)) - (1L << (24 - cut));
            long next = left <= 0 ? FixedPoint.V_RAIL : FixedPoint.clampV(SpecialLanes.afterwards(s, k, left));
            return Math.max(v, next << MORE);
        }
        long z = ScalarKernel.zLong(s, k, narrow) >> cut; // Q46
        long move = ((z * ScalarKernel.flow((int) (z >> 16))) >> 16) * s.dQ[k];
        return Math.min(v + (move >> (30 - s.shift[k])), (long) FixedPoint.V_RAIL << MORE);
    }

    /// V after the exponential flows of a whole step in sixteenths, times 2^32, and its mean.
    private static long cut(CircuitState s, int i, int n, int v1) {
        long v = (long) v1 << MORE;
        long sum = 0;
        for (int sub = 0; sub < 1 << SUBSTEPS_LOG2; sub++) {
            sum += v;
            for (int j = 0; j < n; j++) {
                v = flow(s, i + s.stride[i] * ((sub & 1) == 0 ? j : n - 1 - j), v, SUBSTEPS_LOG2);
            }
            sum += v;
        }
        return ((long) round(v) << 32) | round(sum >> (SUBSTEPS_LOG2 + 1));
    }

    /// Time at which the group crosses its threshold, Q30: from the boundary on, in the middle of phase A, both
    /// flows go
    /// on together in sixteenths.
    private static long crossing(CircuitState s, int i, int n, int v, int v1) {
        long vSpike = s.vSpike[i];
        long half = ((long) v1 - v) << (MORE - SUBSTEPS_LOG2 - 1);
        long now = ((long) v1 + v) << (MORE - 1);
        if (now >> MORE >= vSpike) {
            boolean weak = s.rare[i * CircuitState.RARE + CircuitState.WINDOW] != 0;
            return weak ? SpecialLanes.crossing(s, i, n, v, v1) : 0;
        }
        for (int sub = 0; sub < 1 << SUBSTEPS_LOG2; sub++) {
            long begin = now;
            now = inRails(now + half);
            int middle = (int) (now >> MORE);
            boolean forward = (sub & 1) == 0;
            for (int j = 0; j < n; j++) {
                int k = i + s.stride[i] * (forward ? j : n - 1 - j);
                int before = (int) (now >> MORE);
                now = flow(s, k, now, SUBSTEPS_LOG2);
                if (now >> MORE >= vSpike && before < vSpike && ScalarKernel.isNear(s, k, before)) {
                    long share = share(s, i, n, middle, forward, k, reached(s, k, before, (int) vSpike));
                    return (((long) sub << 30) + share) >> SUBSTEPS_LOG2;
                }
            }
            now = inRails(now + half);
            if (now >> MORE >= vSpike) {
                long part = (((vSpike << MORE) - begin) << 20) / ((now - begin) >> 10);
                return (((long) sub << 30) + Math.clamp(part, 0, (long) FixedPoint.ONE)) >> SUBSTEPS_LOG2;
            }
        }
        return FixedPoint.ONE;
    }

    private static long inRails(long v) {
        return Math.clamp(v, 0, (long) FixedPoint.V_RAIL << MORE);
    }

    /// Part (Q30) of its flow from `v` after which lane `k`, which is near, reaches `vSpike`.
    private static long reached(CircuitState s, int k, int v, int vSpike) {
        long blowUp = FixedPoint.exp2(-SpecialLanes.exponent(s, k, v));
        long atSpike = FixedPoint.exp2(-SpecialLanes.exponent(s, k, vSpike));
        return Math.clamp((blowUp - atSpike) << (6 + SUBSTEPS_LOG2), 0L, FixedPoint.ONE);
    }

    /// Part (Q30) of the time in which all lanes flow from `v`, when lane `last` has done `part` (Q30) of its flow
    /// and the ones before it all of theirs: each counts by its rate.
    private static long share(CircuitState s, int i, int n, int v, boolean forward, int last, long part) {
        long before = 0;
        long own = 0;
        long total = 0;
        for (int k = i, j = 0; j < n; k += s.stride[i], j++) {
            long z = Math.min(FixedPoint.exp2(SpecialLanes.exponent(s, k, v)), HEAVIEST);
            long rate = (z * s.dQ[k]) << s.shift[k];
            total += rate;
            before += (forward ? k < last : k > last) ? rate : 0;
            own += k == last ? rate : 0;
        }
        int scale = Math.max(0, 32 - Long.numberOfLeadingZeros(total));
        return total >> scale == 0
                ? 0
                : Math.min((((before >> scale) << 30) + (own >> scale) * part) / (total >> scale), FixedPoint.ONE);
    }
}
