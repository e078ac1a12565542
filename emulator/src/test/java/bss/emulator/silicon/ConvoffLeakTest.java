package bss.emulator.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.transfer.IdealCircuit;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The folded leak against the equations that have it as terms of their own.
class ConvoffLeakTest {

    private static final double H = 1e-9;

    private static IdealCircuit circuit(Random random) {
        return new IdealCircuit(
                2.16456e-12,
                0.5e-6 + 3e-6 * random.nextDouble(),
                0.5 + 0.4 * random.nextDouble(),
                0.9 + 0.5 * random.nextDouble(),
                0.2 + 0.4 * random.nextDouble(),
                1.1,
                0.7 + 0.3 * random.nextDouble(),
                0.5,
                true,
                2e-3 + 1e-2 * random.nextDouble(),
                random.nextInt(3) == 0 ? 0 : 5e-6 * random.nextDouble(),
                3e-6 + 20e-6 * random.nextDouble(),
                2e-8 * random.nextDouble(),
                1e-7,
                3e-7,
                3e-7,
                true,
                true);
    }

    /// The membrane for 30 µs from `v`, with a synaptic conductance and a current in between and a jump of w: V at the
    /// end, and whether it crossed the threshold.
    private static double[] integrate(IdealCircuit c, double leakX, double leakI, double v0, double w0) {
        double cap = c.capacitance();
        double v = v0;
        double w = w0;
        int crossed = 0;
        for (int k = 0; k < 30_000; k++) {
            double t = k * H;
            double current = t > 5e-6 && t < 9e-6 ? 0.3e-6 : 0;
            double g = t > 12e-6 && t < 14e-6 ? 2e-6 : 0;
            double[] d1 = slope(c, leakX, leakI, v, w, g, current);
            double[] d2 = slope(c, leakX, leakI, v + H / 2 * d1[0] / cap, w + H / 2 * d1[1], g, current);
            v += H * d2[0] / cap;
            w += H * d2[1];
            if (v > c.vSpike()) {
                v = c.vReset();
                w += c.b();
                crossed++;
            }
        }
        return new double[] {v, crossed};
    }

    private static double[] slope(
            IdealCircuit c, double leakX, double leakI, double at, double w, double g, double current) {
        // beyond the threshold all stays as at it
        double v = Math.min(at, c.vSpike());
        double gL = c.gL();
        double exponential = gL * c.deltaT() * Math.exp((v - c.vExp()) / c.deltaT());
        double i = gL * (c.eL() - v)
                + exponential
                + leakX * (c.eSynx() - v)
                + leakI * (c.eSyni() - v)
                + g * (c.eSynx() - v)
                - w
                + current;
        return new double[] {i, (c.a() * (v - c.eL()) - w) / c.tauW()};
    }

    @Test
    void foldedCircuitsMoveAsThoseWithLeaksOfTheirOwn() {
        int spikes = 0;
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            IdealCircuit c = circuit(random);
            double x = 0.3e6 * random.nextDouble();
            double i = 0.3e6 * random.nextDouble();
            IdealCircuit folded = SynapticInputs.fold(c, x, i);
            double shift = c.a() * (folded.eL() - c.eL());
            double[] apart = integrate(c, x * c.capacitance(), i * c.capacitance(), 0.6, 1e-9);
            // w of the folded circuit is counted from its own rest
            double[] together = integrate(folded, 0, 0, 0.6, 1e-9 - shift);
            assertEquals(apart[1], together[1], "spikes, seed " + seed);
            assertEquals(apart[0], together[0], 1e-6, "V, seed " + seed);
            spikes += (int) apart[1];
        }
        assertTrue(spikes > 20, "spikes in all: " + spikes);
    }

    @Test
    void withoutExponentialTheThresholdOfItStays() {
        IdealCircuit c = circuit(new Random(5));
        IdealCircuit off = new IdealCircuit(
                c.capacitance(),
                c.tauM(),
                c.eL(),
                c.eSynx(),
                c.eSyni(),
                c.vSpike(),
                c.vExp(),
                c.vReset(),
                false,
                c.deltaT(),
                0,
                c.tauW(),
                0,
                c.tauRefrac(),
                c.tauSynx(),
                c.tauSyni(),
                true,
                true);
        IdealCircuit folded = SynapticInputs.fold(off, 1e5, 2e5);
        assertEquals(off.vExp(), folded.vExp());
        assertEquals(1 / off.tauM() + 3e5, 1 / folded.tauM(), 1e-3);
        assertEquals(
                (off.eL() / off.tauM() + 1e5 * off.eSynx() + 2e5 * off.eSyni()) / (1 / off.tauM() + 3e5),
                folded.eL(),
                1e-12);
    }
}
