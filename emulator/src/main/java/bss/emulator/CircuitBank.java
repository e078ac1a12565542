package bss.emulator;

import bss.emulator.build.CircuitDesign;
import bss.emulator.build.CircuitTopology;
import bss.emulator.kernel.CircuitParameters;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.Kernels;
import bss.emulator.kernel.SpikeBuffer;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The circuits of a chip that are computed and their lanes: first the leaky integrators of one lane, then the other
/// circuits of one lane, then the groups; within each kind by their smallest denmem.
final class CircuitBank {

    private static final int DENMEMS = NeuronTopology.DENMEMS;
    private static final int KINDS = 3;

    private final CircuitPlan plan;
    private final CircuitState state;
    /// First lane behind each kind: leaky integrators, other circuits of one lane, groups.
    private final int[] ends = new int[KINDS];
    /// The denmem that fires for the circuit that starts at a lane, -1 if none.
    private final short[] lead;
    /// Lane of each denmem, -1 if it is not computed.
    private final short[] laneOf = new short[DENMEMS];
    /// The smallest denmem of each circuit.
    private final BitSet roots = new BitSet();

    private final int count;
    private boolean changed = true;
    private boolean allIntegrate;

    private CircuitBank(CircuitPlan plan) {
        this.plan = plan;
        Arrays.fill(laneOf, (short) -1);
        state = new CircuitState(0);
        lead = new short[0];
        count = 0;
    }

    /// @param wanted the denmems whose circuits are computed
    /// @param known banks of the same plan: what is in one of them is copied, the others start
    /// @param before the lanes until now, of another plan
    /// @param inherited denmems that have a state in `before`
    private CircuitBank(
            CircuitPlan plan, BitSet wanted, List<CircuitBank> known, CircuitBank before, BitSet inherited) {
        this.plan = plan;
        CircuitTopology topology = plan.topology();
        wanted.stream().forEach(denmem -> roots.set(topology.circuit(denmem)));
        count = roots.cardinality();
        // of those that start
        @Nullable CircuitDesign[] designs = new @Nullable CircuitDesign[DENMEMS];
        @Nullable CircuitBank[] sources = new @Nullable CircuitBank[DENMEMS];
        int[] kind = new int[DENMEMS];
        for (int root = roots.nextSetBit(0); root >= 0; root = roots.nextSetBit(root + 1)) {
            CircuitBank source = source(known, root);
            if (source != null) {
                sources[root] = source;
                kind[root] = source.kind(root);
            } else {
                CircuitDesign design = plan.design(root);
                designs[root] = design;
                kind[root] = kind(design);
            }
        }
        Arrays.fill(laneOf, (short) -1);
        int lane = 0;
        for (int k = 0; k < KINDS; k++) {
            for (int root = roots.nextSetBit(0); root >= 0; root = roots.nextSetBit(root + 1)) {
                if (kind[root] == k) {
                    lane = place(root, lane, designs[root], sources[root]);
                }
            }
            ends[k] = lane;
        }
        state = new CircuitState(lane);
        lead = new short[lane];
        for (int root = roots.nextSetBit(0); root >= 0; root = roots.nextSetBit(root + 1)) {
            Circuit circuit = circuit(root);
            lead[circuit.firstLane()] = (short) circuit.lead();
            CircuitBank source = sources[root];
            CircuitDesign design = designs[root];
            if (source != null) {
                circuit.copy(source.circuit(root));
            } else if (design != null) {
                circuit.write(design);
                start(circuit, design, before, inherited);
            }
        }
    }

    private static @Nullable CircuitBank source(List<CircuitBank> known, int root) {
        for (CircuitBank bank : known) {
            if (bank.has(root)) {
                return bank;
            }
        }
        return null;
    }

    /// No circuits.
    static CircuitBank empty(CircuitPlan plan) {
        return new CircuitBank(plan);
    }

    /// The circuits of the `wanted` denmems in new lanes, by a new plan. Those with the lanes that they had go on; the
    /// others take over the charge of their denmems.
    ///
    /// @param inherited the denmems whose state goes on; others rest, even if they were computed
    CircuitBank next(CircuitPlan newPlan, BitSet wanted, BitSet inherited) {
        return new CircuitBank(newPlan, wanted, List.of(), this, inherited);
    }

    /// These circuits and those of `more` denmems, in new lanes.
    ///
    /// @param restCycle when the new ones were at rest
    CircuitBank with(BitSet more, long restCycle, long cycle) {
        CircuitBank joining = new CircuitBank(plan, more, List.of(), this, new BitSet());
        Relaxation.run(joining, restCycle, cycle);
        BitSet all = (BitSet) roots.clone();
        all.or(more);
        return new CircuitBank(plan, all, List.of(this, joining), this, new BitSet());
    }

    /// Gives the denmems of a circuit their lanes.
    ///
    /// @return the first lane behind it
    private int place(int root, int first, @Nullable CircuitDesign design, @Nullable CircuitBank source) {
        int[] members = plan.topology().members(root);
        int end = first;
        for (int m = 0; m < members.length; m++) {
            int lane = design != null
                    ? design.lane(m)
                    : Objects.requireNonNull(source).laneOf[members[m]]
                            - source.circuit(root).firstLane();
            laneOf[members[m]] = (short) (first + lane);
            end = Math.max(end, first + lane + 1);
        }
        return end;
    }

    private static void start(Circuit circuit, CircuitDesign design, CircuitBank before, BitSet inherited) {
        int root = circuit.members()[0];
        if (inherited.get(root) && before.circuit(root).sameLanes(circuit)) {
            circuit.resume(before.circuit(root));
        } else {
            circuit.rest(design);
            circuit.inherit(design, before, inherited);
        }
    }

    private static int kind(CircuitDesign design) {
        if (design.lanes().size() > 1) {
            return 2;
        }
        CircuitParameters p = design.lanes().getFirst();
        return p.exponential() || p.aSiemens() != 0 || p.bAmpere() != 0 ? 1 : 0;
    }

    private int kind(int denmem) {
        int kind = 0;
        while (laneOf[denmem] >= ends[kind]) {
            kind++;
        }
        return kind;
    }

    CircuitPlan plan() {
        return plan;
    }

    CircuitState state() {
        return state;
    }

    int lanes() {
        return state.lanes();
    }

    /// Number of circuits.
    int count() {
        return count;
    }

    /// All circuits, by their smallest denmem.
    List<Circuit> circuits() {
        List<Circuit> circuits = new ArrayList<>();
        roots.stream().forEach(root -> circuits.add(circuit(root)));
        return circuits;
    }

    /// Whether the circuit of a denmem is computed.
    boolean has(int denmem) {
        return laneOf[denmem] >= 0;
    }

    /// The circuit of a denmem that is computed.
    Circuit circuit(int denmem) {
        return new Circuit(this, denmem);
    }

    /// Lane of each denmem, -1 if it is not computed; not to be written to.
    short[] laneOf() {
        return laneOf;
    }

    /// Lane of a denmem, -1 if it is not computed.
    int lane(int denmem) {
        return laneOf[denmem];
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
            for (int lane = 0; lane < ends[0]; lane++) {
                allIntegrate &= state.isLif(lane);
            }
        }
        return allIntegrate;
    }

    /// One step of all circuits.
    void step(Kernels kernels, long cycle, SpikeBuffer spikes) {
        int integrators = ends[0];
        int singles = ends[1];
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
