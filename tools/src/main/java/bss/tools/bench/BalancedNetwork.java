package bss.tools.bench;

import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.MergerConfig;
import bss.spec.config.QuadConfig;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.List;

/// Neurons of four equal denmems, one per quad, 128 per chip, 500 synapses each.
///
/// Two neuron blocks share a bus of 32 sources; the four buses of a chip go to its own drivers, to the chips in the
/// west, the south and the south-west. So a neuron inside the wafer has 500 of 512 sources, each once; at the rim a
/// source may have several synapses on a neuron. A quarter of the sources is inhibitory, with rows 2.75 times as
/// strong.
public final class BalancedNetwork {

    /// Neurons of the benchmark.
    public static final int NEURONS = 20_000;

    /// Inputs of a neuron.
    public static final int INPUTS = 500;

    private static final int NEURONS_PER_CHIP = 128;
    private static final int NEURONS_PER_BUS = 32;
    private static final int SOURCES_PER_GROUP = 8;
    /// The DNC merger that two neighbouring blocks reach together, by pair of blocks.
    private static final int[] DNC = {1, 3, 5, 6};

    private static final int ROWS_PER_QUADRANT = 112;
    private static final long REST = 3;
    private static final long SITES = 4;

    private final WaferDraft draft;
    private final int neurons;
    /// Synapses of a neuron that are still free: row, times 2, plus the column in the quad.
    private final int[] sites = new int[2 * ROWS_PER_QUADRANT];

    private final int[] sources = new int[SOURCES_PER_GROUP];

    /// What the neurons are.
    public enum Model {
        /// Integrate-and-fire just below threshold.
        LIF(BenchCircuit.LIF, 40, 138),
        /// AdEx above rheobase: the network that is compared with Brian2.
        ADEX(BenchCircuit.COUPLED_ADEX, 100, 420);

        private final BenchCircuit circuit;
        private final int gmaxExcitatory;
        private final int gmaxInhibitory;

        Model(BenchCircuit circuit, int gmaxExcitatory, int gmaxInhibitory) {
            this.circuit = circuit;
            this.gmaxExcitatory = gmaxExcitatory;
            this.gmaxInhibitory = gmaxInhibitory;
        }
    }

    private final BenchCircuit circuit;

    private BalancedNetwork(int neurons, Model model) {
        this.neurons = neurons;
        circuit = model.circuit;
        int chips = (neurons + NEURONS_PER_CHIP - 1) / NEURONS_PER_CHIP;
        draft = new WaferDraft(chips, circuit.chip(model.gmaxExcitatory, model.gmaxInhibitory), 11, false);
    }

    /// Writes the bits.
    ///
    /// @param neurons a multiple of 32 up to 49,152, from the top of the wafer; the last chip may be partly used
    public static BenchNetwork write(int neurons, Model model) {
        if (neurons < NEURONS_PER_CHIP || neurons > 384 * NEURONS_PER_CHIP || neurons % NEURONS_PER_BUS != 0) {
            throw new IllegalArgumentException(
                    "number of neurons is %d, must be a multiple of 32 from 128 to 49152".formatted(neurons));
        }
        BalancedNetwork network = new BalancedNetwork(neurons, model);
        for (int h : network.draft.used()) {
            network.neurons(h);
            network.mergers(h);
        }
        for (int h : network.draft.used()) {
            network.inputs(h);
        }
        return new BenchNetwork(network.draft.build(), neurons, neurons, (long) INPUTS * neurons, 4);
    }

    private int neuronsOn(int hicann) {
        return Math.min(NEURONS_PER_CHIP, neurons - NEURONS_PER_CHIP * hicann);
    }

    /// The address of neuron i of a bus: eight in each group of upper bits.
    static int address(int i) {
        return ((i / SOURCES_PER_GROUP) << 4) | (2 + i % SOURCES_PER_GROUP);
    }

    private void neurons(int hicann) {
        HicannConfigurationBuilder chip = draft.chip(hicann);
        KeyedRandom random = KeyedRandom.of(REST, hicann);
        for (int n = 0; n < neuronsOn(hicann); n++) {
            chip.quad(n, new QuadConfig(true, true, true, true));
            chip.denmem(2 * n, new DenmemConfig(address(n % NEURONS_PER_BUS), true, true, false, false, false));
            int eL = circuit.eLCode(random.nextDouble());
            for (int x = 2 * n; x < 2 * n + 2; x++) {
                BenchCircuit.writeEL(chip, NeuronTopology.denmem(x, 0), eL);
                BenchCircuit.writeEL(chip, NeuronTopology.denmem(x, 1), eL);
            }
        }
    }

    /// Blocks 2 p and 2 p + 1 merge in M1_p and leave through DNC merger 1, 3, 5 or 6.
    private void mergers(int hicann) {
        HicannConfigurationBuilder chip = draft.chip(hicann);
        for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
            chip.dncMerger(d, new MergerConfig(MergerConfig.Mode.LEFT_ONLY, false));
        }
        for (int pair = 0; pair < DNC.length; pair++) {
            if (NEURONS_PER_BUS * pair < neuronsOn(hicann)) {
                chip.merger(MergerTopology.merger(1, pair), new MergerConfig(MergerConfig.Mode.MERGE, false));
                draft.send(hicann, DNC[pair], 2 * pair, false);
            }
        }
    }

    /// Bus p of four chips shares quadrant p.
    private void inputs(int hicann) {
        KeyedRandom random = KeyedRandom.of(SITES, hicann);
        List<List<Landing.Way>> heard = new ArrayList<>();
        for (int pair = 0; pair < DNC.length; pair++) {
            int first = NEURONS_PER_BUS * pair;
            heard.add(draft.ways(hicann, List.of(Landing.Way.values())).stream()
                    .filter(way -> first < neuronsOn(way.source(hicann)))
                    .toList());
        }
        int rows = ROWS_PER_QUADRANT
                * (int) heard.stream().filter(w -> !w.isEmpty()).count();
        int done = 0;
        for (int pair = 0; pair < DNC.length; pair++) {
            List<Landing.Way> ways = heard.get(pair);
            for (int part = 0; part < ways.size(); part++) {
                Landing.Way way = ways.get(part);
                int[] drivers = WaferDraft.drivers(pair, part, ways.size());
                draft.land(new Landing(way.source(hicann), DNC[pair], way.through(hicann), hicann, drivers));
                int r = 0;
                for (int driver : drivers) {
                    draft.row(hicann, 2 * driver, r++ % 4);
                    draft.row(hicann, 2 * driver + 1, r++ % 4);
                }
                int first = INPUTS * done / rows;
                done += r;
                int inputs = INPUTS * done / rows - first;
                int present = Math.min(NEURONS_PER_BUS, neuronsOn(way.source(hicann)) - NEURONS_PER_BUS * pair);
                for (int n = 0; n < neuronsOn(hicann); n++) {
                    for (int group = 0; group < 4; group++) {
                        int count = inputs * (group + 1) / 4 - inputs * group / 4;
                        draw(hicann, n, drivers, group, count, present, random);
                    }
                }
            }
        }
    }

    /// Puts `count` synapses of a neuron into rows of one group: sites without replacement, sources in turn.
    private void draw(int hicann, int neuron, int[] drivers, int group, int count, int present, KeyedRandom random) {
        int free = 0;
        for (int r = group; r < 2 * drivers.length; r += 4) {
            int row = 2 * drivers[r / 2] + r % 2;
            sites[free++] = 2 * row;
            sites[free++] = 2 * row + 1;
        }
        int inGroup = Math.clamp(present - SOURCES_PER_GROUP * group, 1, SOURCES_PER_GROUP);
        for (int i = 0; i < inGroup; i++) {
            sources[i] = i;
        }
        for (int k = 0; k < count; k++) {
            int turn = k % inGroup;
            int other = turn + random.nextInt(inGroup - turn);
            int source = sources[other];
            sources[other] = sources[turn];
            sources[turn] = source;
            int pick = random.nextInt(free);
            int site = sites[pick];
            sites[pick] = sites[--free];
            draft.chip(hicann)
                    .synapse(
                            site / 2,
                            2 * neuron + site % 2,
                            1 + random.nextInt(15),
                            address(SOURCES_PER_GROUP * group + source) & 15);
        }
    }
}
