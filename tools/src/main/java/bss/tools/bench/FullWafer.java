package bss.tools.bench;

import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.List;

/// The whole wafer: every denmem a neuron of its own, every synapse circuit in use, 224 per neuron.
///
/// Neuron block n sends on DNC merger n, as the reset state of the merger tree has it. 59 of its 64 neurons have an L1
/// address: address 0 and those that end in 0b0001 are reserved, so the last
/// five of a block fire without sending. Each bus feeds a chain of 28 drivers, half a quadrant, on its own chip or on
/// the neighbour in the west, south or south-west; at the rim a chip hears its own bus instead. Every neuron has 56
/// inputs of each of four buses, all from different sources, a quarter of them inhibitory. Weights are uniform from 1
/// to
/// 15.
public final class FullWafer {

    private static final int BUSES = 8;
    private static final int BLOCK_COLUMNS = 32;
    private static final int SYNAPSES_PER_CHIP = 448 * NeuronTopology.COLUMNS;
    private static final long ADDRESSES = 1;
    private static final long REST = 2;
    private static final int SENDERS_PER_BUS = 59;

    /// What is switched on beside the network, for what it costs.
    ///
    /// @param shortTerm short-term depression in every driver
    /// @param longTerm the STDP controller of every half walks its rows
    /// @param record the spikes of all neurons go up to the FPGAs
    public record Features(boolean shortTerm, boolean longTerm, boolean record) {
        public static final Features NONE = new Features(false, false, false);
    }

    /// What the neurons are, and whether synapses do anything.
    public enum Load {
        /// AdEx neurons at about 7.5 Hz.
        NATURAL,
        /// AdEx neurons set up for a typical wafer, at about 7.5 Hz there.
        TYPICAL,
        /// Integrate-and-fire neurons at about 60 Hz, with synapses too weak to change that.
        DENSE,
        /// The same, no driver is on: events end at the drivers.
        DENSE_WITHOUT_SYNAPSES,
        /// The same, and no spike is sent.
        DENSE_WITHOUT_EVENTS;

        private BenchCircuit circuit() {
            return switch (this) {
                case NATURAL -> BenchCircuit.ADEX;
                case TYPICAL -> BenchCircuit.TYPICAL_ADEX;
                case DENSE, DENSE_WITHOUT_SYNAPSES, DENSE_WITHOUT_EVENTS -> BenchCircuit.FAST_LIF;
            };
        }
    }

    private final Load load;
    private final Features features;
    private final WaferDraft draft;

    private FullWafer(int chips, Load load, Features features) {
        this.load = load;
        this.features = features;
        boolean natural = load == Load.NATURAL;
        HicannConfigurationBuilder base = load.circuit().chip(natural ? 8 : 1, natural ? 22 : 3).toBuilder();
        plasticity(base);
        draft = new WaferDraft(chips, base.build(), natural ? 11 : 30, features.shortTerm());
    }

    /// Writes the bits.
    ///
    /// @param chips chips in use, 1 to 384, from the top of the wafer
    public static BenchNetwork write(int chips, Load load, Features features) {
        FullWafer wafer = new FullWafer(chips, load, features);
        for (int h : wafer.draft.used()) {
            wafer.neurons(h);
        }
        for (int h : wafer.draft.used()) {
            wafer.landings(h);
            wafer.synapses(h);
        }
        return new BenchNetwork(
                wafer.draft.build(),
                chips * NeuronTopology.DENMEMS,
                load == Load.DENSE_WITHOUT_EVENTS ? 0 : chips * BUSES * SENDERS_PER_BUS,
                (long) chips * SYNAPSES_PER_CHIP,
                1);
    }

    private void plasticity(HicannConfigurationBuilder chip) {
        for (int block = 0; block < FloatingGates.BLOCKS && features.shortTerm(); block++) {
            chip.floatingGate(block, SharedParameter.V_STDF.row(block), 0, 500);
            chip.floatingGate(block, SharedParameter.V_DTC.row(block), 0, 300);
        }
        StdpConfig r = StdpConfig.RESET;
        for (int half = 0; half < 2 && features.longTerm(); half++) {
            // causal against anticausal, either way round
            chip.stdp(
                    half,
                    new StdpConfig(true, false, 0, 223, 0b1001, 0b0110, r.causal(), r.anticausal(), r.combined()));
        }
    }

    /// The address of neuron k of a block, 0 to 58: 14 in group 0, 15 in each other.
    static int address(int k) {
        int group = k < 14 ? 0 : 1 + (k - 14) / 15;
        return (group << 4) | low(group, k < 14 ? k : (k - 14) % 15);
    }

    /// Sources of a bus whose addresses begin with these two bits.
    private static int sources(int group) {
        return group == 0 ? 14 : 15;
    }

    /// The lower four bits of source i of a group: 0, 2, 3 to 15, without 0 in group 0.
    private static int low(int group, int i) {
        return group == 0 ? i + 2 : i == 0 ? 0 : i + 1;
    }

    private void neurons(int hicann) {
        HicannConfigurationBuilder chip = draft.chip(hicann);
        KeyedRandom random = KeyedRandom.of(REST, hicann);
        for (int denmem = 0; denmem < NeuronTopology.DENMEMS; denmem++) {
            int k = 2 * (NeuronTopology.x(denmem) % BLOCK_COLUMNS) + NeuronTopology.y(denmem);
            boolean sends = k < SENDERS_PER_BUS && load != Load.DENSE_WITHOUT_EVENTS;
            chip.denmem(denmem, new DenmemConfig(sends ? address(k) : 0, true, sends, false, false, false));
            BenchCircuit.writeEL(chip, denmem, load.circuit().eLCode(random.nextDouble()));
        }
        for (int bus = 0; bus < BUSES; bus++) {
            draft.send(hicann, bus, bus, features.record());
        }
    }

    /// Bus d feeds half d % 2 of quadrant d / 2.
    private void landings(int hicann) {
        for (int bus = 0; bus < BUSES; bus++) {
            Landing.Way wanted = Landing.Way.values()[bus % 4];
            List<Landing.Way> ways = new ArrayList<>(draft.ways(hicann, List.of(wanted)));
            ways.add(Landing.Way.OWN);
            Landing.Way way = ways.getFirst();
            int[] drivers = WaferDraft.drivers(bus / 2, bus % 2, 2);
            draft.land(new Landing(way.source(hicann), bus, way.through(hicann), hicann, drivers));
            int r = 0;
            for (int driver : drivers) {
                draft.row(hicann, 2 * driver, r++ % 4);
                draft.row(hicann, 2 * driver + 1, r++ % 4);
            }
        }
        if (load == Load.DENSE_WITHOUT_SYNAPSES) {
            silence(hicann);
        }
    }

    private void silence(int hicann) {
        HicannConfigurationBuilder chip = draft.chip(hicann);
        for (int driver = 0; driver < L1Topology.DRIVERS; driver++) {
            int word = chip.word(Component.SYNAPSE_DRIVER, driver);
            chip.set(Component.SYNAPSE_DRIVER, driver, word & ~1);
        }
    }

    /// In each column, the rows of a chain and group listen to different sources, drawn without replacement.
    private void synapses(int hicann) {
        HicannConfigurationBuilder chip = draft.chip(hicann);
        KeyedRandom random = KeyedRandom.of(ADDRESSES, hicann);
        int[] lows = new int[15];
        for (int bus = 0; bus < BUSES; bus++) {
            int[] drivers = WaferDraft.drivers(bus / 2, bus % 2, 2);
            for (int column = 0; column < NeuronTopology.COLUMNS; column++) {
                for (int group = 0; group < 4; group++) {
                    int left = sources(group);
                    for (int i = 0; i < left; i++) {
                        lows[i] = low(group, i);
                    }
                    for (int r = group; r < 2 * drivers.length; r += 4) {
                        long draw = random.nextLong();
                        int pick = (int) (((draw >>> 32) * left) >>> 32);
                        int weight = 1 + (int) (((draw & 0xffff) * 15) >>> 16);
                        chip.synapse(2 * drivers[r / 2] + r % 2, column, weight, lows[pick]);
                        lows[pick] = lows[--left];
                    }
                }
            }
        }
    }
}
