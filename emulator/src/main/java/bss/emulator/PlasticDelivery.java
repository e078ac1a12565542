package bss.emulator;

import bss.emulator.build.Ints;
import bss.emulator.event.Tally;
import bss.emulator.kernel.CircuitState;
import bss.emulator.kernel.SynapseEntry;
import bss.emulator.plasticity.LongTermPlasticity;
import bss.emulator.plasticity.ShortTermPlasticity;
import bss.emulator.silicon.Silicon;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.SynapseRowConfig;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.Arrays;
import java.util.BitSet;

/// Adds what events do where a controller changes the weights, and lets them charge the capacitors.
///
/// The synapses of a run of drivers lie together, in the order in which events hit them ([LongTermPlasticity]). They
/// get their strengths, and the circuits that they feed are computed, with the first event after a change.
final class PlasticDelivery {

    private static final int ADDRESSES = 64;
    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final int BOTH = 2;
    private static final int END = 3;

    private final Silicon silicon;
    private final ChipCircuits circuits;
    private final ChipProbe probe;
    private final Tally tally;
    private final DriverFactors factors;
    private final LongTermPlasticity longTerm;
    /// Layout of the lanes with which the synapses got their strengths.
    private int layout = -1;
    /// Whether synapses whose decoder is off have strengths, because an event came for them.
    private boolean off;

    private ChipStrengths strengths;
    /// Synapses that an event hits, by run and address.
    private final int[][] hits = new int[L1Topology.DRIVERS][0];

    PlasticDelivery(Silicon silicon, ChipCircuits circuits, ChipProbe probe, Tally tally, DriverFactors factors) {
        this.silicon = silicon;
        this.circuits = circuits;
        this.probe = probe;
        this.tally = tally;
        this.factors = factors;
        longTerm = circuits.plasticity().longTerm();
        strengths = new ChipStrengths(silicon, circuits, off);
    }

    int touch(int run, int address) {
        return longTerm.touch(run, address) + (hits[run].length == 0 ? 0 : hits[run][address]);
    }

    /// Lets a controller write the row that is due.
    void updateWeights(long cycle) {
        longTerm.update(cycle, strengths);
    }

    private void prepare(boolean withOff, long cycle) {
        if (layout == circuits.layout() && (off || !withOff)) {
            return;
        }
        off |= withOff;
        strengths = new ChipStrengths(silicon, circuits, off);
        circuits.demandAll(count(), cycle);
        longTerm.setStrengths(strengths);
        layout = circuits.layout();
    }

    /// Counts the synapses that events hit, and returns their denmems.
    private BitSet count() {
        BitSet hit = new BitSet();
        HicannConfiguration config = circuits.chip().config();
        int[] all = new int[L1Topology.DRIVERS];
        Arrays.setAll(all, y -> y);
        for (int run : longTerm.runs(all)) {
            int[] count = new int[ADDRESSES];
            for (int driver : longTerm.drivers(run)) {
                for (int row = 2 * driver; row < 2 * driver + 2; row++) {
                    SynapseRowConfig bits = config.synapseRow(row);
                    for (int column = 0; column < HicannConfiguration.COLUMNS; column++) {
                        if (strengths.counts(row, column)
                                && (strengths.feeds(row, column, false) || strengths.feeds(row, column, true))) {
                            int upper = (column & 1) == 0 ? bits.decoderEven() : bits.decoderOdd();
                            count[upper << 4 | config.decoder(row, column)]++;
                            hit.set(NeuronTopology.denmemOfSynapse(row, column));
                        }
                    }
                }
            }
            hits[run] = count;
        }
        return hit;
    }

    /// An event arrives at a run.
    void deliver(long cycle, int run, int address) {
        prepare((address & 15) == HicannConfiguration.DECODER_OFF, cycle);
        tally.synapticEvents += hits[run][address];
        longTerm.arrive(run, address, cycle);
        int[] drivers = longTerm.drivers(run);
        boolean same = factors.take(drivers, address, cycle);
        if (same && factors.of(drivers[0]) == ShortTermPlasticity.ONE) {
            add(run, address);
        } else {
            addScaled(run, address);
        }
        if (probe.records()) {
            record(cycle, run, address, false);
            record(cycle, run, address, true);
        }
    }

    private void add(int run, int address) {
        int half = LongTermPlasticity.half(run);
        int[] entries = longTerm.entries(half);
        int both = longTerm.begin(run, address, BOTH);
        int right = longTerm.begin(run, address, RIGHT);
        int end = longTerm.begin(run, address, END);
        CircuitState state = circuits.bank().state();
        add(entries, longTerm.begin(run, address, LEFT), right, half, state.inputsExc());
        add(entries, right, both, half, state.inputsInh());
        if (both < end) {
            add(entries, both, end, half, state.inputsExc());
            add(longTerm.right(half), both, end, half, state.inputsInh());
        }
    }

    private void add(int[] entries, int from, int until, int half, int[] inputs) {
        short[] lanes = circuits.bank().laneOf();
        int firstDenmem = half * HicannConfiguration.COLUMNS;
        for (int k = from; k < until; k++) {
            int entry = entries[k];
            // no conductance where there is no lane
            SynapseEntry.add(inputs, lanes[firstDenmem + column(entry)], SynapseEntry.conductance(entry));
        }
    }

    private static int column(int entry) {
        return entry & (HicannConfiguration.COLUMNS - 1);
    }

    private void addScaled(int run, int address) {
        CircuitState state = circuits.bank().state();
        int half = LongTermPlasticity.half(run);
        addScaled(run, address, LEFT, longTerm.entries(half), state.inputsExc());
        addScaled(run, address, RIGHT, longTerm.entries(half), state.inputsInh());
        addScaled(run, address, BOTH, longTerm.entries(half), state.inputsExc());
        addScaled(run, address, BOTH, longTerm.right(half), state.inputsInh());
    }

    private void addScaled(int run, int address, int side, int[] entries, int[] inputs) {
        int half = LongTermPlasticity.half(run);
        int[] synapses = longTerm.synapses(half);
        for (int k = longTerm.begin(run, address, side); k < longTerm.begin(run, address, side + 1); k++) {
            int lane = circuits.lane(half * HicannConfiguration.COLUMNS + column(entries[k]));
            SynapseEntry.add(inputs, lane, SynapseEntry.conductance(entries[k], factors.of(driver(synapses[k]))));
        }
    }

    private static int driver(int synapse) {
        return synapse / (2 * HicannConfiguration.COLUMNS);
    }

    private void record(long cycle, int run, int address, boolean right) {
        int half = LongTermPlasticity.half(run);
        int[] synapses = longTerm.synapses(half);
        Ints sources = new Ints();
        Ints conductances = new Ints();
        for (int side = LEFT; side < END; side++) {
            int[] entries = side == BOTH && right ? longTerm.right(half) : longTerm.entries(half);
            for (int k = longTerm.begin(run, address, side); k < longTerm.begin(run, address, side + 1); k++) {
                int row = synapses[k] / HicannConfiguration.COLUMNS;
                if (strengths.feeds(row, column(entries[k]), right)) {
                    sources.add(synapses[k]);
                    conductances.add(SynapseEntry.conductance(entries[k], factors.of(driver(synapses[k]))));
                }
            }
        }
        probe.record(cycle, sources.toArray(), conductances.toArray(), right);
    }
}
