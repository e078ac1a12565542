package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.SpikeBuffer;
import java.util.ArrayList;
import java.util.List;

/// The circuits of a chip and their lanes: first the leaky integrators of one lane, then the other circuits of one
/// lane, then the groups.
final class CircuitBank {

    private final CircuitState state;
    /// Lanes of leaky integrators, and of all circuits of one lane.
    private final int integrators;

    private final int singles;
    /// The denmem that fires for the circuit that starts at a lane, -1 if none.
    private final int[] lead;

    private final List<Circuit> circuits = new ArrayList<>();
    private boolean changed = true;
    private boolean allIntegrate;

    CircuitBank(List<CircuitDesign> designs) {
        int lane = 0;
        int[] first = new int[designs.size()];
        int[] ends = new int[3];
        for (int kind = 0; kind < 3; kind++) {
            for (int c = 0; c < first.length; c++) {
                if (kind(designs.get(c)) == kind) {
                    first[c] = lane;
                    lane += designs.get(c).lanes().size();
                }
            }
            ends[kind] = lane;
        }
        integrators = ends[0];
        singles = ends[1];
        state = new CircuitState(lane);
        lead = new int[lane];
        for (int c = 0; c < first.length; c++) {
            circuits.add(new Circuit(this, first[c], designs.get(c)));
            lead[first[c]] = designs.get(c).lead();
        }
    }

    private static int kind(CircuitDesign design) {
        if (design.lanes().size() > 1) {
            return 2;
        }
        CircuitParameters p = design.lanes().getFirst();
        return p.exponential() || p.aSiemens() != 0 || p.bAmpere() != 0 ? 1 : 0;
    }

    CircuitState state() {
        return state;
    }

    int lanes() {
        return state.lanes();
    }

    /// In the order of the designs.
    List<Circuit> circuits() {
        return circuits;
    }

    /// The denmem that fires at `lane`, or -1.
    int lead(int lane) {
        return lead[lane];
    }

    /// An adaptation current may have been set, which a leaky integrator has not.
    void stateChanged() {
        changed = true;
    }

    private boolean allIntegrate() {
        if (changed) {
            changed = false;
            allIntegrate = true;
            for (int lane = 0; lane < integrators; lane++) {
                allIntegrate &= state.isLif(lane);
            }
        }
        return allIntegrate;
    }

    /// One step of all circuits.
    void step(Kernels kernels, long cycle, SpikeBuffer spikes) {
        int from = 0;
        if (integrators > 0 && allIntegrate()) {
            kernels.lif().step(state, 0, integrators, cycle, spikes);
            from = integrators;
        }
        if (from < singles) {
            kernels.adex().step(state, from, singles, cycle, spikes);
        }
        if (singles < state.lanes()) {
            kernels.group().step(state, singles, state.lanes(), cycle, spikes);
        }
    }
}
