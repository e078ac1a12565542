package bss.emulator.plasticity;

import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.StdpConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.StdpTransfer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Spike-timing dependent plasticity of the 448 x 256 synapses of one chip, with a controller per half.
///
/// Each synapse adds up nearest-neighbour pairs: the first spike of its neuron after an arrival charges
/// the causal capacitor with exp(-dt / tau_plus), an arrival after spikes charges the anticausal one
/// with exp(-dt / tau_minus) of the last of them. An arrival takes place at the boundary at which the
/// cycle begins, a spike after it: in one cycle, all calls of [#update] come before those of [#arrive], these
/// before those of [#post], and the pair is causal with dt = 0. Cycles never go back. Source:
/// nest:models/stdp_facetshw_synapse_hom.h.
///
/// Charges are in units of a pair without delay, Q14, and stay at 64. Halves whose controller is off
/// have no charges.
public final class LongTermPlasticity {

    private static final int HALVES = 2;
    private static final int ROWS = SynapseOrder.ROWS;
    private static final int DRIVERS = ROWS / 2;
    private static final int THRESHOLD_FRACTION = StdpModel.CHARGE_FRACTION + StdpController.GAIN_FRACTION;

    private final Silicon silicon;
    private final @Nullable StdpController[] controllers = new @Nullable StdpController[HALVES];
    /// In Q22, by FG block.
    private final long[] low = new long[FloatingGates.BLOCKS];

    private final long[] high = new long[FloatingGates.BLOCKS];
    private WeightArray weights = new WeightArray(new byte[0]);

    /// A chip whose controllers are off.
    public LongTermPlasticity(Silicon silicon) {
        this.silicon = silicon;
    }

    /// Takes over controllers, drivers, decoders, weights and thresholds; no synapse has a strength until
    /// [#setStrengths]. A controller that stays on keeps charges, times and place, and starts at its first
    /// row again if the rows to walk are others; one that is switched on starts empty. A synapse that gets
    /// another address takes the last arrival of that, a run that of its first driver.
    ///
    /// @param cycle now
    public void configure(WrittenChip chip, long cycle) {
        for (int half = 0; half < HALVES; half++) {
            StdpConfig config = chip.config().stdp(half);
            StdpController controller = controllers[half];
            if (!config.automatic()) {
                controllers[half] = null;
                continue;
            }
            SynapseOrder order = new SynapseOrder(chip.config(), half);
            if (controller == null) {
                controllers[half] = new StdpController(silicon, chip.hicann(), half, config, order, cycle);
            } else {
                controller.configure(config, cycle);
                controller.array().reorder(order);
            }
        }
        weights = new WeightArray(active() ? chip.config().synapses() : new byte[0]);
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

    /// Gives the synapses of the halves whose controllers are on what their weights do; to be called again when the
    /// circuits change.
    public void setStrengths(SynapseStrengths strengths) {
        for (StdpController controller : controllers) {
            if (controller != null) {
                controller.array().setStrengths(weights, strengths);
            }
        }
    }

    /// The runs of drivers that these drivers are in, ascending: of those that are enabled and in a half whose
    /// controller is on.
    ///
    /// @param drivers 0 to 223, whole runs
    public int[] runs(int[] drivers) {
        return Arrays.stream(drivers)
                .filter(y -> active(L1Topology.driverHalf(y))
                        && order(L1Topology.driverHalf(y)).run(y % DRIVERS) >= 0)
                .map(y -> L1Topology.driverHalf(y) * DRIVERS
                        + order(L1Topology.driverHalf(y)).run(y % DRIVERS))
                .distinct()
                .sorted()
                .toArray();
    }

    /// The half, 0 or 1, that a run is in.
    public static int half(int run) {
        return run / DRIVERS;
    }

    /// The enabled drivers of a run, 0 to 223, ascending; not to be written to.
    public int[] drivers(int run) {
        return order(half(run)).drivers(run % DRIVERS);
    }

    /// First place in [#entries] of what an event of a run and address does.
    ///
    /// @param side 0 where the rows feed the left input only, 1 the right only, 2 both, 3 the end
    public int begin(int run, int address, int side) {
        return order(half(run)).begin(group(run, address), side);
    }

    /// What events do, by place: the column as the lane of a [bss.emulator.kernel.SynapseEntry] (lower 8 bits) and the
    /// conductance at the left or the one input. Not to be written to.
    public int[] entries(int half) {
        return array(half).entries();
    }

    /// The same at the right input for rows that feed both; empty if there are none.
    public int[] right(int half) {
        return array(half).right();
    }

    /// The synapse at each place, 256 * row + column. Not to be written to; costs memory, for records.
    public int[] synapses(int half) {
        return order(half).synapses();
    }

    /// An event arrives at the drivers of a run that are enabled.
    ///
    /// @param address 6 bits
    public void arrive(int run, int address, long cycle) {
        array(half(run)).pre(group(run, address), cycle);
    }

    /// Reads what [#arrive] will need first, so that it is in the cache, and returns anything.
    public int touch(int run, int address) {
        return array(half(run)).touch(group(run, address));
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
    /// @param strengths what the new weights do
    /// @return the row, 0 to 447, if at least one weight changed, else -1
    /// @throws IllegalArgumentException if no row is due in this cycle
    public int update(long cycle, SynapseStrengths strengths) {
        int half = due(0) <= due(1) ? 0 : 1;
        StdpController controller = controllers[half];
        if (controller == null || controller.due() != cycle) {
            throw new IllegalArgumentException(
                    "no row is due in cycle %d, the next one is in %d".formatted(cycle, due()));
        }
        int row = half * ROWS + controller.row();
        int block = L1Topology.driverQuadrant(row / 2);
        return controller.update(weights, low[block], high[block], strengths) ? row : -1;
    }

    /// The weight of a synapse, 0 to 15, as it stands; only while a controller is on.
    public int weight(int row, int column) {
        return weights.get(SynapseOrder.COLUMNS * row + column);
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

    /// The causal charge of a synapse in Q14, before its gain; 0 in a half without controller.
    public int causal(int row, int column) {
        StdpController controller = controllers[row / ROWS];
        return controller == null ? 0 : controller.array().causal(row % ROWS, column);
    }

    /// The anticausal charge of a synapse in Q14, before its gain; 0 in a half without controller.
    public int anticausal(int row, int column) {
        StdpController controller = controllers[row / ROWS];
        return controller == null ? 0 : controller.array().anticausal(row % ROWS, column);
    }

    private static int group(int run, int address) {
        return run % DRIVERS * SynapseOrder.ADDRESSES + address;
    }

    private SynapseOrder order(int half) {
        return array(half).order();
    }

    private CorrelationArray array(int half) {
        StdpController controller = controllers[half];
        if (controller == null) {
            throw new IllegalArgumentException("the controller of half %d is off".formatted(half));
        }
        return controller.array();
    }

    private long due(int half) {
        StdpController controller = controllers[half];
        return controller == null ? Long.MAX_VALUE : controller.due();
    }

    private long threshold(WrittenChip chip, int block, SharedParameter parameter) {
        double start = silicon.sharedLevel(chip, block, SharedParameter.V_M);
        double pairs = StdpTransfer.pairs(silicon.sharedLevel(chip, block, parameter), start);
        return Math.round(pairs * (1L << THRESHOLD_FRACTION));
    }
}
