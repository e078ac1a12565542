package bss.emulator.kernel;

/// Integer functions of the kernels. All of them are exact definitions: the polynomials' coefficients and every
/// rounding are part of the results, and a vector kernel has to reproduce them bit for bit.
final class FixedPoint {

    /// One in the format of times within a step, Q30.
    static final int ONE = 1 << 30;

    /// Half a step, Q30.
    static final int HALF = 1 << 29;

    /// The upper rail of the membrane, 1.8 V in Q1.30; the lower one is 0.
    static final int V_RAIL = 1_932_735_283;

    /// Largest magnitude of w. One step moves w by less than 2^26, so that the sum fits an int.
    static final int W_RAIL = Integer.MAX_VALUE - (1 << 26) + 1;

    /// ln 2 in Q30.
    private static final long LN2 = 744_261_118L;

    /// log2 e in Q30.
    private static final long LOG2E = 1_549_082_005L;

    private FixedPoint() {}

    /// x p / 2^16 for 0 <= p < 2^16, rounded down; never overflows.
    static int mul16(int x, int p) {
        return (x >> 16) * p + (((x & 0xffff) * p) >>> 16);
    }

    /// What is added in step `cycle` before the fraction of a conductance or of w is cut off, 0 to 2^32 - 1.
    ///
    /// Always rounding down would lose half a bit per step, which for a slow conductance is a constant error of
    /// many bits (1 % of a weak event's charge); rounding to nearest would never let it end. The multiples of the
    /// golden ratio are even enough for every fraction to be right in the mean.
    static long dither(long cycle) {
        return (cycle * 0x9e37_79b9L) & 0xffff_ffffL;
    }

    /// g q / 2^32 of unsigned words, rounded up if the fraction and the dither exceed 1.
    static int decay(int g, int q, long dither) {
        return (int) (((g & 0xffff_ffffL) * (q & 0xffff_ffffL) + dither) >>> 32);
    }

    static int clampV(long v) {
        return (int) Math.clamp(v, 0L, V_RAIL);
    }

    static int clampW(long w) {
        return (int) Math.clamp(w, -W_RAIL, (long) W_RAIL);
    }

    /// a + b of two conductances, which stays at the largest int.
    static int addSaturating(int a, int b) {
        int sum = a + b;
        return sum < 0 ? Integer.MAX_VALUE : sum;
    }

    /// 2^y, Q24 to Q24; at most 2^54, 0 below 2^-34.
    static long exp2(long y) {
        long whole = y >> 24;
        long f = (y & 0xff_ffffL) << 6;
        long p = 234_019L;
        p = 1_333_042L + ((p * f) >> 30);
        p = 10_395_077L + ((p * f) >> 30);
        p = 59_573_866L + ((p * f) >> 30);
        p = 257_944_890L + ((p * f) >> 30);
        p = 744_260_928L + ((p * f) >> 30);
        p = 1_073_741_824L + ((p * f) >> 30);
        long s = whole - 6;
        if (s >= 0) {
            return s > 23 ? 1L << 54 : p << s;
        }
        return s < -40 ? 0 : (p + (1L << (-s - 1))) >> -s;
    }

    /// log2 u, Q24 to Q24, for u > 0.
    static long log2(long u) {
        int top = 63 - Long.numberOfLeadingZeros(u);
        long m = top >= 30 ? u >> (top - 30) : u << (30 - top);
        long f = m - (1L << 30);
        long p = -9_995_429L;
        p = 55_897_114L + ((p * f) >> 30);
        p = -147_661_149L + ((p * f) >> 30);
        p = 259_699_288L + ((p * f) >> 30);
        p = -372_911_236L + ((p * f) >> 30);
        p = 513_982_596L + ((p * f) >> 30);
        p = -774_345_875L + ((p * f) >> 30);
        p = 1_549_076_464L + ((p * f) >> 30);
        p = (p * f) >> 30;
        return ((top - 24L) << 24) + (p >> 6);
    }

    /// ln u, Q24 to Q24, for u > 0.
    static long ln(long u) {
        return (log2(u) * LN2) >> 30;
    }

    /// -ln q of an unsigned Q0.32 in Q24; that of 0 is that of the smallest.
    static long minusLn(int q) {
        long d = (1L << 32) - (q & 0xffff_ffffL);
        if (d < 1L << 29) {
            long z = d >> 4; // Q28
            long z2 = (z * z) >> 28;
            return (z + (z2 >> 1) + ((z2 * z) >> 28) / 3 + ((z2 * z2) >> 30)) >> 4;
        }
        return -ln(q == 0 ? 1 : q & 0xffff_ffffL) + 8 * (LN2 >> 6);
    }

    /// e^x, Q24 to Q24.
    static long exp(long x) {
        if (Math.abs(x) < 1L << 21) {
            long x2 = (x * x) >> 24;
            return (1L << 24) + x + (x2 >> 1) + ((x2 * x) >> 24) / 6 + ((x2 * x2) >> 24) / 24;
        }
        return exp2((x * LOG2E) >> 30);
    }

    /// Half of the natural logarithm of which `y` is the binary one, Q24, for up to 2^32.
    static long halfLn(long y) {
        return (y * LN2) >> 31;
    }

    /// -ln(1 - z) for 0 <= z <= 1/2 in Q24, to fourth order.
    static long minusLn1m(long z) {
        long z2 = (z * z) >> 24;
        return z + (z2 >> 1) + ((((z2 * z) >> 24) * 5_592_405L) >> 24) + ((z2 * z2) >> 26);
    }

    /// (1 - e^-x) / x in Q24, for x from -1/2 (smaller ones count as -1/2) to 2^14, Q24.
    static long phi1(long x) {
        if (x < 1L << 22) {
            long c = Math.max(x, -(1L << 23));
            long x2 = (c * c) >> 24;
            return (1L << 24) - (c >> 1) + x2 / 6 - ((x2 * c) >> 24) / 24 + ((x2 * x2) >> 24) / 120;
        }
        long rest = x < 32L << 24 ? exp2(-((x * LOG2E) >> 30)) : 0;
        return (((1L << 24) - rest) << 24) / x;
    }
}
