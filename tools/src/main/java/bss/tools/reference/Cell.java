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

/// One neuron: its constants, its state and the integration between two events.
///
/// Conductances decay exactly; V and w follow the classical fourth-order Runge-Kutta method whose step is
/// a small fraction of the fastest rate of the moment, so that the exponential upswing is followed in
/// steps that shrink with it. A crossing of the spike level is located on the cubic Hermite interpolant
/// of the step. Everything is divided by the capacitance: rates in 1/ms, slopes in mV/ms.
final class Cell {

    /// Step times fastest rate; the error of one step is about its fifth power over 120.
    private static final double STEP_LIF = 0.08;

    private static final double STEP_ADEX = 0.1;

    /// Largest move of V in one step near the exponential, in units of delta_T.
    private static final double MOVE_ADEX = 0.2;

    // constants, as configured
    private boolean adex;
    private double perCapacitance; // 1/C [1/nF]
    private double leak; // 1/tau_m [1/ms]
    private double rest; // [mV]
    private double reset; // [mV]
    private double level; // spike level [mV]
    private double refractory; // [ms]
    private double coupling; // 1/C for conductances, 0 for synaptic currents
    private double driveE; // e_rev_E/C, or 1/C for synaptic currents
    private double driveI;
    private double tauE; // [ms]
    private double tauI; // [ms]
    private double synapticRate; // fastest rate of the synaptic kernels [1/ms]
    private double alphaE; // slope per weight of alpha kernels [1/ms], 0 for exponential kernels
    private double alphaI;
    private double jumpE; // conductance per weight, 1 for exponential and 0 for alpha kernels
    private double perDeltaT; // 1/delta_T [1/mV], 0 without exponential
    private double expAmplitude; // gL delta_T/C [mV/ms]
    private double threshold; // v_thresh [mV]
    private double subthreshold; // a [uS]
    private double increment; // b [nA]
    private double tauW; // [ms]
    private AcInput[] alternating;
    private double alternatingRate; // [1/ms]

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
    private Sampler[] samplers = {};
    /// When the next sample is due or the state is wanted.
    private double observationMs = Double.POSITIVE_INFINITY;
    private double wantedMs = Double.POSITIVE_INFINITY;
    private double[] wanted = {};

    // half-step decay factors of the step length used last
    private double decayStep = -1;
    private double decayE;
    private double decayI;

    Cell(ReferenceModel m, int n, AcInput[] alternating, SpikeLog.Train spikes) {
        this.spikes = spikes;
        configure(m, n, alternating);
        v = m.value(V, n);
        w = adex ? m.value(W, n) : 0;
        current = m.value(I_OFFSET, n);
    }

    /// Takes the constants of neuron `n`; the state stays.
    final void configure(ReferenceModel m, int n, AcInput[] alternatingInputs) {
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
        alternating = alternatingInputs;
        double rate = 0;
        for (AcInput ac : alternating) {
            rate = Math.max(rate, ac.omega());
        }
        alternatingRate = rate;
        decayStep = -1;
    }

    /// Which samples to take from now on.
    void samplers(Sampler[] from) {
        samplers = from;
        observeNext();
    }

    /// Keeps the state at `timeMs`, which the next integrations pass, for [#wanted].
    void want(double timeMs) {
        wantedMs = timeMs;
        observeNext();
    }

    /// The state at the time that was wanted.
    double[] wanted() {
        return wanted;
    }

    /// V, w, conductances and their slopes, current, and the end of refractoriness.
    double[] state() {
        return new double[] {v, w, ge, gi, se, si, current, refractoryUntil};
    }

    /// Goes to a state that [#state] or [#wanted] gave.
    void restore(double[] state) {
        v = state[0];
        w = state[1];
        ge = state[2];
        gi = state[3];
        se = state[4];
        si = state[5];
        current = state[6];
        refractoryUntil = state[7];
        observeNext();
    }

    /// Sets a state variable; a conductance of the alpha kind begins to decay from it.
    void set(Recordable variable, double value) {
        switch (variable) {
            case V -> v = value;
            case W -> w = adex ? value : 0;
            case GSYN_EXC -> ge = value;
            case GSYN_INH -> gi = value;
        }
    }

    /// Sets the piecewise constant current, `i_offset` included.
    void setCurrent(double currentNa) {
        current = currentNa;
    }

    private void observeNext() {
        double next = wantedMs;
        for (Sampler sampler : samplers) {
            next = Math.min(next, sampler.dueMs());
        }
        observationMs = next;
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
        double target = subthreshold * (v - rest);
        if (observationMs < end) {
            for (Sampler sampler : samplers) {
                while (sampler.dueBefore(end)) {
                    double past = sampler.dueMs() - t;
                    sampler.take(
                            switch (sampler.variable()) {
                                case V -> v;
                                case W -> adaptationAfter(past, target);
                                case GSYN_EXC -> excitationAfter(past);
                                case GSYN_INH -> inhibitionAfter(past);
                            });
                }
            }
            if (wantedMs < end) {
                keep(wantedMs - t, v, adaptationAfter(wantedMs - t, target));
            }
            observeNext();
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
        if (near || observationMs < end) {
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
        if (observationMs >= end) {
            return;
        }
        for (Sampler sampler : samplers) {
            while (sampler.dueBefore(end)) {
                double past = sampler.dueMs() - t;
                sampler.take(
                        switch (sampler.variable()) {
                            case V -> Hermite.at(past / h, v, h * f0, v1, h * f1);
                            case W -> Hermite.at(past / h, w, h * l0, w1, h * l1);
                            case GSYN_EXC -> excitationAfter(past);
                            case GSYN_INH -> inhibitionAfter(past);
                        });
            }
        }
        if (wantedMs < end) {
            double s = (wantedMs - t) / h;
            keep(wantedMs - t, Hermite.at(s, v, h * f0, v1, h * f1), Hermite.at(s, w, h * l0, w1, h * l1));
        }
        observeNext();
    }

    /// Keeps the wanted state, `past` ms after the present one.
    private void keep(double past, double potential, double adaptation) {
        double e = StrictMath.exp(-past / tauE);
        double i = StrictMath.exp(-past / tauI);
        wanted = new double[] {
            potential, adaptation, (ge + se * past) * e, (gi + si * past) * i, se * e, si * i, current, refractoryUntil
        };
        wantedMs = Double.POSITIVE_INFINITY;
    }
}
