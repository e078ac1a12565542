package bss.emulator.model;

import bss.spec.transfer.IdealCircuit;
import java.util.ArrayList;
import java.util.List;

/// The membrane of joined denmems in double precision and fiftieths of a cycle.
///
/// C dV/dt = sum of gL (EL - V) + gL DeltaT exp((V - VT) / DeltaT) - w + gx (Ex - V) + gi (Ei - V) over the denmems,
/// plus
/// I. It does not fire by itself: [#fire] tells it when, so that it starts anew with each spike of the circuit it
/// follows.
public final class SlowMembrane {

    private static final double CYCLE = 8e-9;
    private static final int SUBSTEPS = 50;
    private static final double RAIL = 1.8;

    private static final class Member {
        final IdealCircuit circuit;
        double w;
        double gx;
        double gi;

        Member(IdealCircuit circuit) {
            this.circuit = circuit;
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
    /// What the exponential terms moved in the second half of the last cycle.
    private double upswing;
    private double middle;

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
        middle = volt;
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
    public void step(long cycle, double ampere) {
        double start = cycle * CYCLE;
        double delta = CYCLE / SUBSTEPS;
        upswing = 0;
        for (int k = 0; k < SUBSTEPS; k++) {
            if (k == SUBSTEPS / 2) {
                middle = v;
                upswing = 0;
            }
            substep(start + k * delta, delta, ampere);
        }
    }

    private void substep(double time, double delta, double ampere) {
        for (double event : new double[] {nextSpike, heldUntil}) {
            if (event > time && event < time + delta) {
                substep(time, event - time, ampere);
                substep(event, time + delta - event, ampere);
                return;
            }
        }
        if (nextSpike <= time) {
            spike();
        }
        boolean held = time < heldUntil;
        double before = v;
        if (!held) {
            exponential(delta / 2);
        }
        upswing += v - before;
        linear(delta, ampere, held);
        before = v;
        if (!held) {
            exponential(delta / 2);
        }
        upswing += v - before;
    }

    private void spike() {
        v = lead.vReset();
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
                double u = Math.exp(-(v - c.vExp()) / c.deltaT()) - delta * c.gL() / capacitance;
                v = u <= 0 ? RAIL : c.vExp() - c.deltaT() * Math.log(u);
                limit();
            }
        }
    }

    private void linear(double delta, double ampere, boolean held) {
        double slope = ampere;
        double conductance = 0;
        double from = v;
        for (Member m : members) {
            IdealCircuit c = m.circuit;
            m.gx *= Math.exp(-delta / 2 / c.tauSynx());
            m.gi *= Math.exp(-delta / 2 / c.tauSyni());
            slope += c.gL() * c.eL() + m.gx * c.eSynx() + m.gi * c.eSyni() - m.w;
            conductance += c.gL() + m.gx + m.gi;
        }
        if (!held) {
            double rest = slope / conductance;
            v = rest + (v - rest) * Math.exp(-delta * conductance / capacitance);
            limit();
        }
        for (Member m : members) {
            IdealCircuit c = m.circuit;
            double target = c.a() * ((from + v) / 2 - c.eL());
            m.w = target + (m.w - target) * Math.exp(-delta / c.tauW());
            m.gx *= Math.exp(-delta / 2 / c.tauSynx());
            m.gi *= Math.exp(-delta / 2 / c.tauSyni());
        }
    }

    private void limit() {
        v = Math.clamp(v, 0, ceiling);
    }

    /// Moves the membrane.
    public void shift(double volt) {
        v += volt;
        middle += volt;
    }

    public double volt() {
        return v;
    }

    /// The potential without what the linear terms did in the second half of the last cycle: what the emulator keeps.
    public double voltBeforeLastHalf() {
        return middle + upswing;
    }
}
