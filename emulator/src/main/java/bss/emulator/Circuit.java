package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Receptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A circuit and the lanes that compute it.
final class Circuit {

    private final CircuitBank bank;
    private final int first;
    private final CircuitDesign design;

    /// @param first its first lane in the bank
    Circuit(CircuitBank bank, int first, CircuitDesign design) {
        this.bank = bank;
        this.first = first;
        this.design = design;
        write(design.lanes());
    }

    private CircuitState state() {
        return bank.state();
    }

    private void write(List<CircuitParameters> lanes) {
        if (lanes.size() == 1) {
            state().set(first, lanes.getFirst());
        } else {
            state().setGroup(first, lanes);
        }
    }

    CircuitDesign design() {
        return design;
    }

    CircuitBank bank() {
        return bank;
    }

    int firstLane() {
        return first;
    }

    /// Goes on with the state of a circuit with the same lanes.
    void resume(Circuit old) {
        for (int k = 0; k < size(); k++) {
            state().resume(first + k, old.state(), old.first + k);
        }
        bank.stateChanged();
    }

    /// The lane (in the bank) of a denmem of the circuit.
    int lane(int denmem) {
        return first + design.lane(member(denmem));
    }

    private int member(int denmem) {
        return Arrays.binarySearch(design.members(), denmem);
    }

    private int size() {
        return design.lanes().size();
    }

    void rest() {
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
        int members = design.members().length;
        for (int m = 0; m < members; m++) {
            part[design.lane(m)] += design.share(m) * design.laneCapacitance(design.lane(m));
        }
        for (int k = 0; k < size(); k++) {
            state().setAdaptation(first + k, ampere * part[k] / design.capacitanceFarad());
        }
        bank.stateChanged();
    }

    /// Takes over charge, adaptation and conductances of its denmems from the circuits that they were part of.
    ///
    /// @param before by denmem of the chip; null was not computed and is at rest
    void inherit(@Nullable Circuit[] before) {
        boolean any = false;
        for (int denmem : design.members()) {
            any |= before[denmem] != null;
        }
        if (!any) {
            return;
        }
        double charge = 0;
        double[] w = new double[size()];
        double[] left = new double[size()];
        double[] right = new double[size()];
        int[] members = design.members();
        for (int m = 0; m < members.length; m++) {
            int lane = design.lane(m);
            double part = design.share(m) * design.laneCapacitance(lane);
            Circuit old = before[members[m]];
            if (old == null) {
                charge += part * design.restVolt();
                continue;
            }
            int oldMember = old.member(members[m]);
            int oldLane = old.lane(members[m]);
            double share = old.design.share(oldMember);
            charge += part * old.voltage();
            w[lane] += share * old.state().adaptation(oldLane);
            left[lane] += share * old.state().conductance(oldLane, Receptor.EXCITATORY);
            right[lane] += share * old.state().conductance(oldLane, Receptor.INHIBITORY);
        }
        state().setVoltage(first, charge / design.capacitanceFarad());
        for (int k = 0; k < size(); k++) {
            state().setAdaptation(first + k, w[k]);
            state().setConductance(first + k, Receptor.EXCITATORY, left[k]);
            state().setConductance(first + k, Receptor.INHIBITORY, right[k]);
        }
        bank.stateChanged();
    }

    /// Lowers the threshold to 0 V, which any membrane is above, or puts it back.
    void trip(boolean on) {
        if (!on) {
            write(design.lanes());
            return;
        }
        List<CircuitParameters> lanes = new ArrayList<>();
        for (CircuitParameters p : design.lanes()) {
            lanes.add(new CircuitParameters(
                    p.capacitanceFarad(),
                    p.gLSiemens(),
                    p.eLVolt(),
                    p.eSynxVolt(),
                    p.eSyniVolt(),
                    p.tauSynxSecond(),
                    p.tauSyniSecond(),
                    p.deltaTVolt(),
                    p.vExpVolt(),
                    0,
                    p.vResetVolt(),
                    p.aSiemens(),
                    p.tauWSecond(),
                    p.bAmpere(),
                    p.tauRefracSecond(),
                    p.exponential()));
        }
        write(lanes);
    }
}
