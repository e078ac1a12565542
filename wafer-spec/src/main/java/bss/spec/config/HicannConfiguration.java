package bss.spec.config;

import java.util.Arrays;
import java.util.Set;

/// The configuration of one HICANN chip, immutable: all register words of [Component] and the tables of the current
/// stimuli and of the STDP controllers.
///
/// After reset every synapse has decoder 1 and weight 0 (decoder value 1 is reserved for "off", because weight 0
/// still delivers charge), drivers, repeaters, switches and links are off, and the merger tree sends block i to
/// output i. Source: halbe, `hal/HICANN/MergerTree.h`; calibtic, `SynapseDecoderDisablingSynapse.h`.
public final class HicannConfiguration {

    /// Decoder value of a synapse that is not used; no L1 address with these lower four bits may be assigned.
    public static final int DECODER_OFF = 1;

    public static final int COLUMNS = 256;
    public static final int FG_BLOCKS = 4;
    public static final int FG_ROWS = 24;
    public static final int FG_COLUMNS = 129;

    static final int STIMULI = 4;
    static final int HALVES = 2;

    /// A chip after reset, with floating gates at 0.
    public static final HicannConfiguration RESET = HicannConfigurationBuilder.reset();

    /// Of each component the words as [Packing] has them; none for the synapses.
    private final int[][] packed;

    private final byte[] synapses;
    private final CurrentStimulusConfig[] stimuli;
    private final StdpConfig[] stdp;

    HicannConfiguration(int[][] packed, byte[] synapses, CurrentStimulusConfig[] stimuli, StdpConfig[] stdp) {
        this.packed = packed;
        this.synapses = synapses;
        this.stimuli = stimuli;
        this.stdp = stdp;
    }

    /// A builder that starts from this configuration.
    public HicannConfigurationBuilder toBuilder() {
        return new HicannConfigurationBuilder(this);
    }

    /// As [Packing] has them, by component; not to be written to.
    int[][] packed() {
        return packed;
    }

    /// As [#synapses]; not to be written to.
    byte[] sharedSynapses() {
        return synapses;
    }

    CurrentStimulusConfig[] stimuli() {
        return stimuli;
    }

    StdpConfig[] stdp() {
        return stdp;
    }

    /// The register word of a component.
    public int word(Component component, int index) {
        return component == Component.SYNAPSE
                ? synapses[index] & 0xff
                : Packing.word(component, packed[component.ordinal()], index);
    }

    /// All synapses as bytes, weight in the upper and decoder in the lower four bits, by row * 256 + column (a copy).
    public byte[] synapses() {
        return synapses.clone();
    }

    /// This configuration with the parts of `stages` replaced by those of `other`.
    public HicannConfiguration with(HicannConfiguration other, Set<ConfigurationStage> stages) {
        int[][] merged = new int[packed.length][];
        for (Component c : Component.values()) {
            merged[c.ordinal()] = (stages.contains(c.stage()) ? other : this).packed[c.ordinal()];
        }
        return new HicannConfiguration(
                merged,
                (stages.contains(ConfigurationStage.SYNAPSES) ? other : this).synapses,
                (stages.contains(ConfigurationStage.CURRENT_STIMULUS) ? other : this).stimuli,
                (stages.contains(ConfigurationStage.PLASTICITY) ? other : this).stdp);
    }

    public DenmemConfig denmem(int denmem) {
        return DenmemConfig.fromBits(word(Component.DENMEM, denmem));
    }

    public QuadConfig quad(int quad) {
        return QuadConfig.fromBits(word(Component.QUAD, quad));
    }

    /// Settings of a half: 0 top, 1 bottom.
    public NeuronHalfConfig neuronHalf(int half) {
        return NeuronHalfConfig.fromBits(word(Component.NEURON_HALF, half));
    }

    /// A merger of the tree: M0_0 to M0_7 = 0 to 7, M1 = 8 to 11, M2 = 12 and 13, M3 = 14.
    public MergerConfig merger(int merger) {
        return MergerConfig.fromBits(word(Component.MERGER, merger));
    }

    public MergerConfig dncMerger(int dncMerger) {
        return MergerConfig.fromBits(word(Component.DNC_MERGER, dncMerger));
    }

    public BackgroundGeneratorConfig backgroundGenerator(int generator) {
        return BackgroundGeneratorConfig.fromBits(word(Component.BACKGROUND_GENERATOR, generator));
    }

    public int backgroundSeed() {
        return word(Component.BACKGROUND_SEED, 0);
    }

    public LinkDirection link(int link) {
        return LinkDirection.fromBits(word(Component.LINK, link));
    }

    public boolean timestampEnable() {
        return word(Component.TIMESTAMP_ENABLE, 0) != 0;
    }

    public RepeaterConfig horizontalRepeater(int hline) {
        return RepeaterConfig.fromBits(word(Component.HORIZONTAL_REPEATER, hline));
    }

    public RepeaterConfig verticalRepeater(int vline) {
        return RepeaterConfig.fromBits(word(Component.VERTICAL_REPEATER, vline));
    }

    /// Whether the switch 8 * HLine + position is closed.
    public boolean crossbarSwitch(int index) {
        return word(Component.CROSSBAR_SWITCH, index) != 0;
    }

    /// Whether the switch (side * 224 + row) * 16 + position is closed.
    public boolean synapseSwitch(int index) {
        return word(Component.SYNAPSE_SWITCH, index) != 0;
    }

    public SynapseDriverConfig synapseDriver(int driver) {
        return SynapseDriverConfig.fromBits(word(Component.SYNAPSE_DRIVER, driver));
    }

    public SynapseRowConfig synapseRow(int row) {
        return SynapseRowConfig.fromBits(word(Component.SYNAPSE_ROW, row));
    }

    /// 4-bit weight, 0 to 15.
    public int weight(int row, int column) {
        return synapses[row * COLUMNS + column] >>> 4 & 15;
    }

    /// 4-bit decoder: the lower bits of the address that the synapse listens to.
    public int decoder(int row, int column) {
        return synapses[row * COLUMNS + column] & 15;
    }

    /// 10-bit value of a cell; block 2 * y + x, column 0 shared, 1 to 128 one per denmem.
    public int floatingGate(int block, int row, int column) {
        return word(Component.FLOATING_GATE, floatingGateIndex(block, row, column));
    }

    public AnalogOutputConfig analogOutput(int output) {
        return AnalogOutputConfig.fromBits(word(Component.ANALOG_OUTPUT, output));
    }

    /// The stimulus of a floating-gate block.
    public CurrentStimulusConfig currentStimulus(int block) {
        return stimuli[block];
    }

    /// The controller of a half: 0 top, 1 bottom.
    public StdpConfig stdp(int half) {
        return stdp[half];
    }

    /// Index of a cell among the words of [Component#FLOATING_GATE].
    public static int floatingGateIndex(int block, int row, int column) {
        Bits.range("floating-gate block", block, FG_BLOCKS - 1);
        Bits.range("floating-gate row", row, FG_ROWS - 1);
        Bits.range("floating-gate column", column, FG_COLUMNS - 1);
        return (block * FG_ROWS + row) * FG_COLUMNS + column;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HicannConfiguration o
                && Arrays.deepEquals(packed, o.packed)
                && Arrays.equals(synapses, o.synapses)
                && Arrays.equals(stimuli, o.stimuli)
                && Arrays.equals(stdp, o.stdp);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(packed) + Arrays.hashCode(synapses);
    }
}
