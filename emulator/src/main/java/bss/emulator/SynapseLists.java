package bss.emulator;

import bss.emulator.build.Ints;
import bss.emulator.kernel.SynapseEntry;
import bss.emulator.silicon.RowStrength;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.WrittenChip;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.BitSet;

/// What events do at the drivers of one target: for each address the synapses that they hit, compiled from the bits.
///
/// Hit are the synapses in the rows of enabled drivers whose driver decoder equals the upper two and whose own decoder
/// equals the lower four bits of the address. Entries stand by address, input, part, row and column; a part is a driver
/// where drivers count by themselves (plasticity), else all of them. Source: ess, `systemsim/syndriver.cpp` pulse.
///
/// Entries are those of [SynapseEntry], with the lane of the denmem. Synapses whose decoder is off
/// ([HicannConfiguration#DECODER_OFF]) are left out, unless just they are asked
/// for: no address that a mapper assigns hits them.
final class SynapseLists {

    private static final int ADDRESSES = 64;

    private final int[] drivers;
    private final boolean byDriver;
    /// Start of the entries by `(address * 2 + right) * parts + part`.
    final int[] start;

    final int[] entries;
    /// Synapses by address; a synapse that feeds both inputs has two entries.
    final int[] synapses = new int[ADDRESSES];

    private SynapseLists(int[] drivers, boolean byDriver, int[] start, int entries) {
        this.drivers = drivers;
        this.byDriver = byDriver;
        this.start = start;
        this.entries = new int[entries];
    }

    /// Compiles the lists of a target, and lets the circuits that are hit be computed.
    ///
    /// @param drivers of the target, ascending
    /// @param byDriver whether each driver is a part
    /// @param off whether to compile the synapses that are off instead of the others
    static SynapseLists compile(
            Silicon silicon, ChipCircuits circuits, int[] drivers, boolean byDriver, boolean off, long cycle) {
        Scan scan = new Scan(silicon, circuits, drivers, byDriver, off);
        int[] count = new int[2 * ADDRESSES * scan.parts() + 1];
        BitSet hit = new BitSet();
        int[] synapses = new int[ADDRESSES];
        for (int d = 0; d < drivers.length; d++) {
            scan.count(d, count, synapses, hit);
        }
        circuits.demandAll(hit, cycle);
        for (int k = 1; k < count.length; k++) {
            count[k] += count[k - 1];
        }
        SynapseLists lists = new SynapseLists(drivers, byDriver, count, count[count.length - 1]);
        System.arraycopy(synapses, 0, lists.synapses, 0, ADDRESSES);
        int[] next = Arrays.copyOf(count, count.length - 1);
        for (int d = 0; d < drivers.length; d++) {
            scan.fill(d, next, lists.entries);
        }
        return lists;
    }

    int parts() {
        return byDriver ? drivers.length : 1;
    }

    /// The synapses that an event with `address` hits by one part and input, 256 * row + column, in the order of the
    /// entries. For records of what happened, not for speed.
    int[] sources(ChipCircuits circuits, int address, int part, int side) {
        Ints found = new Ints();
        HicannConfiguration chip = circuits.chip().config();
        for (int d = byDriver ? part : 0; d < (byDriver ? part + 1 : drivers.length); d++) {
            int driver = drivers[d];
            for (int row = 2 * driver;
                    row < 2 * driver + 2 && chip.synapseDriver(driver).enable();
                    row++) {
                SynapseRowConfig config = chip.synapseRow(row);
                for (int c = 0; c < HicannConfiguration.COLUMNS; c++) {
                    int upper = (c & 1) == 0 ? config.decoderEven() : config.decoderOdd();
                    if (upper == address >> 4
                            && chip.decoder(row, c) == (address & 15)
                            && circuits.feeds(config, row, c, side == 1)) {
                        found.add(HicannConfiguration.COLUMNS * row + c);
                    }
                }
            }
        }
        return found.toArray();
    }

    boolean byDriver() {
        return byDriver;
    }

    /// The drivers, ascending; not to be written to.
    int[] drivers() {
        return drivers;
    }

    /// The walk over the rows of the drivers.
    @SuppressWarnings("ArrayRecordComponent") // read only, never compared
    private record Scan(Silicon silicon, ChipCircuits circuits, int[] drivers, boolean byDriver, boolean off) {

        int parts() {
            return byDriver ? drivers.length : 1;
        }

        private WrittenChip chip() {
            return circuits.chip();
        }

        void count(int d, int[] count, int[] synapses, BitSet hit) {
            walk(d, (row, column, address, sides, strength) -> {
                hit.set(NeuronTopology.denmemOfSynapse(row, column));
                synapses[address]++;
                for (int side = 0; side < 2; side++) {
                    count[index(d, address, side) + 1] += sides >> side & 1;
                }
            });
        }

        void fill(int d, int[] next, int[] entries) {
            walk(d, (row, column, address, sides, strength) -> {
                for (int side = 0; side < 2; side++) {
                    if ((sides >> side & 1) != 0) {
                        entries[next[index(d, address, side)]++] = entry(row, column, side, strength);
                    }
                }
            });
        }

        private int entry(int row, int column, int side, RowStrength strength) {
            int lane = circuits.lane(NeuronTopology.denmemOfSynapse(row, column));
            double siemens = strength.siemens(column, chip().config().weight(row, column), side == 1);
            return SynapseEntry.of(lane, circuits.bank().state().conductance(lane, siemens));
        }

        private int index(int d, int address, int side) {
            return (address * 2 + side) * parts() + (byDriver ? d : 0);
        }

        private interface Visitor {
            void synapse(int row, int column, int address, int sides, RowStrength strength);
        }

        private void walk(int d, Visitor visitor) {
            HicannConfiguration chip = chip().config();
            if (!chip.synapseDriver(drivers[d]).enable()) {
                return;
            }
            for (int row = 2 * drivers[d]; row < 2 * drivers[d] + 2; row++) {
                SynapseRowConfig config = chip.synapseRow(row);
                if (config.gmaxDivisor() == 0 || !(config.synInLeft() || config.synInRight())) {
                    continue;
                }
                RowStrength strength = silicon.row(chip(), row);
                int[] upper = {config.decoderEven() << 4, config.decoderOdd() << 4};
                for (int column = 0; column < HicannConfiguration.COLUMNS; column++) {
                    int lower = chip.decoder(row, column);
                    if ((lower == HicannConfiguration.DECODER_OFF) == off) {
                        int sides = (circuits.feeds(config, row, column, false) ? 1 : 0)
                                | (circuits.feeds(config, row, column, true) ? 2 : 0);
                        if (sides != 0) {
                            visitor.synapse(row, column, upper[column & 1] | lower, sides, strength);
                        }
                    }
                }
            }
        }
    }
}
