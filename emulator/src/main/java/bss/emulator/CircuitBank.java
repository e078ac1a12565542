package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.GroupKernel;
import bss.emulator.kernel.ScalarKernel;
import bss.emulator.kernel.SpikeBuffer;
import java.util.ArrayList;
import java.util.List;

/// The circuits of a chip and their lanes: first those of one lane each, then the groups.
final class CircuitBank {

    private static final ScalarKernel SINGLE_KERNEL = new ScalarKernel();
    private static final GroupKernel GROUP_KERNEL = new GroupKernel();

    private final CircuitState state;
    private final int singles;
    /// The denmem that fires for the circuit that starts at a lane, -1 if none.
    private final int[] lead;

    private final List<Circuit> circuits = new ArrayList<>();

    CircuitBank(List<CircuitDesign> designs) {
        int lane = 0;
        int[] first = new int[designs.size()];
        for (int c = 0; c < first.length; c++) {
            if (designs.get(c).lanes().size() == 1) {
                first[c] = lane++;
            }
        }
        singles = lane;
        for (int c = 0; c < first.length; c++) {
            if (designs.get(c).lanes().size() > 1) {
                first[c] = lane;
                lane += designs.get(c).lanes().size();
            }
        }
        state = new CircuitState(lane);
        lead = new int[lane];
        for (int c = 0; c < first.length; c++) {
            circuits.add(new Circuit(this, first[c], designs.get(c)));
            lead[first[c]] = designs.get(c).lead();
        }
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

    /// One step of all circuits.
    void step(long cycle, SpikeBuffer spikes) {
        if (singles > 0) {
            SINGLE_KERNEL.step(state, 0, singles, cycle, spikes);
        }
        if (singles < state.lanes()) {
            GROUP_KERNEL.step(state, singles, state.lanes(), cycle, spikes);
        }
    }
}
