package bss.emulator;

import bss.emulator.build.CircuitDecoder;
import bss.emulator.build.CircuitDesign;
import bss.emulator.build.CircuitTopology;
import bss.emulator.kernel.Receptor;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The neuron circuits of one chip.
///
/// Computed are circuits that fire, show their membrane on an analog output, take a stimulus, are hit by a synapse, or
/// are asked for. The first three are there from the start, in one bank; others join when they are needed, at rest, in
/// banks of their own. A circuit whose switches change gets new lanes, which inherit the charge of its denmems.
final class ChipCircuits {

    private static final int DENMEMS = NeuronTopology.DENMEMS;

    private final CircuitDecoder decoder;
    private HicannConfiguration chip;
    private CircuitTopology topology;
    private final List<CircuitBank> banks = new ArrayList<>();
    private final @Nullable Circuit[] circuitOf = new @Nullable Circuit[DENMEMS];
    /// L1 address of each denmem, -1 if its spikes go nowhere.
    private final int[] address = new int[DENMEMS];

    private final BitSet wanted = new BitSet();
    private final CurrentStimuli stimuli = new CurrentStimuli();
    private int lanes;
    /// Number of the bank of each lane.
    private int[] bankOf = new int[0];

    private int computed;

    /// The circuits of a chip at rest, whose stimuli start at `cycle`.
    ChipCircuits(CircuitDecoder decoder, HicannConfiguration chip, long cycle) {
        this.decoder = decoder;
        this.chip = chip;
        topology = new CircuitTopology(chip);
        configure(chip, cycle, true);
    }

    /// Takes a new configuration; V, w and g go on.
    ///
    /// @param restartStimuli whether the current stimuli start again at `cycle`
    void configure(HicannConfiguration next, long cycle, boolean restartStimuli) {
        chip = next;
        topology = new CircuitTopology(next);
        for (int d = 0; d < DENMEMS; d++) {
            DenmemConfig denmem = next.denmem(d);
            address[d] = denmem.enableSpl1Output() ? denmem.address() : -1;
            if (denmem.activateFiring()
                    || denmem.enableAout()
                    || (denmem.enableCurrentInput()
                            && next.currentStimulus(NeuronTopology.sharedFgBlock(d))
                                    .active())) {
                wanted.set(d);
            }
        }
        List<CircuitDesign> changed = new ArrayList<>();
        List<CircuitDesign> kept = new ArrayList<>();
        for (int d = wanted.nextSetBit(0); d >= 0; d = wanted.nextSetBit(d + 1)) {
            int root = topology.circuit(d);
            if (!contains(kept, root) && !contains(changed, root)) {
                CircuitDesign design = design(d);
                Circuit old = circuitOf[root];
                (old != null && old.design().sameLanes(design) ? kept : changed).add(design);
            }
        }
        for (CircuitDesign design : kept) {
            Circuit circuit = circuit(design.members()[0]);
            circuit.redesign(design);
            circuit.bank().setLead(circuit.firstLane(), design.lead());
        }
        replace(changed);
        stimuli.configure(next, current(), cycle, restartStimuli);
    }

    private static boolean contains(List<CircuitDesign> designs, int root) {
        for (int k = designs.size() - 1; k >= 0; k--) {
            if (designs.get(k).members()[0] == root) {
                return true;
            }
        }
        return false;
    }

    private CircuitDesign design(int denmem) {
        return CircuitDesign.of(decoder, chip, topology.members(denmem), topology.lead(denmem));
    }

    private void replace(List<CircuitDesign> designs) {
        if (designs.isEmpty()) {
            return;
        }
        CircuitBank bank = new CircuitBank(designs, lanes);
        for (Circuit circuit : bank.circuits()) {
            circuit.rest();
            circuit.inherit(circuitOf);
        }
        for (Circuit circuit : bank.circuits()) {
            for (int d : circuit.design().members()) {
                Circuit old = circuitOf[d];
                if (old != null) {
                    old.bank().setLead(old.firstLane(), -1);
                }
                circuitOf[d] = circuit;
            }
        }
        int end = lanes + bank.lanes();
        bankOf = Arrays.copyOf(bankOf, end);
        Arrays.fill(bankOf, lanes, end, banks.size());
        banks.add(bank);
        lanes = end;
        computed = current().size();
    }

    private Circuit circuit(int denmem) {
        Circuit circuit = circuitOf[denmem];
        if (circuit == null) {
            throw new IllegalStateException("denmem %d is not computed".formatted(denmem));
        }
        return circuit;
    }

    /// The circuit of a denmem, computed from now on if it was not.
    Circuit demand(int denmem, long cycle) {
        if (circuitOf[denmem] == null) {
            BitSet one = new BitSet();
            one.set(denmem);
            demandAll(one, cycle);
        }
        return circuit(denmem);
    }

    /// Computes the circuits of these denmems from now on.
    void demandAll(BitSet denmems, long cycle) {
        List<CircuitDesign> designs = new ArrayList<>();
        for (int d = denmems.nextSetBit(0); d >= 0; d = denmems.nextSetBit(d + 1)) {
            if (circuitOf[d] == null && !contains(designs, topology.circuit(d))) {
                designs.add(design(d));
            }
        }
        if (!designs.isEmpty()) {
            wanted.or(denmems);
            replace(designs);
            stimuli.configure(chip, current(), cycle, false);
        }
    }

    /// Circuits that are computed now, by smallest denmem.
    private List<Circuit> current() {
        TreeMap<Integer, Circuit> found = new TreeMap<>();
        for (int d = 0; d < DENMEMS; d++) {
            Circuit circuit = circuitOf[d];
            if (circuit != null) {
                found.put(circuit.design().members()[0], circuit);
            }
        }
        return List.copyOf(found.values());
    }

    CurrentStimuli stimuli() {
        return stimuli;
    }

    void addInput(int lane, Receptor receptor, int conductance) {
        CircuitBank bank = banks.get(bankOf[lane]);
        bank.state().addInput(lane - bank.base(), receptor, conductance);
    }

    /// Circuits computed in a step.
    int computed() {
        return computed;
    }

    List<CircuitBank> banks() {
        return banks;
    }

    /// L1 address of a denmem's spikes, or -1 if they go nowhere.
    int address(int denmem) {
        return address[denmem];
    }

    /// The denmem that fires for the circuit of `denmem`, or -1.
    int lead(int denmem) {
        return topology.lead(denmem);
    }
}
