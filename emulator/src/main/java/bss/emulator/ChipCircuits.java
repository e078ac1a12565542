package bss.emulator;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.BitSet;

/// The neuron circuits of one chip, and the plasticity of its synapses.
///
/// Computed are circuits that fire, show their membrane on an analog output, take a stimulus, are hit by a synapse, or
/// are asked for. The first three are there from the start; others join when they are needed, with the state that they
/// would have if they had been computed since the chip was configured: by themselves, from rest. A denmem that was
/// computed once stays so until the reset. Whenever the set of circuits changes all get new lanes, with their state; a
/// circuit whose switches change inherits the charge of its denmems. What is not computed until then rests: to write
/// the
/// floating gates takes seconds.
final class ChipCircuits {

    private static final int DENMEMS = NeuronTopology.DENMEMS;

    private final Silicon silicon;
    private WrittenChip chip;
    private CircuitBank bank;
    /// L1 address of each denmem, -1 if its spikes go nowhere.
    private final byte[] address = new byte[DENMEMS];

    /// Inputs that are switched on, by `2 * denmem + right`.
    private final BitSet inputs = new BitSet();

    /// Denmems whose circuits have to be computed.
    private final BitSet wanted = new BitSet();
    /// Whether the others are computed too, from rest at each configuration.
    private final boolean every;
    /// When the others were at rest.
    private long restCycle;

    private final CurrentStimuli stimuli;
    private final ChipPlasticity plasticity;
    private int layout;

    /// The circuits of a chip at rest, whose stimuli start at `cycle`.
    ///
    /// @param every whether to compute circuits that nothing sees too
    ChipCircuits(Silicon silicon, WrittenChip chip, boolean every, long cycle) {
        this.every = every;
        this.silicon = silicon;
        this.chip = chip;
        bank = CircuitBank.empty(CircuitPlan.of(silicon, chip));
        stimuli = new CurrentStimuli(silicon);
        plasticity = new ChipPlasticity(silicon, chip, cycle);
        configure(chip, cycle, true);
    }

    /// Takes a new configuration; V, w and g go on.
    ///
    /// @param restartStimuli whether the current stimuli start again at `cycle`
    void configure(WrittenChip next, long cycle, boolean restartStimuli) {
        chip = next;
        restCycle = cycle;
        BitSet before = (BitSet) wanted.clone();
        HicannConfiguration config = next.config();
        for (int d = 0; d < DENMEMS; d++) {
            DenmemConfig denmem = config.denmem(d);
            address[d] = (byte) (denmem.enableSpl1Output() ? denmem.address() : -1);
            int block = NeuronTopology.fgBlock(d);
            int column = NeuronTopology.fgColumn(d);
            inputs.set(2 * d, config.floatingGate(block, NeuronParameter.I_CONVX.row(block), column) != 0);
            inputs.set(2 * d + 1, config.floatingGate(block, NeuronParameter.I_CONVI.row(block), column) != 0);
            if (denmem.activateFiring()
                    || denmem.enableAout()
                    || (denmem.enableCurrentInput()
                            && config.currentStimulus(NeuronTopology.sharedFgBlock(d))
                                    .active())) {
                wanted.set(d);
            }
        }
        CircuitPlan plan = CircuitPlan.of(silicon, chip);
        complete(plan);
        BitSet computed = wanted;
        if (every) {
            computed = new BitSet();
            computed.set(0, DENMEMS);
        }
        bank = bank.next(plan, computed, before);
        layout++;
        plasticity.configure(next, cycle);
        stimuli.configure(chip, bank, cycle, restartStimuli);
    }

    /// Wants all denmems of each circuit that is wanted.
    private void complete(CircuitPlan plan) {
        for (int d = 0; d < DENMEMS; d++) {
            if (wanted.get(d)) {
                for (int member : plan.topology().members(d)) {
                    wanted.set(member);
                }
            }
        }
    }

    /// The circuit of a denmem, computed from now on if it was not.
    Circuit demand(int denmem, long cycle) {
        if (!wanted.get(denmem)) {
            BitSet one = new BitSet();
            one.set(denmem);
            demandAll(one, cycle);
        }
        return bank.circuit(denmem);
    }

    /// Computes the circuits of these denmems from now on.
    void demandAll(BitSet denmems, long cycle) {
        BitSet more = (BitSet) denmems.clone();
        more.andNot(wanted);
        if (more.isEmpty()) {
            return;
        }
        wanted.or(more);
        complete(bank.plan());
        if (!every) {
            bank = bank.with(more, restCycle, cycle);
            layout++;
            stimuli.configure(chip, bank, cycle, false);
        }
    }

    /// The chip as its working parts carry it out.
    WrittenChip chip() {
        return chip;
    }

    CurrentStimuli stimuli() {
        return stimuli;
    }

    CircuitBank bank() {
        return bank;
    }

    /// Number of the present arrangement of lanes.
    int layout() {
        return layout;
    }

    /// Lane of a denmem, -1 if it is not computed.
    int lane(int denmem) {
        return bank.lane(denmem);
    }

    ChipPlasticity plasticity() {
        return plasticity;
    }

    /// Whether a denmem's left or right synaptic input is on.
    boolean inputIsOn(int denmem, boolean right) {
        return inputs.get(2 * denmem + (right ? 1 : 0));
    }

    /// Whether the synapse at a row with this setting and a column feeds the left or right input of its denmem.
    boolean feeds(SynapseRowConfig config, int row, int column, boolean right) {
        return config.gmaxDivisor() != 0
                && (right ? config.synInRight() : config.synInLeft())
                && inputIsOn(NeuronTopology.denmemOfSynapse(row, column), right);
    }

    /// L1 address of a denmem's spikes, or -1 if they go nowhere.
    int address(int denmem) {
        return address[denmem];
    }

    /// The denmems joined with `denmem`, ascending.
    int[] members(int denmem) {
        return bank.plan().topology().members(denmem);
    }
}
