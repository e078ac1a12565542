package bss.calibration.measure.bench;

import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.NeuronHalfConfig;
import bss.spec.fg.CellKind;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.NeuronParameter;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.CircuitMode;
import bss.spec.transfer.SpeedMode;
import java.util.Arrays;

/// The configuration that an experiment writes, and how long it records. It starts with quiet integrate-and-fire
/// circuits: inputs, exponential and adaptation off, threshold out of reach, shortest refractory time.
public final class Setting {

    private final HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
    private boolean firing;
    private boolean current;
    private boolean joined;
    private int[] synapseRows = {};
    private int synapseWeight;
    private double settleSecond;
    private double recordSecond = 1e-6;

    public Setting() {
        for (NeuronParameter parameter : NeuronParameter.values()) {
            code(parameter, parameter.defaultCode());
        }
        volt(NeuronParameter.V_T, 1.4).volt(NeuronParameter.E_L, 0.8);
        code(NeuronParameter.I_CONVX, 0).code(NeuronParameter.I_CONVI, 0);
        code(NeuronParameter.V_EXP, FloatingGates.MAX_CODE);
        code(NeuronParameter.I_REXP, FloatingGates.MAX_CODE);
        code(NeuronParameter.I_BEXP, FloatingGates.MAX_CODE);
        code(NeuronParameter.I_PL, FloatingGates.MAX_CODE);
        code(NeuronParameter.I_RADAPT, FloatingGates.MAX_CODE);
        code(NeuronParameter.I_GLADAPT, 0).code(NeuronParameter.I_FIRE, 0);
        for (SharedParameter parameter : SharedParameter.values()) {
            shared(parameter, parameter.defaultCode());
        }
        reset(0.5);
    }

    /// What else has to be written: routes, rows, synapses.
    public HicannConfigurationBuilder bits() {
        return bits;
    }

    /// A code of one denmem.
    public Setting code(int denmem, NeuronParameter parameter, int code) {
        int block = NeuronTopology.fgBlock(denmem);
        bits.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(denmem), code);
        return this;
    }

    /// A code of all denmems.
    public Setting code(NeuronParameter parameter, int code) {
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            code(d, parameter, code);
        }
        return this;
    }

    /// The code that is ideally this voltage, for all denmems.
    public Setting volt(NeuronParameter parameter, double volt) {
        return code(parameter, codeOf(CellKind.VOLTAGE, volt));
    }

    /// The code of a parameter that each block shares.
    public Setting shared(SharedParameter parameter, int code) {
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            if (parameter.existsIn(block)) {
                bits.floatingGate(block, parameter.row(block), FloatingGates.SHARED_COLUMN, code);
            }
        }
        return this;
    }

    /// The code that is ideally this reset potential, for all blocks.
    public Setting reset(double volt) {
        return shared(SharedParameter.V_RESET, codeOf(CellKind.VOLTAGE, volt));
    }

    /// Comparators of the observed denmems on.
    public Setting firing() {
        firing = true;
        return this;
    }

    /// Slow mirrors of the leak, for membranes that leak little.
    public Setting slowLeak() {
        CircuitMode mode = new CircuitMode(true, SpeedMode.SLOW, SpeedMode.NORMAL, SpeedMode.NORMAL);
        bits.neuronHalf(0, new NeuronHalfConfig(mode));
        bits.neuronHalf(1, new NeuronHalfConfig(mode));
        return this;
    }

    /// The 64 denmems of each neuron block shorted to one membrane.
    public Setting joined() {
        joined = true;
        return this;
    }

    /// A current into the observed denmems.
    public Setting current(CurrentStimulusConfig stimulus) {
        current = true;
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            bits.currentStimulus(block, stimulus);
        }
        return this;
    }

    /// In these rows, at most one of them in each half of the chip, the synapses of the observed denmems listen to
    /// address 0.
    public Setting synapses(int[] rows, int weight) {
        synapseRows = rows.clone();
        synapseWeight = weight;
        return this;
    }

    /// Switches the synapses of a denmem on, or off again.
    void synapses(int denmem, boolean on) {
        for (int row : synapseRows) {
            int column = NeuronTopology.x(denmem);
            if (NeuronTopology.denmemOfSynapse(row, column) == denmem) {
                bits.synapse(row, column, on ? synapseWeight : 0, on ? 0 : HicannConfiguration.DECODER_OFF);
            }
        }
    }

    boolean hasSynapses() {
        return synapseRows.length > 0;
    }

    /// Waits, then records.
    public Setting time(double settle, double record) {
        settleSecond = settle;
        recordSecond = record;
        return this;
    }

    boolean isFiring() {
        return firing;
    }

    boolean hasCurrent() {
        return current;
    }

    boolean isJoined() {
        return joined;
    }

    double settleSecond() {
        return settleSecond;
    }

    double recordSecond() {
        return recordSecond;
    }

    /// Takes back what the last round wrote to neurons.
    static void clearNeurons(HicannConfigurationBuilder bits) {
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            bits.denmem(d, DenmemConfig.RESET);
        }
    }

    /// The code of an ideal voltage or current.
    public static int codeOf(CellKind kind, double si) {
        return FloatingGates.nearestCode(si / kind.siPerCode());
    }

    /// The codes of ideal voltages.
    public static int[] codesOf(double[] volts) {
        return Arrays.stream(volts).mapToInt(v -> codeOf(CellKind.VOLTAGE, v)).toArray();
    }
}
