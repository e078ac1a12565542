package bss.emulator.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.UGT;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/// The step of [ScalarKernel] with a lane of a vector for each circuit; equal to it bit for bit.
///
/// Three loops over a tile, since one would be a single long chain of dependent operations: phase A commits V and
/// the conductances, the second turns V into z, the third commits V, w and refractoriness. Special lanes are left as
/// they are by the vectors.
///
/// Products of 64 bits are taken from the even and from the odd lanes as vectors of longs. There are no methods on
/// vectors: the compiler stops inlining them and then allocates every value.
final class VectorKernel extends VectorTiles {

    private final int[] power = new int[CircuitState.BASE + TILE];

    @Override
    void tile(CircuitState s, int from, int end, long dither, SpikeBuffer out) {
        linear(s, from, end, dither);
        exponent(s, from, end);
        if (exponential(s, from, end, dither) != 0) {
            stepSpecial(s, from, end, dither, out);
        }
    }

    /// Phase A.
    private void linear(CircuitState s, int from, int end, long dither) {
        int[] vs = s.v;
        int[] ws = s.w;
        int[] gExc = s.gExc;
        int[] gInh = s.gInh;
        int[] inExc = s.inExc;
        int[] inInh = s.inInh;
        int[] refractory = s.refractory;
        int[] eL = s.eL;
        int[] kLs = s.kL;
        int[] current = s.current;
        int[] eExc = s.eExc;
        int[] eInh = s.eInh;
        int[] qExc = s.qExc;
        int[] qInh = s.qInh;
        int[] beforeA = before;
        long[] fines = fine;
        IntVector zero = IntVector.zero(INTS);
        IntVector one = IntVector.broadcast(INTS, 1);
        IntVector fast = IntVector.broadcast(INTS, (1 << CircuitState.FAST_CONDUCTANCE_BITS) - 1);
        IntVector offset = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        IntVector low16 = IntVector.broadcast(INTS, 0xffff);
        IntVector psi0 = IntVector.broadcast(INTS, 32765);
        IntVector psi1 = IntVector.broadcast(INTS, 10861);
        IntVector psi2 = IntVector.broadcast(INTS, 2402);
        IntVector rail = IntVector.broadcast(INTS, FixedPoint.V_RAIL);
        LongVector low = zero.reinterpretAsLongs().add(0xffff_ffffL);
        LongVector high = low.not();
        LongVector fraction = zero.reinterpretAsLongs().add(dither);
        int m = 0;
        for (int i = from; i < end; i += WIDTH) {
            IntVector v = IntVector.fromArray(INTS, vs, i);
            IntVector a1 = IntVector.fromArray(INTS, gExc, i);
            IntVector a2 = IntVector.fromArray(INTS, gInh, i);
            IntVector in1 = IntVector.fromArray(INTS, inExc, i);
            IntVector in2 = IntVector.fromArray(INTS, inInh, i);
            IntVector kL = IntVector.fromArray(INTS, kLs, i);
            IntVector m1 = a1.add(in1.lanewise(LSHR, 1));
            IntVector m2 = a2.add(in2.lanewise(LSHR, 1));
            IntVector r = IntVector.fromArray(INTS, refractory, i);
            VectorMask<Integer> isFine = m1.or(m2).compare(UGT, fast).or(r.compare(EQ, one));
            fines[m++] = isFine.toLong();

            // differences from -2^31 on make the products those of unsigned words; half the sum of the factors is
            // then too much in the upper word
            IntVector base = offset.sub(v);
            IntVector dL = base.add(IntVector.fromArray(INTS, eL, i));
            IntVector d1 = base.add(IntVector.fromArray(INTS, eExc, i));
            IntVector d2 = base.add(IntVector.fromArray(INTS, eInh, i));
            IntVector c1 = m1.lanewise(LSHL, 6);
            IntVector c2 = m2.lanewise(LSHL, 6);
            LongVector even = dL.reinterpretAsLongs()
                    .and(low)
                    .mul(kL.reinterpretAsLongs().and(low))
                    .add(d1.reinterpretAsLongs()
                            .and(low)
                            .mul(c1.reinterpretAsLongs().and(low)))
                    .add(d2.reinterpretAsLongs()
                            .and(low)
                            .mul(c2.reinterpretAsLongs().and(low)));
            LongVector odd = dL.reinterpretAsLongs()
                    .lanewise(LSHR, 32)
                    .mul(kL.reinterpretAsLongs().lanewise(LSHR, 32))
                    .add(d1.reinterpretAsLongs()
                            .lanewise(LSHR, 32)
                            .mul(c1.reinterpretAsLongs().lanewise(LSHR, 32)))
                    .add(d2.reinterpretAsLongs()
                            .lanewise(LSHR, 32)
                            .mul(c2.reinterpretAsLongs().lanewise(LSHR, 32)));
            IntVector products = even.lanewise(LSHR, 32).or(odd.and(high)).reinterpretAsInts();
            IntVector sum = kL.add(c1).add(c2);
            IntVector slope = products.sub(sum.lanewise(LSHR, 1))
                    .add(IntVector.fromArray(INTS, current, i))
                    .sub(IntVector.fromArray(INTS, ws, i).lanewise(ASHR, 2));
            IntVector x16 = sum.lanewise(LSHR, 17);
            IntVector c =
                    psi0.sub(x16.mul(psi1.sub(x16.mul(psi2).lanewise(LSHR, 16))).lanewise(LSHR, 16));
            IntVector psi = sum.lanewise(LSHR, 15).mul(c).lanewise(LSHR, 16);
            IntVector bent = slope.lanewise(ASHR, 16)
                    .mul(psi)
                    .add(slope.and(low16).mul(psi).lanewise(LSHR, 16));
            IntVector move = slope.sub(bent.lanewise(ASHR, 2)).lanewise(ASHR, 1);
            VectorMask<Integer> still = r.compare(GT, zero).or(isFine);
            move = move.blend(zero, still);
            v.intoArray(beforeA, CircuitState.BASE + i - from);
            v.add(move.min(rail.sub(v)).max(zero.sub(v))).intoArray(vs, i);

            LongVector g1 = a1.add(in1).reinterpretAsLongs();
            LongVector q1 = IntVector.fromArray(INTS, qExc, i).reinterpretAsLongs();
            LongVector even1 = g1.and(low).mul(q1.and(low)).add(fraction);
            LongVector odd1 = g1.lanewise(LSHR, 32).mul(q1.lanewise(LSHR, 32)).add(fraction);
            even1.lanewise(LSHR, 32)
                    .or(odd1.and(high))
                    .reinterpretAsInts()
                    .blend(a1, isFine)
                    .intoArray(gExc, i);
            LongVector g2 = a2.add(in2).reinterpretAsLongs();
            LongVector q2 = IntVector.fromArray(INTS, qInh, i).reinterpretAsLongs();
            LongVector even2 = g2.and(low).mul(q2.and(low)).add(fraction);
            LongVector odd2 = g2.lanewise(LSHR, 32).mul(q2.lanewise(LSHR, 32)).add(fraction);
            even2.lanewise(LSHR, 32)
                    .or(odd2.and(high))
                    .reinterpretAsInts()
                    .blend(a2, isFine)
                    .intoArray(gInh, i);
            zero.blend(in1, isFine).intoArray(inExc, i);
            zero.blend(in2, isFine).intoArray(inInh, i);
        }
    }

    /// z of phase B, Q30, or -1 where it is not below 1/2.
    private void exponent(CircuitState s, int from, int end) {
        int[] vs = s.v;
        int[] vTp = s.vTp;
        int[] iDs = s.iD;
        int[] shift = s.shift;
        int[] powers = power;
        IntVector zero = IntVector.zero(INTS);
        IntVector low16 = IntVector.broadcast(INTS, 0xffff);
        IntVector far = IntVector.broadcast(INTS, ScalarKernel.FAR);
        IntVector near = IntVector.broadcast(INTS, ScalarKernel.NEAR);
        IntVector none = IntVector.broadcast(INTS, -1);
        IntVector p0 = IntVector.broadcast(INTS, 65536);
        IntVector p1 = IntVector.broadcast(INTS, 45418);
        IntVector p2 = IntVector.broadcast(INTS, 15823);
        IntVector p3 = IntVector.broadcast(INTS, 3405);
        IntVector p4 = IntVector.broadcast(INTS, 890);
        for (int i = from; i < end; i += WIDTH) {
            IntVector x = IntVector.fromArray(INTS, vs, i).sub(IntVector.fromArray(INTS, vTp, i));
            IntVector iD = IntVector.fromArray(INTS, iDs, i);
            IntVector y = x.lanewise(ASHR, 16)
                    .mul(iD)
                    .add(x.and(low16).mul(iD).lanewise(LSHR, 16))
                    .lanewise(ASHR, IntVector.fromArray(INTS, shift, i));
            VectorMask<Integer> isNear = y.compare(GE, near);
            y = y.max(far);
            IntVector f = y.lanewise(LSHR, 3).and(low16);
            IntVector t = p3.add(f.mul(p4).lanewise(LSHR, 16));
            t = p2.add(t.mul(f).lanewise(LSHR, 16));
            t = p1.add(t.mul(f).lanewise(LSHR, 16));
            t = p0.add(t.mul(f).lanewise(LSHR, 16));
            t.lanewise(LSHL, 14)
                    .lanewise(LSHR, zero.sub(y.lanewise(ASHR, 19)))
                    .blend(none, isNear)
                    .intoArray(powers, CircuitState.BASE + i - from);
        }
    }

    /// The rest of phases B and C.
    private long exponential(CircuitState s, int from, int end, long dither) {
        int[] vs = s.v;
        int[] ws = s.w;
        int[] refractory = s.refractory;
        int[] eL = s.eL;
        int[] aW = s.aW;
        int[] kW = s.kW;
        int[] dQs = s.dQ;
        int[] shifts = s.shift;
        int[] vSpike = s.vSpike;
        int[] powers = power;
        long[] fines = fine;
        IntVector zero = IntVector.zero(INTS);
        IntVector one = IntVector.broadcast(INTS, 1);
        IntVector none = IntVector.broadcast(INTS, -1);
        IntVector eight = IntVector.broadcast(INTS, 8);
        IntVector nine = IntVector.broadcast(INTS, 9);
        IntVector half = IntVector.broadcast(INTS, 128);
        IntVector low16 = IntVector.broadcast(INTS, 0xffff);
        IntVector q0 = IntVector.broadcast(INTS, 32768);
        IntVector q1 = IntVector.broadcast(INTS, 32683);
        IntVector q2 = IntVector.broadcast(INTS, 23955);
        IntVector q3 = IntVector.broadcast(INTS, 2700);
        IntVector q4 = IntVector.broadcast(INTS, 21126);
        IntVector rail = IntVector.broadcast(INTS, FixedPoint.V_RAIL);
        IntVector wMax = IntVector.broadcast(INTS, FixedPoint.W_RAIL);
        IntVector wMin = IntVector.broadcast(INTS, -FixedPoint.W_RAIL);
        LongVector high = zero.reinterpretAsLongs().add(0xffff_ffff_0000_0000L);
        LongVector fraction = zero.reinterpretAsLongs().add(dither << 5);
        long any = 0;
        int m = 0;
        for (int i = from; i < end; i += WIDTH) {
            IntVector v1 = IntVector.fromArray(INTS, vs, i);
            IntVector z = IntVector.fromArray(INTS, powers, CircuitState.BASE + i - from);
            IntVector r = IntVector.fromArray(INTS, refractory, i);
            IntVector w = IntVector.fromArray(INTS, ws, i);
            IntVector shift = IntVector.fromArray(INTS, shifts, i);
            IntVector dQ = IntVector.fromArray(INTS, dQs, i);
            IntVector zs = z.lanewise(LSHR, 14);
            IntVector q = q3.add(zs.mul(q4).lanewise(LSHR, 15));
            q = q2.add(zs.mul(q).lanewise(LSHR, 16));
            q = q1.add(zs.mul(q).lanewise(LSHR, 16));
            q = q0.add(zs.mul(q).lanewise(LSHR, 17));
            IntVector zq = z.lanewise(ASHR, 16).mul(q).add(z.and(low16).mul(q).lanewise(LSHR, 16));
            VectorMask<Integer> held = r.compare(GT, one);
            VectorMask<Integer> isFine = VectorMask.fromLong(INTS, fines[m]);
            IntVector move = zq.lanewise(ASHR, 16)
                    .mul(dQ)
                    .add(zq.and(low16).mul(dQ).lanewise(LSHR, 16))
                    .blend(zero, held);
            IntVector v2 = v1.add(move.add(half.lanewise(LSHR, shift)).lanewise(ASHR, eight.sub(shift)));
            VectorMask<Integer> isSpecial = z.compare(LT, zero)
                    .or(v2.compare(GE, IntVector.fromArray(INTS, vSpike, i)))
                    .andNot(held)
                    .or(isFine);
            long bits = isSpecial.toLong();
            special[m++] = bits;
            any |= bits;
            LongVector d = v1.add(move.lanewise(ASHR, nine.sub(shift)))
                    .sub(IntVector.fromArray(INTS, eL, i))
                    .reinterpretAsLongs();
            LongVector a = IntVector.fromArray(INTS, aW, i).reinterpretAsLongs();
            LongVector k = IntVector.fromArray(INTS, kW, i).reinterpretAsLongs();
            LongVector wL = w.reinterpretAsLongs();
            LongVector even = d.lanewise(LSHL, 32)
                    .lanewise(ASHR, 32)
                    .mul(a.lanewise(LSHL, 32).lanewise(ASHR, 32))
                    .sub(wL.lanewise(LSHL, 32)
                            .lanewise(ASHR, 32)
                            .mul(k.lanewise(LSHL, 32).lanewise(ASHR, 32)))
                    .add(fraction);
            LongVector odd = d.lanewise(ASHR, 32)
                    .mul(a.lanewise(ASHR, 32))
                    .sub(wL.lanewise(ASHR, 32).mul(k.lanewise(ASHR, 32)))
                    .add(fraction);
            IntVector next = w.add(even.lanewise(LSHR, 32)
                    .or(odd.and(high))
                    .reinterpretAsInts()
                    .lanewise(ASHR, 5));
            next.min(wMax).max(wMin).blend(w, isSpecial).intoArray(ws, i);
            v2.min(rail).blend(v1, isSpecial).intoArray(vs, i);
            r.add(none, held.andNot(isFine)).intoArray(refractory, i);
        }
        return any;
    }
}
