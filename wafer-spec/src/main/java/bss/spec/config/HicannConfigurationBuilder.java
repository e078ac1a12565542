package bss.spec.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes the register words of one chip; starts at the reset state.
///
/// What is not written stays shared with the configuration that the builder started from: chips that differ in a few
/// components hold the others once.
public final class HicannConfigurationBuilder {

    /// By component, as [Packing] has them; holds where `words` has null.
    private final int[][] packed;

    /// By component; null until one of its words is changed.
    private final int[] @Nullable [] words = new int[Component.values().length] @Nullable [];

    private byte[] synapses;
    /// Whether a configuration has `synapses` too.
    private boolean synapsesShared = true;

    private final CurrentStimulusConfig[] stimuli;
    private final StdpConfig[] stdp;

    public HicannConfigurationBuilder() {
        this(HicannConfiguration.RESET);
    }

    HicannConfigurationBuilder(HicannConfiguration from) {
        this(from.packed(), from.sharedSynapses(), from.stimuli(), from.stdp());
    }

    private HicannConfigurationBuilder(
            int[][] packed, byte[] synapses, CurrentStimulusConfig[] stimuli, StdpConfig[] stdp) {
        this.packed = packed.clone();
        this.synapses = synapses;
        this.stimuli = stimuli.clone();
        this.stdp = stdp.clone();
    }

    /// The state after reset, with floating gates at 0.
    static HicannConfiguration reset() {
        int[][] zero = new int[Component.values().length][];
        for (Component c : Component.values()) {
            zero[c.ordinal()] = Packing.pack(c, new int[c == Component.SYNAPSE ? 0 : c.count()]);
        }
        byte[] synapses = new byte[Component.SYNAPSE.count()];
        Arrays.fill(synapses, (byte) HicannConfiguration.DECODER_OFF);
        CurrentStimulusConfig[] stimuli = new CurrentStimulusConfig[HicannConfiguration.STIMULI];
        Arrays.fill(stimuli, CurrentStimulusConfig.OFF);
        StdpConfig[] stdp = new StdpConfig[HicannConfiguration.HALVES];
        Arrays.fill(stdp, StdpConfig.RESET);
        HicannConfigurationBuilder builder = new HicannConfigurationBuilder(zero, synapses, stimuli, stdp);
        for (int half = 0; half < HicannConfiguration.HALVES; half++) {
            builder.neuronHalf(half, NeuronHalfConfig.RESET);
        }
        builder.resetMergers();
        return builder.build();
    }

    /// Level 0 merges background and neurons; above, the path of each block to the output of its own number.
    private void resetMergers() {
        MergerConfig merge = new MergerConfig(MergerConfig.Mode.MERGE, false);
        MergerConfig left = new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false);
        MergerConfig right = new MergerConfig(MergerConfig.Mode.RIGHT_ONLY, false);
        MergerConfig[] tree = {
            merge, merge, merge, merge, merge, merge, merge, merge, right, right, right, left, right, left, left
        };
        for (int m = 0; m < tree.length; m++) {
            set(Component.MERGER, m, tree[m].bits());
        }
        for (int d = 0; d < Component.DNC_MERGER.count(); d++) {
            set(Component.DNC_MERGER, d, merge.bits());
        }
    }

    /// The register word as it stands now.
    public int word(Component component, int index) {
        if (component == Component.SYNAPSE) {
            return synapses[index] & 0xff;
        }
        int @Nullable [] changed = words[component.ordinal()];
        return changed == null ? Packing.word(component, packed[component.ordinal()], index) : changed[index];
    }

    /// Writes a register word; bits above the component's width are an error.
    public HicannConfigurationBuilder set(Component component, int index, int word) {
        if (word >>> component.bits() != 0) {
            throw new IllegalArgumentException(
                    "word %d of %s is 0x%x, must fit %d bits".formatted(index, component, word, component.bits()));
        }
        if (component == Component.SYNAPSE) {
            setSynapse(index, (byte) word);
        } else {
            setWord(component, index, word);
        }
        return this;
    }

    private void setWord(Component component, int index, int word) {
        int @Nullable [] changed = words[component.ordinal()];
        if (changed == null) {
            int[] before = packed[component.ordinal()];
            if (Packing.word(component, before, index) == word) {
                return;
            }
            changed = Packing.unpack(component, before);
            words[component.ordinal()] = changed;
        }
        changed[index] = word;
    }

    private void setSynapse(int index, byte word) {
        if (synapsesShared && synapses[index] != word) {
            synapses = synapses.clone();
            synapsesShared = false;
        }
        if (!synapsesShared) {
            synapses[index] = word;
        }
    }

    public HicannConfigurationBuilder denmem(int denmem, DenmemConfig config) {
        return set(Component.DENMEM, denmem, config.bits());
    }

    public HicannConfigurationBuilder quad(int quad, QuadConfig config) {
        return set(Component.QUAD, quad, config.bits());
    }

    public HicannConfigurationBuilder neuronHalf(int half, NeuronHalfConfig config) {
        return set(Component.NEURON_HALF, half, config.bits());
    }

    public HicannConfigurationBuilder merger(int merger, MergerConfig config) {
        return set(Component.MERGER, merger, config.bits());
    }

    public HicannConfigurationBuilder dncMerger(int dncMerger, MergerConfig config) {
        return set(Component.DNC_MERGER, dncMerger, config.bits());
    }

    public HicannConfigurationBuilder backgroundGenerator(int generator, BackgroundGeneratorConfig config) {
        return set(Component.BACKGROUND_GENERATOR, generator, config.bits());
    }

    public HicannConfigurationBuilder backgroundSeed(int seed) {
        return set(Component.BACKGROUND_SEED, 0, seed);
    }

    public HicannConfigurationBuilder link(int link, LinkDirection direction) {
        return set(Component.LINK, link, direction.bits());
    }

    public HicannConfigurationBuilder timestampEnable(boolean enable) {
        return set(Component.TIMESTAMP_ENABLE, 0, enable ? 1 : 0);
    }

    public HicannConfigurationBuilder horizontalRepeater(int hline, RepeaterConfig config) {
        return set(Component.HORIZONTAL_REPEATER, hline, config.bits());
    }

    public HicannConfigurationBuilder verticalRepeater(int vline, RepeaterConfig config) {
        return set(Component.VERTICAL_REPEATER, vline, config.bits());
    }

    public HicannConfigurationBuilder crossbarSwitch(int index, boolean closed) {
        return set(Component.CROSSBAR_SWITCH, index, closed ? 1 : 0);
    }

    public HicannConfigurationBuilder synapseSwitch(int index, boolean closed) {
        return set(Component.SYNAPSE_SWITCH, index, closed ? 1 : 0);
    }

    public HicannConfigurationBuilder synapseDriver(int driver, SynapseDriverConfig config) {
        return set(Component.SYNAPSE_DRIVER, driver, config.bits());
    }

    public HicannConfigurationBuilder synapseRow(int row, SynapseRowConfig config) {
        return set(Component.SYNAPSE_ROW, row, config.bits());
    }

    public HicannConfigurationBuilder synapse(int row, int column, int weight, int decoder) {
        Bits.range("weight", weight, 15);
        Bits.range("synapse decoder", decoder, 15);
        return set(Component.SYNAPSE, row * HicannConfiguration.COLUMNS + column, weight << 4 | decoder);
    }

    /// Writes a cell with 0 to 1023.
    public HicannConfigurationBuilder floatingGate(int block, int row, int column, int value) {
        return set(Component.FLOATING_GATE, HicannConfiguration.floatingGateIndex(block, row, column), value);
    }

    public HicannConfigurationBuilder analogOutput(int output, AnalogOutputConfig config) {
        return set(Component.ANALOG_OUTPUT, output, config.bits());
    }

    public HicannConfigurationBuilder currentStimulus(int block, CurrentStimulusConfig config) {
        stimuli[block] = config;
        return this;
    }

    public HicannConfigurationBuilder stdp(int half, StdpConfig config) {
        stdp[half] = config;
        return this;
    }

    /// The configuration so far; the builder can go on.
    public HicannConfiguration build() {
        for (Component c : Component.values()) {
            int @Nullable [] changed = words[c.ordinal()];
            if (changed != null) {
                packed[c.ordinal()] = Packing.pack(c, changed);
            }
        }
        synapsesShared = true;
        return new HicannConfiguration(packed.clone(), synapses, stimuli.clone(), stdp.clone());
    }
}
