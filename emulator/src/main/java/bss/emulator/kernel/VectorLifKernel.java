package bss.emulator.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UGT;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;

/// The step of [ScalarKernel] for circuits without exponential term and without adaptation
/// ([CircuitState#isLif(int)]), where all that is left is phase A; equal to it bit for bit. See [VectorKernel].
final class VectorLifKernel extends VectorTiles {

    @Override
    void tile(CircuitState s, int from, int end, long dither, SpikeBuffer out) {
        if (vectors(s, from, end, dither) != 0) {
            stepSpecial(s, from, end, dither, out);
        }
    }

    /// Phase A and the crossing of the threshold.
    private long vectors(CircuitState s, int from, int end, long dither) {
        int[] vs = s.v;
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
        int[] vSpike = s.vSpike;
        int[] beforeA = before;
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
        long any = 0;
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
            IntVector slope = products.sub(sum.lanewise(LSHR, 1)).add(IntVector.fromArray(INTS, current, i));
            IntVector x16 = sum.lanewise(LSHR, 17);
            IntVector c =
                    psi0.sub(x16.mul(psi1.sub(x16.mul(psi2).lanewise(LSHR, 16))).lanewise(LSHR, 16));
            IntVector psi = sum.lanewise(LSHR, 15).mul(c).lanewise(LSHR, 16);
            IntVector bent = slope.lanewise(ASHR, 16)
                    .mul(psi)
                    .add(slope.and(low16).mul(psi).lanewise(LSHR, 16));
            IntVector move = slope.sub(bent.lanewise(ASHR, 2)).lanewise(ASHR, 1);
            VectorMask<Integer> held = r.compare(GT, one);
            move = move.min(rail.sub(v)).max(zero.sub(v));
            v.intoArray(beforeA, CircuitState.BASE + i - from);
            IntVector v1 = v.add(move, held.or(isFine).not());
            v1.intoArray(vs, i);
            r.sub(one, held.andNot(isFine)).intoArray(refractory, i);
            long bits = v1.compare(GE, IntVector.fromArray(INTS, vSpike, i))
                    .andNot(held)
                    .or(isFine)
                    .toLong();
            special[m] = bits;
            any |= bits;
            fine[m++] = isFine.toLong();

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
        return any;
    }
}
