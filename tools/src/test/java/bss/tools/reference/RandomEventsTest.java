package bss.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.ode.ExpandableODE;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Neurons under random synaptic events against Hipparchus' DOP853 with tolerances of 1e-12, restarted at every event
/// and bisected to every spike.
class RandomEventsTest {

    private static final double DURATION = 300;

    private record Arrival(double timeMs, int receptor, double weight) {}

    /// `(V, w, ge, gi)` of one neuron by its textbook equations.
    private record Equations(ReferenceModel m, boolean held) implements OrdinaryDifferentialEquation {
        @Override
        public int getDimension() {
            return 4;
        }

        @Override
        public double[] computeDerivatives(double t, double[] y) {
            double c = m.value(NeuronParameter.CM, 0);
            double gL = c / m.value(NeuronParameter.TAU_M, 0);
            double rest = m.value(NeuronParameter.V_REST, 0);
            double current = gL * (rest - y[0])
                    + y[2] * (m.value(NeuronParameter.E_REV_E, 0) - y[0])
                    + y[3] * (m.value(NeuronParameter.E_REV_I, 0) - y[0])
                    + m.value(NeuronParameter.I_OFFSET, 0);
            double slopeW = 0;
            if (m.kind(0).adex()) {
                double deltaT = m.value(NeuronParameter.DELTA_T, 0);
                double v = Math.min(y[0], m.value(NeuronParameter.V_SPIKE, 0));
                current += gL * deltaT * Math.exp((v - m.value(NeuronParameter.V_THRESH, 0)) / deltaT) - y[1];
                slopeW = (1e-3 * m.value(NeuronParameter.A, 0) * (y[0] - rest) - y[1])
                        / m.value(NeuronParameter.TAU_W, 0);
            }
            return new double[] {
                held ? 0 : current / c,
                slopeW,
                -y[2] / m.value(NeuronParameter.TAU_SYN_E, 0),
                -y[3] / m.value(NeuronParameter.TAU_SYN_I, 0)
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IF_cond_exp, 0.006, 0.004, 1",
        "IF_cond_exp, 0.05, 0.06, 2",
        "EIF_cond_exp_isfa_ista, 0.01, 0.003, 3",
        "EIF_cond_exp_isfa_ista, 0.05, 0.05, 4",
    })
    void agreesWithDop853(String kind, double weightE, double weightI, long seed) {
        KeyedRandom random = KeyedRandom.of(seed, 99);
        ReferenceModel.Builder b = ReferenceModel.builder();
        b.neurons(NeuronKind.ofPynnName(kind), 1);
        b.set(NeuronParameter.CM, 0, 0.2).set(NeuronParameter.TAU_REFRAC, 0, 1.3);
        b.set(NeuronParameter.TAU_SYN_E, 0, 2.2).set(NeuronParameter.TAU_SYN_I, 0, 7);
        b.set(NeuronParameter.I_OFFSET, 0, 0.02);
        List<Arrival> arrivals = new ArrayList<>();
        for (int receptor = 0; receptor < 2; receptor++) {
            double[] spikes = new double[200];
            double t = 0;
            for (int i = 0; i < spikes.length; i++) {
                t += 1.5 * random.nextExponential();
                spikes[i] = t;
                arrivals.add(new Arrival(t + 0.73, receptor, receptor == 0 ? weightE : weightI));
            }
            b.projection(new Projection(
                    Projection.Origin.SOURCES,
                    Receptor.values()[receptor],
                    Plasticity.FIXED,
                    new int[] {b.source(spikes)},
                    new int[] {0},
                    new double[] {receptor == 0 ? weightE : weightI},
                    new double[] {0.73}));
        }
        arrivals.sort((x, y) -> Double.compare(x.timeMs(), y.timeMs()));
        b.record(Recordable.V, 0).record(Recordable.W, 0).samplingIntervalMs(1);
        ReferenceModel model = b.build();
        ReferenceResult result = ReferenceSimulator.run(model, DURATION, t -> {});
        List<Double> expected = new ArrayList<>();
        List<double[]> samples = solve(model, arrivals, expected);
        assertEquals(expected.size(), result.spikesMs(0).length, "spikes, seed " + seed);
        assertTrue(expected.size() > 3, "too quiet to prove anything: " + expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), result.spikesMs(0)[i], 2e-5, "spike " + i + ", seed " + seed);
        }
        double[] v = result.trace(Recordable.V, 0);
        double[] w = result.trace(Recordable.W, 0);
        for (int k = 0; k < samples.size(); k++) {
            assertEquals(samples.get(k)[0], v[k], 2e-4, "V at " + k + " ms, seed " + seed);
            assertEquals(samples.get(k)[1], w[k], 1e-7, "w at " + k + " ms, seed " + seed);
        }
    }

    private static List<double[]> solve(ReferenceModel m, List<Arrival> arrivals, List<Double> spikes) {
        double[] y = {m.value(NeuronParameter.V, 0), m.value(NeuronParameter.W, 0), 0, 0};
        List<double[]> samples = new ArrayList<>();
        double t = 0;
        double heldUntil = -1;
        int next = 0;
        int sample = 0;
        while (sample <= DURATION) {
            double stop = sample;
            boolean event = next < arrivals.size() && arrivals.get(next).timeMs() < stop;
            stop = event ? arrivals.get(next).timeMs() : stop;
            boolean held = t < heldUntil;
            boolean release = held && heldUntil <= stop;
            stop = release ? heldUntil : stop;
            double[] end = flow(m, held, y, t, stop);
            double level = ModelCheck.spikeLevel(m, 0);
            if (!held && end[0] >= level) {
                double low = t;
                double high = stop;
                while (high - low > 1e-10) {
                    double middle = 0.5 * (low + high);
                    if (flow(m, false, y, t, middle)[0] >= level) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                y = flow(m, false, y, t, high);
                y[0] = m.value(NeuronParameter.V_RESET, 0);
                y[1] += m.kind(0).adex() ? m.value(NeuronParameter.B, 0) : 0;
                t = high;
                heldUntil = t + m.value(NeuronParameter.TAU_REFRAC, 0);
                spikes.add(t);
                continue;
            }
            y = end;
            t = stop;
            if (release) {
                heldUntil = -1;
            } else if (event) {
                y[2 + arrivals.get(next).receptor()] += arrivals.get(next).weight();
                next++;
            } else {
                samples.add(y.clone());
                sample++;
            }
        }
        return samples;
    }

    private static double[] flow(ReferenceModel m, boolean held, double[] y, double from, double to) {
        if (to - from < 1e-11) {
            return y.clone();
        }
        var integrator = new DormandPrince853Integrator(1e-14, 10, 1e-12, 1e-12);
        return Arrays.copyOf(
                integrator
                        .integrate(new ExpandableODE(new Equations(m, held)), new ODEState(from, y), to)
                        .getPrimaryState(),
                4);
    }
}
