package bss.tools.reference;

import static bss.tools.reference.NeuronParameter.A;
import static bss.tools.reference.NeuronParameter.B;
import static bss.tools.reference.NeuronParameter.CM;
import static bss.tools.reference.NeuronParameter.DELTA_T;
import static bss.tools.reference.NeuronParameter.E_REV_E;
import static bss.tools.reference.NeuronParameter.E_REV_I;
import static bss.tools.reference.NeuronParameter.I_OFFSET;
import static bss.tools.reference.NeuronParameter.TAU_M;
import static bss.tools.reference.NeuronParameter.TAU_REFRAC;
import static bss.tools.reference.NeuronParameter.TAU_SYN_E;
import static bss.tools.reference.NeuronParameter.TAU_SYN_I;
import static bss.tools.reference.NeuronParameter.TAU_W;
import static bss.tools.reference.NeuronParameter.V;
import static bss.tools.reference.NeuronParameter.V_RESET;
import static bss.tools.reference.NeuronParameter.V_REST;
import static bss.tools.reference.NeuronParameter.V_THRESH;
import static bss.tools.reference.NeuronParameter.W;

import org.jspecify.annotations.Nullable;

/// One neuron: its constants, its state and the integration between two events.
///
/// Conductances decay exactly; V and w follow the classical fourth-order Runge-Kutta method whose step is a small
/// fraction of the fastest rate of the moment, so that the exponential upswing is followed in steps that shrink with
/// it.
/// A crossing of the spike level is located on the cubic Hermite interpolant of the step. Everything is divided by
/// the capacitance: rates in 1/ms, slopes in mV/ms.
final class Cell {

    /// Step times fastest rate; the error of one step is about its fifth power over 120.
    private static final double STEP_LIF = 0.08;

    private static final double STEP_ADEX = 0.1;

    /// Largest move of V in one step near the exponential, in units of delta_T.
    private static final double MOVE_ADEX = 0.2;

    // constants
    private final boolean adex;
    private final double perCapacitance; // 1/C [1/nF]
    private final double leak; // 1/tau_m [1/ms]
    private final double rest; // [mV]
    private final double reset; // [mV]
    private final double level; // spike level [mV]
    private final double refractory; // [ms]
    private final double coupling; // 1/C for conductances, 0 for synaptic currents
    private final double driveE; // e_rev_E/C, or 1/C for synaptic currents
    private final double driveI;
    private final double tauE; // [ms]
    private final double tauI; // [ms]
    private final double synapticRate; // fastest rate of the synaptic kernels [1/ms]
    private final double alphaE; // slope per weight of alpha kernels [1/ms], 0 for exponential kernels
    private final double alphaI;
    private final double jumpE; // conductance per weight, 1 for exponential and 0 for alpha kernels
    private final double perDeltaT; // 1/delta_T [1/mV], 0 without exponential
    private final double expAmplitude; // gL delta_T/C [mV/ms]
    private final double threshold; // v_thresh [mV]
    private final double subthreshold; // a [uS]
    private final double increment; // b [nA]
    private final double tauW; // [ms]
    private final AcInput[] alternating;
    private final double alternatingRate; // [1/ms]

    // state
    private double v; // [mV]
    private double w; // [nA]
    private double ge; // [uS] or [nA]
    private double gi;
    private double se; // slope of the alpha kernel [uS/ms]
    private double si;
    private double current; // piecewise constant part [nA]
    private double refractoryUntil = Double.NEGATIVE_INFINITY; // [ms]
    private final SpikeLog.Train spikes;
    private final @Nullable Sampler sampler;

    // half-step decay factors of the step length used last
    private double decayStep = -1;
    private double decayE;
    private double decayI;

    Cell(ReferenceModel m, int n, AcInput[] alternating, SpikeLog.Train spikes, @Nullable Sampler sampler) {
        NeuronKind kind = m.kind(n);
        adex = kind.adex();
        perCapacitance = 1 / m.value(CM, n);
        leak = 1 / m.value(TAU_M, n);
        rest = m.value(V_REST, n);
        reset = m.value(V_RESET, n);
        level = ModelCheck.spikeLevel(m, n);
        refractory = m.value(TAU_REFRAC, n);
        coupling = kind.conductanceBased() ? perCapacitance : 0;
        driveE = perCapacitance * (kind.conductanceBased() ? m.value(E_REV_E, n) : 1);
        driveI = perCapacitance * (kind.conductanceBased() ? m.value(E_REV_I, n) : 1);
        tauE = m.value(TAU_SYN_E, n);
        tauI = m.value(TAU_SYN_I, n);
        synapticRate = (kind.alpha() ? 2 : 1) / Math.min(tauE, tauI);
        alphaE = kind.alpha() ? Math.E / tauE : 0;
        alphaI = kind.alpha() ? Math.E / tauI : 0;
        jumpE = kind.alpha() ? 0 : 1;
        double deltaT = adex ? m.value(DELTA_T, n) : 0;
        perDeltaT = deltaT > 0 ? 1 / deltaT : 0;
        expAmplitude = leak * deltaT;
        threshold = m.value(V_THRESH, n);
        subthreshold = adex ? 1e-3 * m.value(A, n) : 0;
        increment = adex ? m.value(B, n) : 0;
        tauW = adex ? m.value(TAU_W, n) : 1;
        this.alternating = alternating;
        double rate = 0;
        for (AcInput ac : alternating) {
            rate = Math.max(rate, ac.omega());
        }
        alternatingRate = rate;
        v = m.value(V, n);
        w = adex ? m.value(W, n) : 0;
        current = m.value(I_OFFSET, n);
        this.spikes = spikes;
        this.sampler = sampler;
    }

    void addExcitation(double weight) {
        ge += jumpE * weight;
        se += alphaE * weight;
    }

    void addInhibition(double weight) {
        gi += jumpE * weight;
        si += alphaI * weight;
    }

    void addCurrent(double currentNa) {
        current += currentNa;
    }

    /// Integrates from `from` to `to` without synaptic events between.
    void integrate(double from, double to) {
        double t = from;
        while (t < to) {
            if (t < refractoryUntil) {
                double end = Math.min(refractoryUntil, to);
                hold(t, end);
                t = end;
            } else if (v >= level) {
                spike(t);
            } else {
                t = adex ? stepAdex(t, to) : stepLif(t, to);
            }
        }
    }

    private void spike(double t) {
        spikes.add(t);
        v = reset;
        w += increment;
        refractoryUntil = t + refractory;
    }

    /// Refractory time: V stands, everything else goes on; exact.
    private void hold(double t, double end) {
        double target = subthreshold * (reset - rest);
        if (sampler != null) {
            while (sampler.dueBefore(end)) {
                double past = sampler.dueMs() - t;
                sampler.take(reset, adaptationAfter(past, target), excitationAfter(past), inhibitionAfter(past));
            }
        }
        double h = end - t;
        w = adaptationAfter(h, target);
        decay(h);
    }

    private double adaptationAfter(double h, double target) {
        return adex ? target + (w - target) * StrictMath.exp(-h / tauW) : w;
    }

    private double excitationAfter(double h) {
        return (ge + se * h) * StrictMath.exp(-h / tauE);
    }

    private double inhibitionAfter(double h) {
        return (gi + si * h) * StrictMath.exp(-h / tauI);
    }

    private void decay(double h) {
        double e = StrictMath.exp(-h / tauE);
        double i = StrictMath.exp(-h / tauI);
        ge = (ge + se * h) * e;
        gi = (gi + si * h) * i;
        se *= e;
        si *= i;
    }

    private double currentAt(double t, double middle) {
        double sum = current;
        for (AcInput ac : alternating) {
            sum += ac.at(t, middle);
        }
        return sum;
    }

    private void halfStepDecay(double h) {
        if (h != decayStep) {
            decayStep = h;
            decayE = StrictMath.exp(-0.5 * h / tauE);
            decayI = StrictMath.exp(-0.5 * h / tauI);
        }
    }

    /// Time to step to: an even division of what is left until `to`.
    private static double stepEnd(double t, double to, double steps) {
        return steps <= 1 ? to : t + (to - t) / Math.ceil(steps);
    }

    private double stepLif(double t, double to) {
        double middle = 0.5 * (t + to);
        double rate0 = leak + coupling * (ge + gi);
        double source0 = leak * rest + driveE * ge + driveI * gi + perCapacitance * currentAt(t, middle);
        double steps = (to - t) * (rate0 + synapticRate + alternatingRate) / STEP_LIF;
        double end = stepEnd(t, to, steps);
        double h = steps <= 1 ? to - t : (to - t) / Math.ceil(steps);
        halfStepDecay(h);
        double geM = (ge + 0.5 * h * se) * decayE;
        double giM = (gi + 0.5 * h * si) * decayI;
        double ge1 = (ge + h * se) * decayE * decayE;
        double gi1 = (gi + h * si) * decayI * decayI;
        double rateM = leak + coupling * (geM + giM);
        double rate1 = leak + coupling * (ge1 + gi1);
        double constant = leak * rest;
        double currentM = alternating.length == 0 ? current : currentAt(t + 0.5 * h, middle);
        double current1 = alternating.length == 0 ? current : currentAt(t + h, middle);
        double sourceM = constant + driveE * geM + driveI * giM + perCapacitance * currentM;
        double source1 = constant + driveE * ge1 + driveI * gi1 + perCapacitance * current1;
        double k1 = source0 - rate0 * v;
        double k2 = sourceM - rateM * (v + 0.5 * h * k1);
        double k3 = sourceM - rateM * (v + 0.5 * h * k2);
        double k4 = source1 - rate1 * (v + h * k3);
        double v1 = v + h / 6 * (k1 + 2 * (k2 + k3) + k4);
        double f1 = source1 - rate1 * v1;
        double s = Hermite.firstReach(v, h * k1, v1, h * f1, level);
        sample(t, s < 1 ? t + s * h : end, h, k1, v1, f1, w, 0, 0);
        if (s <= 1) {
            return spikeWithin(t, s, h, w);
        }
        v = v1;
        ge = ge1;
        gi = gi1;
        se *= decayE * decayE;
        si *= decayI * decayI;
        return end;
    }

    private double stepAdex(double t, double to) {
        double middle = 0.5 * (t + to);
        double constant = leak * rest;
        double rate0 = leak + coupling * (ge + gi);
        double source0 = constant + driveE * ge + driveI * gi + perCapacitance * currentAt(t, middle);
        double exponential = exponential(v);
        double k1 = source0 - rate0 * v + exponential - perCapacitance * w;
        double distance = Math.max(1, (threshold - v) * perDeltaT - 4); // in delta_T below the exponential
        double fastest = rate0 + exponential * perDeltaT + Math.max(synapticRate, Math.max(alternatingRate, 1 / tauW));
        double steps = (to - t) * Math.max(fastest / STEP_ADEX, Math.abs(k1) * perDeltaT / (MOVE_ADEX * distance));
        double end = stepEnd(t, to, steps);
        double h = steps <= 1 ? to - t : (to - t) / Math.ceil(steps);
        halfStepDecay(h);
        double geM = (ge + 0.5 * h * se) * decayE;
        double giM = (gi + 0.5 * h * si) * decayI;
        double ge1 = (ge + h * se) * decayE * decayE;
        double gi1 = (gi + h * si) * decayI * decayI;
        double rateM = leak + coupling * (geM + giM);
        double rate1 = leak + coupling * (ge1 + gi1);
        double sourceM = constant + driveE * geM + driveI * giM + perCapacitance * currentAt(t + 0.5 * h, middle);
        double source1 = constant + driveE * ge1 + driveI * gi1 + perCapacitance * currentAt(t + h, middle);
        double l1 = adaptationSlope(v, w);
        double v2 = v + 0.5 * h * k1;
        double w2 = w + 0.5 * h * l1;
        double k2 = sourceM - rateM * v2 + exponential(v2) - perCapacitance * w2;
        double l2 = adaptationSlope(v2, w2);
        double v3 = v + 0.5 * h * k2;
        double w3 = w + 0.5 * h * l2;
        double k3 = sourceM - rateM * v3 + exponential(v3) - perCapacitance * w3;
        double l3 = adaptationSlope(v3, w3);
        double v4 = v + h * k3;
        double w4 = w + h * l3;
        double k4 = source1 - rate1 * v4 + exponential(v4) - perCapacitance * w4;
        double l4 = adaptationSlope(v4, w4);
        double v1 = v + h / 6 * (k1 + 2 * (k2 + k3) + k4);
        double w1 = w + h / 6 * (l1 + 2 * (l2 + l3) + l4);
        double s = 2;
        boolean near = v1 >= level || v + h * k1 >= level;
        if (near || (sampler != null && sampler.dueBefore(end))) {
            double f1 = source1 - rate1 * v1 + exponential(v1) - perCapacitance * w1;
            s = Hermite.firstReach(v, h * k1, v1, h * f1, level);
            sample(t, s < 1 ? t + s * h : end, h, k1, v1, f1, w1, l1, adaptationSlope(v1, w1));
        }
        if (s <= 1) {
            return spikeWithin(t, s, h, Hermite.at(s, w, h * l1, w1, h * adaptationSlope(v1, w1)));
        }
        v = v1;
        w = w1;
        ge = ge1;
        gi = gi1;
        se *= decayE * decayE;
        si *= decayI * decayI;
        return end;
    }

    /// Spikes at the fraction `s` of a step begun at `t`; the conductances are still those of its beginning.
    private double spikeWithin(double t, double s, double h, double adaptation) {
        decay(s * h);
        w = adaptation;
        spike(t + s * h);
        return t + s * h;
    }

    /// The exponential current over C, flat above the spike level so that no stage of a step can run away.
    private double exponential(double potential) {
        return perDeltaT == 0 ? 0 : expAmplitude * StrictMath.exp((Math.min(potential, level) - threshold) * perDeltaT);
    }

    private double adaptationSlope(double potential, double adaptation) {
        return (subthreshold * (potential - rest) - adaptation) / tauW;
    }

    private void sample(
            double t, double end, double h, double f0, double v1, double f1, double w1, double l0, double l1) {
        if (sampler == null) {
            return;
        }
        while (sampler.dueBefore(end)) {
            double past = sampler.dueMs() - t;
            double s = past / h;
            sampler.take(
                    Hermite.at(s, v, h * f0, v1, h * f1),
                    Hermite.at(s, w, h * l0, w1, h * l1),
                    excitationAfter(past),
                    inhibitionAfter(past));
        }
    }
}
