package bss.mapper.check;

/// What a legal configuration keeps to.
///
/// Sources: halbe:hal/HICANN/Crossbar.cpp and SynapseSwitch.cpp (`check_exclusiveness`), sthal:sthal/Settings.h and
/// Neurons.cpp, marocco:marocco/Mapper.cpp (`check_layer1`) and tools/check_routing.py.
public enum Rule {
    /// At most one crossbar switch closed on an HLine, both sides of the chip together.
    CROSSBAR_PER_HLINE,
    /// At most one crossbar switch closed on a VLine.
    CROSSBAR_PER_VLINE,
    /// At most one synapse switch closed in a row of a side.
    SYNAPSE_SWITCH_PER_ROW,
    /// At most one synapse switch closed on a VLine.
    SYNAPSE_SWITCH_PER_VLINE,
    /// A switch row is not closed on both facing sides of two chips.
    FACING_ROWS,
    /// A closed synapse switch leads to a chip.
    SWITCH_TO_NOWHERE,
    /// At most one repeater drives a net.
    ONE_SENDER_PER_NET,
    /// Repeaters forward one way; only sending repeaters send; the rest is idle.
    REPEATER_MODE,
    /// At most so many drivers in a chain.
    CHAIN_LENGTH,
    /// Exactly one driver of a chain takes events from L1, and a bus arrives there.
    CHAIN_INPUT,
    /// A chain stays in its quadrant.
    CHAIN_QUADRANT,
    /// Every driver of a chain with an input is switched on, except to pass events on.
    DRIVER_STATE,
    /// Exactly one background generator at a DNC merger that sends: regular, ISI 125, address 0.
    LOCKING,
    /// A DNC merger that sends tree events merges slowly.
    SLOW_MERGER,
    /// A DNC merger that nothing uses: left input only, link off, repeater not sending.
    UNUSED_DNC_MERGER,
    /// The DNC merger of a neuron block does not decrease with the block.
    MERGER_ORDER,
    /// The events of a neuron block leave through one DNC merger.
    BLOCK_SENT_TWICE,
    /// Neurons and external sources do not share a DNC merger, and the link is set accordingly.
    INPUT_LINK,
    /// L1 addresses of a bus are different.
    ADDRESS_UNIQUE,
    /// Neither address 0 nor one that ends in 0b0001 is given to a cell.
    ADDRESS_RESERVED,
    /// The denmem sends the address that the mapping says.
    ADDRESS_WRITTEN,
    /// Neurons are rectangles of full columns inside a neuron block, of even size from 2 to 64.
    NEURON_RECTANGLE,
    /// A denmem belongs to one neuron.
    DENMEM_OVERLAP,
    /// Switches of exactly the neurons' shapes are closed.
    NEURON_SHAPE,
    /// Exactly the top left denmem of a neuron fires.
    ONE_FIRING_DENMEM,
    /// At most one fire input at a border of quads.
    FIRE_INPUT_BORDER,
    /// Readout and current input of the two denmems of a quad row go together.
    DENMEM_IOMAP,
    /// A synapse that no projection uses has decoder 1.
    UNUSED_DECODER,
    /// A synapse circuit is used once.
    SITE_ONCE,
    /// A synapse listens to its source's address and feeds its target.
    SYNAPSE_SITE,
    /// A row feeds one input, the receptor of its synapses, with a divisor of 1 to 30.
    ROW_SIDE,
    /// A driver has short-term plasticity if its synapses ask for it, and depression where they have no
    /// facilitation.
    STP_CLASS,
    /// The rows that an STDP controller rewrites hold synapses with STDP alone.
    STDP_ROWS,
    /// One entry per synapse asked for; each lost one with a reason.
    LOST_LIST,
    /// No defect component is used.
    DEFECT,
    /// External sources of a chip and of an FPGA fit the bandwidth.
    INPUT_RATE
}
