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
/// are asked for. The first three are there from the start; others join, at rest, when they are needed. Whenever the
/// set of circuits changes all get new lanes, with their state; a circuit whose switches change inherits the charge of
/// its denmems.
final class ChipCircuits {

    private static final int DENMEMS = NeuronTopology.DENMEMS;

    private final Silicon silicon;
    private WrittenChip chip;
    private CircuitBank bank;
    /// L1 address of each denmem, -1 if its spikes go nowhere.
    private final byte[] address = new byte[DENMEMS];

    /// Inputs that are switched on, by `2 * denmem + right`.
    private final BitSet inputs = new BitSet();

    private final BitSet wanted = new BitSet();
    private final CurrentStimuli stimuli;
    private final ChipPlasticity plasticity;
    private int layout;

    /// The circuits of a chip at rest, whose stimuli start at `cycle`.
    ChipCircuits(Silicon silicon, WrittenChip chip, long cycle) {
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
        bank = bank.next(CircuitPlan.of(silicon, chip), wanted);
        layout++;
        plasticity.configure(next, cycle);
        stimuli.configure(chip, bank, cycle, restartStimuli);
    }

    /// The circuit of a denmem, computed from now on if it was not.
    Circuit demand(int denmem, long cycle) {
        if (!bank.has(denmem)) {
            BitSet one = new BitSet();
            one.set(denmem);
            demandAll(one, cycle);
        }
        return bank.circuit(denmem);
    }

    /// Computes the circuits of these denmems from now on.
    void demandAll(BitSet denmems, long cycle) {
        boolean missing = false;
        for (int d = denmems.nextSetBit(0); d >= 0; d = denmems.nextSetBit(d + 1)) {
            missing |= !bank.has(d);
        }
        wanted.or(denmems);
        if (missing) {
            bank = bank.with(wanted);
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
