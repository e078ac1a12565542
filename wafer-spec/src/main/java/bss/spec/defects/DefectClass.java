package bss.spec.defects;

/// Classes of components that can be marked as not usable, with how many of each a chip (or the wafer) has.
/// Source: redman, `include/redman/resources`.
public enum DefectClass {
    /// By HICANN: no neurons, no lines; its neighbours lose every second line towards it.
    HICANN("hicanns", 1),
    /// By FPGA: its eight chips send and receive no spikes, lines through them still work.
    FPGA("fpgas", 1),
    DENMEM("denmems", 512),
    SYNAPSE_DRIVER("synapse_drivers", 224),
    HLINE("hlines", 64),
    VLINE("vlines", 256),
    /// Horizontal repeater, by line.
    HREPEATER("hrepeaters", 64),
    /// Vertical repeater, by line.
    VREPEATER("vrepeaters", 256),
    CROSSBAR_SWITCH("crossbar_switches", 512),
    SYNAPSE_SWITCH("synapse_switches", 7168),
    /// Merger of the tree: M0_0 to M0_7, M1_0 to M1_3, M2_0, M2_1, M3.
    MERGER("mergers", 15),
    DNC_MERGER("dnc_mergers", 8),
    SYNAPSE("synapses", 448 * 256),
    SYNAPSE_ROW("synapse_rows", 448),
    /// Half of the synapse array: 0 top, 1 bottom; all its drivers.
    SYNAPSE_ARRAY("synapse_arrays", 2),
    /// The chip's link to its FPGA: reachable by JTAG only, sends and receives no spikes.
    HIGH_SPEED_LINK("high_speed_links", 1),
    /// Synaptic input of a denmem, `2 * denmem + side`, side 0 left, 1 right: its denmem is not usable.
    SYNAPTIC_INPUT("synaptic_inputs", 1024),
    /// Output of membrane voltages to the ADC boards. No stage of the mapper chooses one.
    ANALOG_OUTPUT("analog_outputs", 2),
    /// Generator `d` locks what listens to DNC merger `d`, which cannot send without it.
    BACKGROUND_GENERATOR("background_generators", 8),
    /// Block of floating gates, `2 * y + x`: neither the denmems nor the drivers with a parameter there are
    /// usable.
    FG_BLOCK("fg_blocks", 4),
    /// Row of synapse switches, `224 * side + row`, side 0 left, 1 right: all its 16 switches.
    SYNAPSE_SWITCH_ROW("synapse_switch_rows", 448);

    private final String key;
    private final int perChip;

    DefectClass(String key, int perChip) {
        this.key = key;
        this.perChip = perChip;
    }

    /// Name in a defects file.
    public String key() {
        return key;
    }

    /// Components of this class on a chip.
    public int perChip() {
        return perChip;
    }

    /// Chips (FPGAs for that class) that have them.
    public int places() {
        return this == FPGA ? 48 : 384;
    }
}
