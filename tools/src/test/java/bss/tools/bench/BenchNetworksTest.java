package bss.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.check.CheckOptions;
import bss.mapper.check.CheckReport;
import bss.mapper.check.LegalityChecker;
import bss.mapper.check.Rule;
import bss.mapper.verify.Request;
import bss.spec.backend.WaferBackend;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.Mapping;
import bss.spec.topology.NeuronTopology;
import bss.tools.bench.BalancedNetwork.Model;
import bss.tools.bench.FullWafer.Features;
import bss.tools.bench.FullWafer.Load;
import bss.tools.run.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bits of the benchmark networks, read by the extractor and held against every rule of the hardware.
class BenchNetworksTest {

    private static final int[] OWN_BLOCK = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[] MERGED = {1, 1, 3, 3, 5, 5, 6, 6};

    private static CheckReport check(Mapping mapping, Request request) {
        return LegalityChecker.check(mapping, request, Defects.NONE, new CheckOptions(56, cell -> Double.NaN, 1));
    }

    @Test
    void chipsOfTheFullWaferBreakNoRuleButThatNeuronsAreColumns() {
        int chips = 30;
        BenchNetwork network = FullWafer.write(chips, Load.NATURAL, Features.NONE);
        BitsAsMapping bits = new BitsAsMapping(network.configuration(), 1, OWN_BLOCK);
        // the rules of the mapper's neurons, once for each single denmem or column
        assertEquals(
                Map.of(
                        Rule.NEURON_RECTANGLE, 256L * chips,
                        Rule.NEURON_SHAPE, 128L * chips,
                        Rule.ONE_FIRING_DENMEM, 256L * chips),
                check(bits.mapping, bits.request).counts());
    }

    @Test
    void everySynapseOfTheFullWaferHasOneSourceAndEveryNeuron224Others() {
        int chips = 30;
        BenchNetwork network = FullWafer.write(chips, Load.NATURAL, Features.NONE);
        BitsAsMapping bits = new BitsAsMapping(network.configuration(), 1, OWN_BLOCK);
        assertEquals(network.circuits(), bits.neurons);
        assertEquals(512L * 224 * chips, network.synapses());
        assertEquals(network.synapses(), bits.synapses());
        for (int d = 0; d < chips * NeuronTopology.DENMEMS; d++) {
            assertEquals(224, bits.inputs[d], "denmem " + d);
        }
        assertEquals(0, bits.repeated, "sources that hit a neuron twice");
    }

    @Test
    void theWholeWaferIsUsedAndLegal() {
        BenchNetwork network = FullWafer.write(WaferConfiguration.HICANNS, Load.NATURAL, Features.NONE);
        assertEquals(196_608, network.circuits());
        assertEquals(44_040_192, network.synapses());
        assertEquals(384 * 8 * 59, network.senders());
        BitsAsMapping bits = new BitsAsMapping(network.configuration(), 1, OWN_BLOCK, false);
        long chips = WaferConfiguration.HICANNS;
        // without a list of synapses, each one in use counts as unused, and as nothing else
        assertEquals(
                Map.of(
                        Rule.UNUSED_DECODER, 44_040_192L,
                        Rule.NEURON_RECTANGLE, 256 * chips,
                        Rule.NEURON_SHAPE, 128 * chips,
                        Rule.ONE_FIRING_DENMEM, 256 * chips),
                check(bits.mapping, bits.request).counts());
    }

    @Test
    void theBalancedNetworkIsLegalAndHas500InputsEach() {
        int neurons = 128 * 30;
        BenchNetwork network = BalancedNetwork.write(neurons, Model.LIF);
        BitsAsMapping bits = new BitsAsMapping(network.configuration(), 4, MERGED);
        assertEquals(List.of(), check(bits.mapping, bits.request).violations());
        assertEquals(neurons, bits.neurons);
        assertEquals(500L * neurons, bits.synapses());
        for (int n = 0; n < neurons; n++) {
            assertEquals(500, bits.inputs[512 * (n / 128) + 2 * (n % 128)], "neuron " + n);
        }
    }

    @Test
    void theBalancedNetworkHasTwentyThousandNeuronsWithTenMillionSynapses() {
        BenchNetwork network = BalancedNetwork.write(BalancedNetwork.NEURONS, Model.LIF);
        BitsAsMapping bits = new BitsAsMapping(network.configuration(), 4, MERGED);
        assertEquals(20_000, bits.neurons);
        assertEquals(10_000_000, bits.synapses());
        assertTrue(bits.repeated < 1_500_000, bits.repeated + " synapses share source and target with another");
        assertEquals(List.of(), check(bits.mapping, bits.request).violations());
    }

    @Test
    void theWeakSynapsesOfTheDenseLoadDoNotChangeTheRate() throws Exception {
        double[] rates = new double[2];
        for (Load load : List.of(Load.DENSE, Load.DENSE_WITHOUT_SYNAPSES)) {
            BenchNetwork network = FullWafer.write(1, load, Features.NONE);
            WaferBackend wafer = Wafers.ideal(1);
            try (WaferRun run = WaferRun.open("test", network, wafer, Progress.SILENT)) {
                WaferRun.Sample sample = run.sample(100);
                rates[load == Load.DENSE ? 0 : 1] = sample.spikes() / (network.senders() * 0.1);
                assertEquals(load == Load.DENSE, sample.synapticEvents() > 0);
            }
        }
        assertTrue(rates[0] > 40 && rates[0] < 90, "rate " + rates[0]);
        assertEquals(rates[1], rates[0], 0.08 * rates[1]);
    }

    @Test
    void theNetworksFireAsOftenAsTheyShould() throws Exception {
        assertRate(FullWafer.write(4, Load.NATURAL, Features.NONE), Wafers.ideal(1), 6, 9);
        assertRate(FullWafer.write(12, Load.TYPICAL, Features.NONE), Wafers.typical(1, 1), 6, 9.5);
        assertRate(BalancedNetwork.write(128 * 20, Model.LIF), Wafers.ideal(1), 5, 15);
        assertRate(BalancedNetwork.write(128 * 4, Model.ADEX), Wafers.ideal(1), 5, 15);
    }

    private static void assertRate(BenchNetwork network, WaferBackend wafer, double least, double most)
            throws Exception {
        try (WaferRun run = WaferRun.open("test", network, wafer, Progress.SILENT)) {
            run.sample(400);
            WaferRun.Sample sample = run.sample(400);
            double rate = sample.spikes() / (network.senders() * sample.biologicalSeconds());
            assertTrue(rate > least && rate < most, "rate " + rate);
            assertEquals(network.circuits(), sample.circuits());
        }
    }
}
