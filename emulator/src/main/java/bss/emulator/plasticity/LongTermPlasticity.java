package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Spike-timing dependent plasticity of the 448 x 256 synapses of one chip, with a controller per half.
///
/// Each synapse adds up nearest-neighbour pairs: the first spike of its neuron after an arrival charges
/// the causal capacitor with exp(-dt / tau_plus), an arrival after spikes charges the anticausal one
/// with exp(-dt / tau_minus) of the last of them. An arrival takes place at the boundary at which the
/// cycle begins, a spike after it: in one cycle, all calls of [#update] come before those of [#pre], these
/// before those of [#post], and the pair is causal with dt = 0. Cycles never go back. Source:
/// nest:models/stdp_facetshw_synapse_hom.h.
///
/// Charges are in units of a pair without delay, Q18, and stay at 64. Halves whose controller is off
/// have no charges.
public final class LongTermPlasticity {

    private static final int HALVES = 2;
    private static final int ROWS = CorrelationArray.ROWS;
    private static final int COLUMNS = HicannConfiguration.COLUMNS;
    private static final int SYNAPSES = ROWS * COLUMNS;
    private static final int THRESHOLD_FRACTION = StdpModel.CHARGE_FRACTION + StdpController.GAIN_FRACTION;

    private final Silicon silicon;
    private final @Nullable StdpController[] controllers = new @Nullable StdpController[HALVES];
    /// Upper two address bits by 2 * row + parity.
    private final byte[] rowDecoders = new byte[HALVES * ROWS * 2];
    /// In Q26, by FG block.
    private final long[] low = new long[FloatingGates.BLOCKS];

    private final long[] high = new long[FloatingGates.BLOCKS];
    private WeightArray weights = new WeightArray(new byte[0]);
    /// Columns that the last update changed.
    private final BitSet changes = new BitSet(COLUMNS);

    /// A chip whose controllers are off.
    public LongTermPlasticity(Silicon silicon) {
        this.silicon = silicon;
    }

    /// Takes over controllers, row decoders, synapses and thresholds. A controller that stays on keeps
    /// charges, times and place, and starts at its first row again if the rows to walk are others; one that
    /// is switched on starts empty. A changed decoder takes the last arrival of its new address.
    ///
    /// @param synapses by 256 * row + column, weight in the upper and decoder in the lower four bits, as
    /// [HicannConfiguration#synapses] has them; not kept
    /// @param cycle now
    public void configure(WrittenChip chip, byte[] synapses, long cycle) {
        if (synapses.length != HALVES * SYNAPSES) {
            throw new IllegalArgumentException("there are %d synapses, must be %d (448 rows of 256 columns)"
                    .formatted(synapses.length, HALVES * SYNAPSES));
        }
        for (int row = 0; row < HALVES * ROWS; row++) {
            SynapseRowConfig config = chip.config().synapseRow(row);
            rowDecoders[2 * row] = (byte) config.decoderEven();
            rowDecoders[2 * row + 1] = (byte) config.decoderOdd();
        }
        for (int half = 0; half < HALVES; half++) {
            StdpConfig config = chip.config().stdp(half);
            StdpController controller = controllers[half];
            if (!config.automatic()) {
                controllers[half] = null;
                continue;
            }
            if (controller == null) {
                controller = new StdpController(silicon, chip.hicann(), half, config, cycle);
                controllers[half] = controller;
            } else {
                controller.configure(config, cycle);
            }
            controller.array().decoders(synapses, half * SYNAPSES);
        }
        weights = new WeightArray(active() ? synapses : new byte[0]);
        for (int block = 0; block < FloatingGates.BLOCKS; block++) {
            low[block] = threshold(chip, block, SharedParameter.V_TLOW);
            high[block] = threshold(chip, block, SharedParameter.V_THIGH);
        }
    }

    /// Whether a controller is on.
    public boolean active() {
        return active(0) || active(1);
    }

    /// Whether the controller of the top (0) or bottom (1) half is on.
    public boolean active(int half) {
        return controllers[half] != null;
    }

    /// An event arrives at the two rows of a driver that is on.
    ///
    /// @param driver 0 to 223
    /// @param address 6 bits
    public void pre(int driver, int address, long cycle) {
        int half = L1Topology.driverHalf(driver);
        StdpController controller = controllers[half];
        if (controller == null) {
            return;
        }
        for (int halfRow = 4 * driver; halfRow < 4 * driver + 4; halfRow++) {
            if (rowDecoders[halfRow] == address >> 4) {
                int row = halfRow / 2 - half * ROWS;
                controller.array().pre(row, halfRow & 1, address & 15, cycle);
            }
        }
    }

    /// Reads what [#pre] will need for this driver and address, so that it is in the cache, and returns anything.
    public int touch(int driver, int address) {
        int half = L1Topology.driverHalf(driver);
        StdpController controller = controllers[half];
        int sum = 0;
        for (int halfRow = 4 * driver; controller != null && halfRow < 4 * driver + 4; halfRow++) {
            if (rowDecoders[halfRow] == address >> 4) {
                sum += controller.array().touch(halfRow / 2 - half * ROWS, halfRow & 1, address & 15);
            }
        }
        return sum;
    }

    /// The fire signal reaches a denmem, 0 to 511; to be called for each denmem of a joined neuron.
    public void post(int denmem, long cycle) {
        int half = NeuronTopology.y(denmem);
        StdpController controller = controllers[half];
        if (controller != null) {
            controller.array().post(NeuronTopology.x(denmem), cycle);
        }
    }

    /// The cycle in which the next row is evaluated and written; `Long.MAX_VALUE` if no controller is
    /// on.
    public long due() {
        return Math.min(due(0), due(1));
    }

    /// Evaluates one row that is due and writes its weights, the top half first; to be called while
    /// `due() == cycle`.
    ///
    /// @return the row, 0 to 447, if at least one weight changed, else -1
    /// @throws IllegalArgumentException if no row is due in this cycle
    public int update(long cycle) {
        int half = due(0) <= due(1) ? 0 : 1;
        StdpController controller = controllers[half];
        if (controller == null || controller.due() != cycle) {
            throw new IllegalArgumentException(
                    "no row is due in cycle %d, the next one is in %d".formatted(cycle, due()));
        }
        int row = half * ROWS + controller.row();
        int block = L1Topology.driverQuadrant(row / 2);
        return controller.update(weights, low[block], high[block], changes) ? row : -1;
    }

    /// Whether the last [#update] changed the weight of this column, 0 to 255.
    public boolean changed(int column) {
        return changes.get(column);
    }

    /// The weight of a synapse, 0 to 15, as it stands; only while a controller is on.
    public int weight(int row, int column) {
        return weights.get(COLUMNS * row + column);
    }

    /// Empties the capacitors, forgets all events and takes the controllers to their first rows.
    public void reset(long cycle) {
        for (StdpController controller : controllers) {
            if (controller != null) {
                controller.array().reset(cycle);
                controller.restart(cycle);
            }
        }
    }

    /// The causal charge of a synapse in Q18, before its gain; 0 in a half without controller.
    public int causal(int row, int column) {
        StdpController controller = controllers[row / ROWS];
        return controller == null ? 0 : controller.array().causal(row % ROWS, column);
    }

    /// The anticausal charge of a synapse in Q18, before its gain; 0 in a half without controller.
    public int anticausal(int row, int column) {
        StdpController controller = controllers[row / ROWS];
        return controller == null ? 0 : controller.array().anticausal(row % ROWS, column);
    }

    private long due(int half) {
        StdpController controller = controllers[half];
        return controller == null ? Long.MAX_VALUE : controller.due();
    }

    private long threshold(WrittenChip chip, int block, SharedParameter parameter) {
        double start = silicon.sharedLevel(chip, block, SharedParameter.V_M);
        double pairs = StdpModel.threshold(silicon.sharedLevel(chip, block, parameter), start);
        return Math.round(pairs * (1L << THRESHOLD_FRACTION));
    }
}
