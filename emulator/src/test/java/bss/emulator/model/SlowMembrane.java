package bss.emulator.model;

import bss.spec.transfer.IdealCircuit;
import java.util.ArrayList;
import java.util.List;

/// The membrane of joined denmems in double precision and sixteenths of a cycle.
///
/// C dV/dt = sum of gL (EL - V) + gL DeltaT exp((V - VT) / DeltaT) - w + gx (Ex - V) + gi (Ei - V) over the denmems,
/// plus
/// I. It does not fire by itself: [#fire] tells it when, so that it starts anew with each spike of the circuit it
/// follows.
///
/// It knows besides what the equations make of a small difference: near the saddle from which an exponential circuit
/// either fires or falls back, that grows without bound.
public final class SlowMembrane {

    private static final double CYCLE = 8e-9;
    private static final int SUBSTEPS = 16;
    /// Parts of the linear flow of half a cycle.
    private static final int PARTS = 4;

    private static final double DELTA = CYCLE / SUBSTEPS;
    private static final double RAIL = 1.8;

    private static final class Member {
        final IdealCircuit circuit;
        double w;
        double gx;
        double gi;
        /// Decays in half a substep, and of w in a whole one.
        final double decayX;
        final double decayI;
        final double decayW;

        Member(IdealCircuit circuit) {
            this.circuit = circuit;
            decayX = Math.exp(-DELTA / 2 / circuit.tauSynx());
            decayI = Math.exp(-DELTA / 2 / circuit.tauSyni());
            decayW = Math.exp(-DELTA / circuit.tauW());
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final IdealCircuit lead;
    /// An exponential circuit that fires does not go on above its threshold before it is told that it fired.
    private final double ceiling;
    private final double capacitance;
    private double v;
    /// Seconds since cycle 0.
    private double heldUntil = Double.NEGATIVE_INFINITY;
    private double nextSpike = Double.POSITIVE_INFINITY;
    private double now;
    private double ampere;
    private double amplification = 1;

    /// @param lead whose threshold, exponential threshold, reset and refractory time count
    /// @param fires whether that one's comparator is on
    /// @param volt the potential at cycle 0, where the adaptation is 0
    public SlowMembrane(List<IdealCircuit> circuits, IdealCircuit lead, boolean fires, double volt) {
        this.lead = lead;
        boolean runsAway = fires && circuits.stream().anyMatch(IdealCircuit::exponential);
        ceiling = runsAway ? Math.min(RAIL, lead.vSpike()) : RAIL;
        for (IdealCircuit c : circuits) {
            members.add(new Member(c));
        }
        capacitance = circuits.stream().mapToDouble(IdealCircuit::capacitance).sum();
        v = volt;
    }

    /// An event arrives at a denmem now.
    public void input(int member, boolean right, double siemens) {
        Member m = members.get(member);
        if (right) {
            m.gi += siemens;
        } else {
            m.gx += siemens;
        }
    }

    /// The circuit fires at this time, which lies in the coming cycle.
    public void fire(double seconds) {
        nextSpike = seconds;
    }

    /// One cycle with this current into the membrane.
    public void step(long cycle, double current) {
        now = cycle * CYCLE;
        ampere = current;
        for (int k = 0; k < SUBSTEPS; k++) {
            substep(now + k * DELTA, DELTA);
        }
        now = (cycle + 1) * CYCLE;
    }

    private void substep(double time, double delta) {
        for (double event : new double[] {nextSpike, heldUntil}) {
            if (event > time && event < time + delta) {
                substep(time, event - time);
                substep(event, time + delta - event);
                return;
            }
        }
        if (nextSpike <= time) {
            spike();
        }
        boolean held = time < heldUntil;
        if (!held) {
            exponential(delta / 2);
        }
        linear(delta, held);
        if (!held) {
            exponential(delta / 2);
        }
    }

    private void spike() {
        v = lead.vReset();
        amplification = 1;
        heldUntil = nextSpike + lead.tauRefrac();
        nextSpike = Double.POSITIVE_INFINITY;
        for (Member m : members) {
            m.w += m.circuit.b();
        }
    }

    /// The exponential terms one after the other, each exactly: exp(-(V - VT) / DeltaT) falls linearly.
    private void exponential(double delta) {
        for (Member m : members) {
            IdealCircuit c = m.circuit;
            if (c.exponential()) {
                double before = Math.exp(-(v - c.vExp()) / c.deltaT());
                double u = before - delta * c.gL() / capacitance;
                v = u <= 0 ? RAIL : c.vExp() - c.deltaT() * Math.log(u);
                v = Math.clamp(v, 0, ceiling);
                amplification = u <= 0 ? Double.POSITIVE_INFINITY : amplification * before / u;
            }
        }
    }

    private void linear(double delta, boolean held) {
        boolean regular = delta == DELTA;
        double slope = ampere;
        double conductance = 0;
        double from = v;
        for (Member m : members) {
            IdealCircuit c = m.circuit;
            m.gx *= regular ? m.decayX : Math.exp(-delta / 2 / c.tauSynx());
            m.gi *= regular ? m.decayI : Math.exp(-delta / 2 / c.tauSyni());
            slope += c.gL() * c.eL() + m.gx * c.eSynx() + m.gi * c.eSyni() - m.w;
            conductance += c.gL() + m.gx + m.gi;
        }
        if (!held) {
            double rest = slope / conductance;
            double decay = Math.exp(-delta * conductance / capacitance);
            v = Math.clamp(rest + (v - rest) * decay, 0, ceiling);
            amplification = Math.max(1, amplification * decay);
        }
        for (Member m : members) {
            IdealCircuit c = m.circuit;
            double target = c.a() * ((from + v) / 2 - c.eL());
            m.w = target + (m.w - target) * (regular ? m.decayW : Math.exp(-delta / c.tauW()));
            m.gx *= regular ? m.decayX : Math.exp(-delta / 2 / c.tauSynx());
            m.gi *= regular ? m.decayI : Math.exp(-delta / 2 / c.tauSyni());
        }
    }

    public double volt() {
        return v;
    }

    /// The potential now of a circuit that keeps it without what the linear terms do in the last half cycle.
    public double complete(double kept) {
        if (now < heldUntil) {
            return v;
        }
        double from = Math.max(now - CYCLE / 2, heldUntil);
        double delta = (now - from) / PARTS;
        double volt = kept;
        for (int k = 0; k < PARTS; k++) {
            double ago = (PARTS - k - 0.5) * delta;
            double slope = ampere;
            double conductance = 0;
            for (Member m : members) {
                IdealCircuit c = m.circuit;
                double gx = m.gx * Math.exp(ago / c.tauSynx());
                double gi = m.gi * Math.exp(ago / c.tauSyni());
                slope += c.gL() * c.eL() + gx * c.eSynx() + gi * c.eSyni() - m.w;
                conductance += c.gL() + gx + gi;
            }
            double rest = slope / conductance;
            volt = rest + (volt - rest) * Math.exp(-delta * conductance / capacitance);
        }
        return Math.clamp(volt, 0, ceiling);
    }

    /// By how much a small difference that arose at the worst time since the last spike has grown.
    public double amplification() {
        return amplification;
    }
}
