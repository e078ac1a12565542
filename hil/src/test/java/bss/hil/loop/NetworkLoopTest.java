package bss.hil.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Loss;
import bss.spec.mapping.LossCause;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.transfer.SynapseWeightTransfer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cells and synapses of a network that was placed by hand: two sources, one of which found no place, and two neurons.
class NetworkLoopTest {

    private static final int CHIP = 120;
    private static final int ROW = 10;
    private static final int CODE = 300;
    private static final double SPEEDUP = 10_000;
    /// Of a source and of the neurons.
    private static final int SOURCE = PulseAddress.pack(CHIP, 3, 17);

    private static final int FIRST = PulseAddress.pack(CHIP, 0, 1);
    private static final int SECOND = PulseAddress.pack(CHIP, 1, 2);

    private final NotingWafer wafer = new NotingWafer();

    private static Mapping mapping(int gmaxDivisor) {
        HicannConfigurationBuilder chip = HicannConfiguration.RESET.toBuilder();
        int quadrant = L1Topology.driverQuadrant(ROW / 2);
        chip.floatingGate(quadrant, SharedParameter.vGmax(2).row(quadrant), FloatingGates.SHARED_COLUMN, CODE);
        chip.synapseRow(ROW, new SynapseRowConfig(true, false, 0, 0, 2, gmaxDivisor, 0));
        chip.synapse(ROW, 5, 8, 3);
        return new Mapping(
                new Mapping.Text(new byte[0]),
                "by hand",
                1,
                SPEEDUP,
                1,
                0,
                WaferConfiguration.empty().with(CHIP, chip.build()),
                List.of(
                        new CellSites(
                                "in",
                                true,
                                new int[] {CHIP, -1},
                                new int[] {-1, -1},
                                new int[] {0, 0},
                                new int[] {3, -1},
                                new int[] {17, -1}),
                        new CellSites(
                                "out",
                                false,
                                new int[] {CHIP, CHIP},
                                new int[] {0, 64},
                                new int[] {4, 4},
                                new int[] {0, 1},
                                new int[] {1, 2})),
                List.of(new SynapseSites(
                        "in to out",
                        new int[] {CHIP * SynapseSites.PER_HICANN + ROW * 256 + 5, -1},
                        new float[] {0.004f, Float.NaN},
                        new float[] {1, Float.NaN})),
                List.of(new Loss(LossCause.NEURON_UNPLACED, "the source has no place")),
                List.of());
    }

    private NetworkLoop open(int divisor) throws Exception {
        return NetworkLoop.open(wafer, mapping(divisor), 1);
    }

    @Test
    void spikesGoToTheSourcesAndComeBackFromTheNeurons() throws Exception {
        try (NetworkLoop loop = open(4)) {
            loop.setSpikes(0, 0, 5, 1, 60);
            loop.setSpikes(0, 1, 2);
            // 4 ns at a speed-up of 10,000 are 0.04 ms
            wafer.answer = Pulses.sorted(
                    new long[] {100, 150, 200, 1499, 1500, 300},
                    new int[] {SECOND, FIRST, SECOND, SECOND, FIRST, PulseAddress.pack(CHIP, 5, 5)});
            Iteration iteration = loop.run(60);
            assertEquals(Pulses.sorted(new long[] {25, 125}, new int[] {SOURCE, SOURCE}), wafer.played);
            assertArrayEquals(new double[] {6}, iteration.spikes().times(1, 0), 1e-9);
            assertArrayEquals(new double[] {4, 8, 59.96}, iteration.spikes().times(1, 1), 1e-9);
            assertEquals(1, iteration.spikes().stray());
            assertEquals(3, iteration.spikes().count(1, 1));
            assertEquals(
                    (750 + WaferLoop.FLUSH_CYCLES) * 8e-9, iteration.timing().hardwareSeconds(), 1e-15);
        }
    }

    @Test
    void aLostSynapseHasNoWeightAndTakesNone() throws Exception {
        try (NetworkLoop loop = open(4)) {
            assertArrayEquals(new int[] {8, NetworkLoop.LOST}, loop.weights(0));
            loop.setWeights(0, new int[] {3, NetworkLoop.LOST});
            assertArrayEquals(new int[] {3, NetworkLoop.LOST}, loop.weights(0));
            assertTrue(Double.isNaN(loop.biologicalWeights(0)[1]));
            loop.setBiologicalWeight(0, 1, Double.NaN, NetworkLoop.nearest());
            assertThrows(IllegalArgumentException.class, () -> loop.setWeights(0, new int[] {16, 0}));
            assertThrows(IllegalArgumentException.class, () -> loop.setWeights(0, new int[] {1}));
            assertArrayEquals(new int[] {3, NetworkLoop.LOST}, loop.weights(0));
        }
    }

    @Test
    void weightsInMicrosiemensFollowTheCurveOfTheRow() throws Exception {
        SynapseWeightTransfer curve = SynapseWeightTransfer.ofCode(CODE, 4);
        try (NetworkLoop loop = open(4)) {
            assertTrue(loop.scaled(0));
            for (int w = 0; w <= 15; w++) {
                loop.setWeight(0, 0, w);
                double expected = 0.004 * curve.conductance(w) / curve.conductance(8);
                assertEquals(expected, loop.biologicalWeights(0)[0], 1e-8, "weight " + w);
                loop.setWeight(0, 0, 15 - w);
                loop.setBiologicalWeight(0, 0, expected, NetworkLoop.nearest());
                assertEquals(w, loop.weights(0)[0]);
            }
            loop.setBiologicalWeight(0, 0, 1, NetworkLoop.nearest());
            assertEquals(15, loop.weights(0)[0], "clipped");
            assertThrows(
                    IllegalArgumentException.class, () -> loop.setBiologicalWeight(0, 0, -1e-3, NetworkLoop.nearest()));
        }
    }

    @Test
    void aRowThatConductsNothingHasNoWeightsInMicrosiemens() throws Exception {
        try (NetworkLoop loop = open(0)) {
            assertFalse(loop.scaled(0));
            assertThrows(IllegalArgumentException.class, () -> loop.biologicalWeights(0));
            loop.setWeight(0, 0, 2);
            assertEquals(2, loop.weights(0)[0]);
        }
    }

    @Test
    void synapsesAreFoundByTheCellsThatTheyJoin() {
        SynapseEnds ends = new SynapseEnds(new int[] {0, 1, 0, 0}, new int[] {2, 2, 2, 1});
        assertArrayEquals(new int[] {0, 2}, ends.between(0, 2));
        assertArrayEquals(new int[] {3}, ends.between(0, 1));
        assertEquals(0, ends.between(2, 0).length);
        assertThrows(IllegalArgumentException.class, () -> new SynapseEnds(new int[1], new int[2]));
    }

    @Test
    void halfOfTheIterationsAreNotSlowerThanTheMedianAndAllButOneInAHundredNotThanThe99th() {
        List<IterationTiming> timings = new ArrayList<>();
        timings.add(new IterationTiming(0, 1e-3, 7.2, 1000, 0, 0, 0));
        for (int i = 1; i <= 200; i++) {
            // in any order
            int rank = i * 77 % 201;
            timings.add(new IterationTiming(i, 1e-3, 0, rank, 2 * rank, 0, 0));
        }
        LoopStatistics statistics = LoopStatistics.of(timings);
        assertEquals(new LoopStatistics.Spread(100, 198), statistics.configure());
        assertEquals(new LoopStatistics.Spread(300, 594), statistics.latency());
        assertEquals(201, statistics.iterations());
        assertEquals(7.2, statistics.programmingSeconds());
        assertEquals(0, LoopStatistics.of(List.of()).latency().p99());
    }
}
