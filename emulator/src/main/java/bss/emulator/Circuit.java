package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.build.CircuitTopology;
import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Receptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A circuit and the lanes that compute it: a view of its bank, made whenever it is asked for.
final class Circuit {

    private final CircuitBank bank;
    private final int[] members;
    private final int lead;
    private final int first;

    /// The circuit of a denmem of the bank.
    Circuit(CircuitBank bank, int denmem) {
        this.bank = bank;
        CircuitTopology topology = bank.plan().topology();
        members = topology.members(denmem);
        lead = topology.lead(denmem);
        first = bank.lane(lead < 0 ? members[0] : lead);
    }

    private CircuitState state() {
        return bank.state();
    }

    /// Gives its lanes the parameters of its design.
    void write(CircuitDesign design) {
        write(design.lanes());
    }

    private void write(List<CircuitParameters> lanes) {
        if (lanes.size() == 1) {
            state().set(first, lanes.getFirst());
        } else {
            state().setGroup(first, lanes);
        }
    }

    /// Worked out anew at each call.
    private CircuitDesign design() {
        return bank.plan().design(members[0]);
    }

    CircuitBank bank() {
        return bank;
    }

    /// Its denmems, ascending; not to be written to.
    int[] members() {
        return members;
    }

    /// The denmem that fires, or -1.
    int lead() {
        return lead;
    }

    /// Its first lane in the bank, that of the denmem that fires.
    int firstLane() {
        return first;
    }

    /// Number of its lanes.
    int size() {
        int end = first;
        for (int denmem : members) {
            end = Math.max(end, bank.lane(denmem) + 1);
        }
        return end - first;
    }

    /// Capacitance of the whole membrane [F].
    double capacitanceFarad() {
        return state().capacitanceFarad(first);
    }

    /// Whether the state of `other`, lane by lane, is that of this circuit.
    boolean sameLanes(Circuit other) {
        boolean same = members.length == other.members.length;
        for (int m = 0; same && m < members.length; m++) {
            same = members[m] == other.members[m]
                    && bank.lane(members[m]) - first == other.bank.lane(members[m]) - other.first;
        }
        return same;
    }

    /// Goes on with the state of a circuit with the same lanes.
    void resume(Circuit old) {
        for (int k = 0; k < size(); k++) {
            state().resume(first + k, old.state(), old.first + k);
        }
        bank.stateChanged();
    }

    /// Takes over the lanes of a circuit that is the same, with parameters and state.
    void copy(Circuit old) {
        state().copy(first, old.state(), old.first, size());
        bank.stateChanged();
    }

    void rest(CircuitDesign design) {
        for (int k = 0; k < size(); k++) {
            state().rest(first + k);
        }
        state().setVoltage(first, design.restVolt());
    }

    double voltage() {
        return state().voltage(first);
    }

    double adaptation() {
        double sum = 0;
        for (int k = 0; k < size(); k++) {
            sum += state().adaptation(first + k);
        }
        return sum;
    }

    double conductance(Receptor receptor) {
        double sum = 0;
        for (int k = 0; k < size(); k++) {
            sum += state().conductance(first + k, receptor);
        }
        return sum;
    }

    /// Sets the membrane potential, and the adaptation current, which spreads over the denmems by capacitance.
    void initialise(double volt, double ampere) {
        state().setVoltage(first, volt);
        double[] part = new double[size()];
        if (part.length == 1) {
            state().setAdaptation(first, ampere);
        } else {
            CircuitDesign design = design();
            for (int m = 0; m < members.length; m++) {
                part[design.lane(m)] += design.share(m) * design.laneCapacitance(design.lane(m));
            }
            for (int k = 0; k < part.length; k++) {
                state().setAdaptation(first + k, ampere * part[k] / design.capacitanceFarad());
            }
        }
        bank.stateChanged();
    }

    /// Takes over charge, adaptation and conductances of its denmems from the circuits that they were part of.
    ///
    /// @param before the lanes until now
    /// @param inherited the denmems that have a state there; others were at rest
    void inherit(CircuitDesign design, CircuitBank before, BitSet inherited) {
        boolean any = false;
        for (int denmem : members) {
            any |= inherited.get(denmem);
        }
        if (!any) {
            return;
        }
        double charge = 0;
        double[] w = new double[size()];
        double[] left = new double[size()];
        double[] right = new double[size()];
        Map<Integer, CircuitDesign> designs = new HashMap<>();
        for (int m = 0; m < members.length; m++) {
            int lane = design.lane(m);
            double part = design.share(m) * design.laneCapacitance(lane);
            if (!inherited.get(members[m])) {
                charge += part * design.restVolt();
                continue;
            }
            Circuit old = before.circuit(members[m]);
            CircuitDesign was = designs.computeIfAbsent(old.members[0], _ -> old.design());
            int oldLane = before.lane(members[m]);
            double share = was.share(Arrays.binarySearch(old.members, members[m]));
            charge += part * old.voltage();
            w[lane] += share * old.state().adaptation(oldLane);
            left[lane] += share * old.state().conductance(oldLane, Receptor.EXCITATORY);
            right[lane] += share * old.state().conductance(oldLane, Receptor.INHIBITORY);
        }
        state().setVoltage(first, charge / design.capacitanceFarad());
        for (int k = 0; k < w.length; k++) {
            state().setAdaptation(first + k, w[k]);
            state().setConductance(first + k, Receptor.EXCITATORY, left[k]);
            state().setConductance(first + k, Receptor.INHIBITORY, right[k]);
        }
        bank.stateChanged();
    }

    /// Lowers the threshold to 0 V, which any membrane is above, or puts it back.
    void trip(boolean on) {
        List<CircuitParameters> lanes = new ArrayList<>();
        for (CircuitParameters p : design().lanes()) {
            lanes.add(on ? p.withThreshold(0) : p);
        }
        write(lanes);
    }
}
