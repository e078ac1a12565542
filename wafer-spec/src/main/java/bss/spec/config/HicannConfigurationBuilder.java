package bss.spec.config;

import java.util.Arrays;

/// Writes the register words of one chip; starts at the reset state.
public final class HicannConfigurationBuilder {

    private final int[][] words;
    private final byte[] synapses;
    private final CurrentStimulusConfig[] stimuli;
    private final StdpConfig[] stdp;

    public HicannConfigurationBuilder() {
        Component[] components = Component.values();
        words = new int[components.length][];
        for (Component c : components) {
            words[c.ordinal()] = new int[c == Component.SYNAPSE ? 0 : c.count()];
        }
        synapses = new byte[Component.SYNAPSE.count()];
        Arrays.fill(synapses, (byte) HicannConfiguration.DECODER_OFF);
        stimuli = new CurrentStimulusConfig[HicannConfiguration.STIMULI];
        Arrays.fill(stimuli, CurrentStimulusConfig.OFF);
        stdp = new StdpConfig[HicannConfiguration.HALVES];
        Arrays.fill(stdp, StdpConfig.RESET);
        Arrays.fill(words[Component.NEURON_HALF.ordinal()], NeuronHalfConfig.RESET.bits());
        resetMergers();
    }

    HicannConfigurationBuilder(int[][] words, byte[] synapses, CurrentStimulusConfig[] stimuli, StdpConfig[] stdp) {
        this.words = words;
        this.synapses = synapses;
        this.stimuli = stimuli;
        this.stdp = stdp;
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
        return component == Component.SYNAPSE ? synapses[index] & 0xff : words[component.ordinal()][index];
    }

    /// Writes a register word; bits above the component's width are an error.
    public HicannConfigurationBuilder set(Component component, int index, int word) {
        if (word >>> component.bits() != 0) {
            throw new IllegalArgumentException(
                    "word %d of %s is 0x%x, must fit %d bits".formatted(index, component, word, component.bits()));
        }
        if (component == Component.SYNAPSE) {
            synapses[index] = (byte) word;
        } else {
            words[component.ordinal()][index] = word;
        }
        return this;
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
        int[][] packed = new int[words.length][];
        for (Component c : Component.values()) {
            packed[c.ordinal()] = Packing.pack(c, words[c.ordinal()]);
        }
        return new HicannConfiguration(packed, synapses.clone(), stimuli.clone(), stdp.clone());
    }
}
