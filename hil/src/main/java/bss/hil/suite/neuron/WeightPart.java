package bss.hil.suite.neuron;

import bss.hil.bench.Violation;
import bss.hil.suite.machine.NeuronChip;
import bss.hil.suite.machine.ProgramBuilder;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.LinkDirection;
import bss.spec.config.SynapseRowConfig;
import bss.spec.topology.L1Topology;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.NeuronTopology;
import java.util.Map;

/// What a synapse does to its neuron: more with more weight, with each bit of it, and towards the side that
/// its row chooses. A neuron is fed by a train of pulses and its spikes are counted.
final class WeightPart {

    private static final int WEIGHTS = 16;
    private static final int ADDRESS = 0x2a;
    private static final int COLUMNS = 4;
    private static final int COUNT = 400;
    private static final int FIRST_TICK = 1000;
    private static final int SPACING_TICKS = 60;
    private static final int CODE = 354;

    private final Fixture fixture;

    WeightPart(Fixture fixture) {
        this.fixture = fixture;
    }

    void run() throws BackendException, InterruptedException, Violation {
        weights();
        sides();
    }

    private void weights() throws BackendException, InterruptedException, Violation {
        int[][] spikes = new int[WEIGHTS][];
        for (int weight = 0; weight < WEIGHTS; weight++) {
            int w = weight;
            spikes[weight] = count((chip, driver) -> {
                SynapseRowConfig row = new SynapseRowConfig(true, false, ADDRESS >> 4, ADDRESS >> 4, 1, 1, 1);
                chip.bits.synapseRow(2 * driver, row);
                for (int c = 0; c < COLUMNS; c++) {
                    chip.bits.synapse(2 * driver, column(c), w, ADDRESS & 15);
                }
            });
        }
        Score order = new Score("more weight, more spikes");
        Score bits = new Score("each bit of a weight");
        for (int n = 0; n < spikes[0].length; n++) {
            for (int w = 1; w < WEIGHTS; w++) {
                order.add(
                        spikes[w][n] >= spikes[w - 1][n],
                        "neuron %d: %d spikes with weight %d, %d with %d, must not be fewer"
                                .formatted(n, spikes[w][n], w, spikes[w - 1][n], w - 1));
            }
            for (int bit = 1; bit < WEIGHTS; bit <<= 1) {
                int more = 0;
                for (int w = 0; w < WEIGHTS; w++) {
                    more += (w & bit) != 0 ? spikes[w][n] - spikes[w ^ bit][n] : 0;
                }
                bits.add(
                        more > 0, "neuron %d: %d more spikes with bit %d, must be more than 0".formatted(n, more, bit));
            }
        }
        fixture.bench.figure("spikes_weight_15", spikes[15][0], "");
        fixture.bench.figure("weights_wrong", order.wrongFraction(), "of all");
        order.demand(fixture.limit("weights_wrong_fraction"));
        fixture.bench.figure("weight_bits_wrong", bits.wrongFraction(), "of all");
        bits.demand(fixture.limit("weight_bits_wrong_fraction"));
    }

    /// A current makes the neuron fire; the synapse adds to it, or takes away.
    private void sides() throws BackendException, InterruptedException, Violation {
        int[] none = side(false, false);
        int[] left = side(true, false);
        int[] right = side(false, true);
        Score sides = new Score("sides of synaptic inputs");
        for (int n = 0; n < none.length; n++) {
            sides.add(
                    right[n] < none[n] && none[n] < left[n],
                    "neuron %d: %d spikes without input, %d through the left (excitatory) one, %d through the right one"
                            .formatted(n, none[n], left[n], right[n]));
        }
        fixture.bench.figure("sides_wrong", sides.wrongFraction(), "of all");
        sides.demand(fixture.limit("sides_wrong_fraction"));
    }

    private int[] side(boolean left, boolean right) throws BackendException, InterruptedException, Violation {
        return count((chip, driver) -> {
            SynapseRowConfig row = new SynapseRowConfig(left, right, ADDRESS >> 4, ADDRESS >> 4, 1, 1, 1);
            chip.bits.synapseRow(2 * driver + 1, row);
            for (int c = 0; c < COLUMNS; c++) {
                int denmem = NeuronTopology.denmem(column(c), L1Topology.driverHalf(driver));
                chip.bits.synapse(2 * driver + 1, column(c), 15, ADDRESS & 15);
                chip.neuron(denmem, c, true);
            }
            for (int block = 0; block < 4; block++) {
                chip.bits.currentStimulus(block, CurrentPart.constant(CODE));
            }
        });
    }

    /// Writes the synapses behind a driver.
    @FunctionalInterface
    private interface Synapses {
        void to(NeuronChip chip, int driver);
    }

    /// Columns of block 7: neurons go up link 7, pulses down link 2.
    private static int column(int c) {
        return 224 + 3 * c;
    }

    /// Spikes of the neurons of all chips.
    private int[] count(Synapses synapses) throws BackendException, InterruptedException, Violation {
        int[] chips = fixture.bench.hicanns();
        ProgramBuilder program = new ProgramBuilder();
        for (int k = 0; k < chips.length; k++) {
            for (int p = 0; p < COUNT; p++) {
                program.add(FIRST_TICK + (long) SPACING_TICKS * p + 2L * k, chips[k], 2, ADDRESS);
            }
        }
        Pulses trace = fixture.run(
                fixture.each((chip, k) -> {
                    chip.links(LinkDirection.TO_DNC).sender(2, true, false);
                    int hline = MergerTopology.hlineOfDnc(2);
                    int vline = L1Topology.vlinesOf(hline)[k % 8];
                    int driver = chip.crossbar(hline, vline).driver(vline, k);
                    for (int c = 0; c < COLUMNS; c++) {
                        chip.neuron(NeuronTopology.denmem(column(c), L1Topology.driverHalf(driver)), c, false);
                    }
                    synapses.to(chip, driver);
                }),
                program.build(),
                (FIRST_TICK + (long) SPACING_TICKS * COUNT) / 2);
        Map<Integer, Integer> counts = Fixture.counts(trace);
        int[] spikes = new int[chips.length * COLUMNS];
        for (int k = 0; k < chips.length; k++) {
            for (int c = 0; c < COLUMNS; c++) {
                spikes[k * COLUMNS + c] = counts.getOrDefault(PulseAddress.pack(chips[k], 7, c), 0);
            }
        }
        return spikes;
    }
}
