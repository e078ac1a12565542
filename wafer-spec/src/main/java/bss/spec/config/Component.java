package bss.spec.config;

/// The kinds of register words of a chip: how many there are, in which index order, and how many bits each has.
public enum Component {
    /// [DenmemConfig] by denmem, 256 * y + x.
    DENMEM(512, DenmemConfig.BITS, ConfigurationStage.NEURONS),
    /// [QuadConfig] by quad, x div 2.
    QUAD(128, QuadConfig.BITS, ConfigurationStage.NEURONS),
    /// [NeuronHalfConfig]: top, bottom.
    NEURON_HALF(2, NeuronHalfConfig.BITS, ConfigurationStage.NEURONS),
    /// [MergerConfig] of the tree: M0_0 to M0_7, M1_0 to M1_3, M2_0, M2_1, M3.
    MERGER(15, 3, ConfigurationStage.MERGER_TREE),
    /// [MergerConfig] by DNC merger.
    DNC_MERGER(8, MergerConfig.BITS, ConfigurationStage.MERGER_TREE),
    /// [BackgroundGeneratorConfig] by generator.
    BACKGROUND_GENERATOR(8, BackgroundGeneratorConfig.BITS, ConfigurationStage.MERGER_TREE),
    /// The one seed of all background generators; 0 freezes the random ones.
    BACKGROUND_SEED(1, 16, ConfigurationStage.MERGER_TREE),
    /// [LinkDirection] by Gbit link.
    LINK(8, LinkDirection.BITS, ConfigurationStage.MERGER_TREE),
    /// 1: events from the FPGA wait in the chip for their release time.
    TIMESTAMP_ENABLE(1, 1, ConfigurationStage.MERGER_TREE),
    /// [RepeaterConfig] by HLine, 0 (top) to 63.
    HORIZONTAL_REPEATER(64, RepeaterConfig.BITS, ConfigurationStage.L1_ROUTING),
    /// [RepeaterConfig] by VLine, 0 to 255.
    VERTICAL_REPEATER(256, RepeaterConfig.BITS, ConfigurationStage.L1_ROUTING),
    /// Closed (1) or open, 8 * HLine + position.
    CROSSBAR_SWITCH(512, 1, ConfigurationStage.L1_ROUTING),
    /// Closed (1) or open, (side * 224 + row) * 16 + position.
    SYNAPSE_SWITCH(7168, 1, ConfigurationStage.L1_ROUTING),
    /// [SynapseDriverConfig] by driver, from the top.
    SYNAPSE_DRIVER(224, SynapseDriverConfig.BITS, ConfigurationStage.SYNAPSE_DRIVERS),
    /// [SynapseRowConfig] by row, 2 * driver + (0 top, 1 bottom).
    SYNAPSE_ROW(448, SynapseRowConfig.BITS, ConfigurationStage.SYNAPSE_DRIVERS),
    /// Weight in bits 7..4, decoder in bits 3..0, by row * 256 + column.
    SYNAPSE(448 * 256, 8, ConfigurationStage.SYNAPSES),
    /// 10-bit value of a floating-gate cell, (block * 24 + row) * 129 + column.
    FLOATING_GATE(4 * 24 * 129, 10, ConfigurationStage.FLOATING_GATES),
    /// [AnalogOutputConfig] by output.
    ANALOG_OUTPUT(2, AnalogOutputConfig.BITS, ConfigurationStage.ANALOG);

    private final int count;
    private final int bits;
    private final ConfigurationStage stage;

    Component(int count, int bits, ConfigurationStage stage) {
        this.count = count;
        this.bits = bits;
        this.stage = stage;
    }

    /// Words of this kind on a chip.
    public int count() {
        return count;
    }

    /// Bits of a word.
    public int bits() {
        return bits;
    }

    /// When it is written.
    public ConfigurationStage stage() {
        return stage;
    }
}
