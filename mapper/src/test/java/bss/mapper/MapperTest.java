package bss.mapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.explain.Explainer;
import bss.mapper.network.Network;
import bss.mapper.network.Receptor;
import bss.mapper.network.connect.Connections;
import bss.mapper.network.connect.Expansion;
import bss.mapper.network.generate.Benchmarks;
import bss.mapper.problem.MappingException;
import bss.mapper.report.MappingReport;
import bss.mapper.report.ReportWriter;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.fg.NeuronParameter;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.mapping.SynapseSites;
import bss.spec.topology.L1Topology;
import bss.spec.topology.NeuronTopology;
import bss.spec.transfer.SynapseWeightTransfer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Whole mappings of small networks: the bits against the back-annotation, and the report against both.
class MapperTest {

    private static final MapperOptions GREEDY = MapperOptions.DEFAULTS.withStrategy(Strategy.GREEDY);

    private static Network network(String name, int size, long seed) {
        return Benchmarks.generate(
                name,
                OptionalDouble.empty(),
                size == 0 ? OptionalInt.empty() : OptionalInt.of(size),
                OptionalLong.of(seed));
    }

    private static MapperResult map(Network network, Defects defects, MapperOptions options) {
        try {
            return new Mapper(new PlainTranslation(), defects, options, MapperProgress.NONE).map(network);
        } catch (MappingException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void guidebookLosesWhatMaroccoLost() {
        double sum = 0;
        for (int seed = 1; seed <= 50; seed++) {
            MappingReport report = map(
                            network("guidebook", 0, seed),
                            Defects.NONE,
                            GREEDY.withChainLength(5).withNeuronSize(4))
                    .report();
            assertTrue(report.bounds().placed() <= report.synapses().lost(), "seed " + seed);
            sum += report.loss();
        }
        assertEquals(23.66, 100 * sum / 50, 0.4, "mean loss in percent over 50 seeds");
    }

    @Test
    void everySynapseOfTheBitsListensToItsSource() {
        for (String name : List.of("guidebook", "rbm", "pfeilsNoise", "feedforward")) {
            Network network = network(name, name.equals("guidebook") ? 0 : 60, 3);
            MapperResult result = map(network, Defects.NONE, GREEDY);
            Mapping mapping = result.mapping();
            for (int p = 0; p < network.projections().size(); p++) {
                SynapseSites sites = mapping.synapses().get(p);
                Connections connections = Expansion.expand(network, p);
                CellSites source =
                        mapping.cells().get(network.projections().get(p).source());
                CellSites target =
                        mapping.cells().get(network.projections().get(p).target());
                boolean left = network.projections().get(p).receptor() == Receptor.EXCITATORY;
                assertEquals(connections.size(), sites.count());
                for (int i = 0; i < sites.count(); i++) {
                    if (sites.realised(i)) {
                        String where = "%s, projection %d, synapse %d".formatted(name, p, i);
                        HicannConfiguration chip =
                                mapping.configuration().hicann(sites.hicann(i)).orElseThrow();
                        SynapseRowConfig row = chip.synapseRow(sites.row(i));
                        int address = source.address(connections.source(i));
                        assertEquals(address >> 4, row.decoder(sites.column(i)), where);
                        assertEquals(address & 15, chip.decoder(sites.row(i), sites.column(i)), where);
                        assertEquals(left, row.synInLeft(), where);
                        assertEquals(!left, row.synInRight(), where);
                        int first = target.denmem(connections.target(i));
                        int columns = target.size(connections.target(i)) / 2;
                        assertTrue(sites.column(i) >= first && sites.column(i) < first + columns, where);
                        double conductance = SynapseWeightTransfer.ofCode(100 * (row.selGmax() + 1), row.gmaxDivisor())
                                .conductance(chip.weight(sites.row(i), sites.column(i)));
                        assertEquals(
                                conductance / PlainTranslation.NANOSIEMENS_PER_MICROSIEMENS,
                                sites.weight(i),
                                1e-6 * sites.weight(i),
                                where);
                        assertEquals(0.005, sites.weight(i), 0.005 * 0.15, where);
                        assertTrue(chip.synapseDriver(sites.row(i) / 2).enable(), where);
                    }
                }
            }
            everyUnusedSynapseIsOff(mapping, name);
        }
    }

    private static void everyUnusedSynapseIsOff(Mapping mapping, String name) {
        long on = 0;
        for (int h : mapping.configuration().usedHicanns()) {
            HicannConfiguration chip = mapping.configuration().hicann(h).orElseThrow();
            for (byte b : chip.synapses()) {
                on += (b & 15) != HicannConfiguration.DECODER_OFF ? 1 : 0;
            }
            assertTrue(chip.timestampEnable());
        }
        long realised = 0;
        for (SynapseSites sites : mapping.synapses()) {
            for (int i = 0; i < sites.count(); i++) {
                realised += sites.realised(i) ? 1 : 0;
            }
        }
        assertEquals(realised, on, name);
    }

    /// The reading of the bits that [Explainer] does knows nothing of the stages that wrote them.
    @Test
    void eventsOfTheSourceReachTheDriverThroughTheBits() throws MappingException, InterruptedException {
        Network network = network("random30", 120, 5);
        MapperResult result = new Mapper(
                        new PlainTranslation(true), Defects.NONE, GREEDY.withNeuronSize(8), MapperProgress.NONE)
                .map(network);
        Explainer explainer = new Explainer(result.mapping(), network);
        Connections connections = Expansion.expand(network, 0);
        SynapseSites sites = result.mapping().synapses().getFirst();
        String label = network.populations().getFirst().label();
        int realised = 0;
        for (int i = 0; i < connections.size(); i += 97) {
            String text = String.join(
                    "\n",
                    explainer.explain(
                            "%s[%d]->%s[%d]".formatted(label, connections.source(i), label, connections.target(i))));
            if (sites.realised(i)) {
                realised++;
                assertTrue(text.contains("SynapseOnHicann(%d,%d)".formatted(sites.row(i), sites.column(i))), text);
                assertFalse(text.contains("broken"), text);
            } else {
                assertTrue(text.contains("0 realised"), text);
            }
        }
        assertTrue(realised > 10);
    }

    @Test
    void reportAddsUp() throws IOException {
        for (String name : List.of("guidebook", "random30", "rbm")) {
            Network network = network(name, name.equals("guidebook") ? 0 : 100, 2);
            Defects defects = Defects.builder()
                    .mark(DefectClass.SYNAPSE_ARRAY, 190, 1)
                    .mark(DefectClass.HICANN, 155, 0)
                    .build();
            MapperResult result = map(network, defects, GREEDY.withNeuronSize(4));
            MappingReport report = result.report();
            long requested = 0;
            long lost = 0;
            for (var projection : report.projections()) {
                requested += projection.tally().requested();
                lost += projection.tally().lost();
                assertEquals(
                        projection.tally().lost(),
                        projection.tally().lostByCause().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
            }
            assertEquals(report.synapses().requested(), requested);
            assertEquals(report.synapses().lost(), lost);
            assertTrue(report.bounds().free() <= report.bounds().placed());
            assertTrue(report.bounds().placed() <= lost, name + report.bounds() + lost);
            report.resources().forEach(u -> assertTrue(u.used() <= u.available(), u.toString()));
            var out = new ByteArrayOutputStream();
            ReportWriter.write(report, out);
            JsonNode json = new ObjectMapper().readTree(out.toByteArray());
            assertEquals(lost, json.at("/synapses/lost").asLong());
            assertEquals("greedy", json.at("/strategy").asText());
            assertEquals("clipped", json.at("/changed/0/feature").asText());
            List<String> keys = new ArrayList<>();
            json.fieldNames().forEachRemaining(keys::add);
            assertEquals(
                    List.of(
                            "version",
                            "network",
                            "strategy",
                            "seed",
                            "stopped_by",
                            "neurons",
                            "synapses",
                            "projections",
                            "resources",
                            "changed",
                            "voltage_window",
                            "seconds",
                            "peak_memory_mib"),
                    keys);
        }
    }

    @Test
    void sameOptionsGiveTheSameMapping() {
        Network network = network("rbm", 40, 1);
        MapperResult first = map(network, Defects.NONE, MapperOptions.DEFAULTS);
        MapperResult second = map(network, Defects.NONE, MapperOptions.DEFAULTS);
        assertEquals(first.mapping(), second.mapping());
        assertEquals(List.of(), first.notices());
        assertEquals("optimise", first.report().strategy());
        assertEquals("optimise", first.mapping().strategy());
        assertEquals(List.of(), map(network, Defects.NONE, GREEDY).notices());
    }

    @Test
    void neuronsAreWiredAsOneCircuitEach() {
        Network network = network("rbm", 30, 1);
        Mapping mapping = map(network, Defects.NONE, GREEDY.withNeuronSize(10)).mapping();
        int checked = 0;
        for (CellSites cells : mapping.cells()) {
            for (int i = 0; i < cells.count(); i++) {
                HicannConfiguration chip =
                        mapping.configuration().hicann(cells.hicann(i)).orElseThrow();
                int first = cells.denmem(i);
                int end = first + cells.size(i) / 2;
                // flood over closed switches from the first denmem must give exactly the rectangle
                boolean[] joined = new boolean[512];
                joined[first] = true;
                for (int round = 0; round < 80; round++) {
                    for (int d = 0; d < 512; d++) {
                        for (int e : joined[d] ? neighbours(chip, d) : new int[0]) {
                            joined[e] = true;
                        }
                    }
                }
                for (int d = 0; d < 512; d++) {
                    int x = NeuronTopology.x(d);
                    assertEquals(x >= first && x < end, joined[d], "denmem %d of neuron at %d".formatted(d, first));
                    if (joined[d]) {
                        assertEquals(d == first, chip.denmem(d).activateFiring());
                        int block = NeuronTopology.fgBlock(d);
                        for (NeuronParameter parameter : NeuronParameter.values()) {
                            assertEquals(
                                    PlainTranslation.code(d, parameter),
                                    chip.floatingGate(block, parameter.row(block), NeuronTopology.fgColumn(d)));
                        }
                    }
                }
                assertEquals(cells.address(i), chip.denmem(first).address());
                assertEquals(cells.sends(i), chip.denmem(first).enableSpl1Output());
                checked++;
            }
        }
        assertEquals(60, checked);
    }

    private static int[] neighbours(HicannConfiguration chip, int denmem) {
        int x = NeuronTopology.x(denmem);
        int y = NeuronTopology.y(denmem);
        QuadConfig quad = chip.quad(x / 2);
        List<Integer> all = new ArrayList<>();
        if (x % 2 == 0 ? quad.verticalLeft() : quad.verticalRight()) {
            all.add(256 * (1 - y) + x);
        }
        if (y == 0 ? quad.horizontalTop() : quad.horizontalBottom()) {
            all.add(256 * y + (x ^ 1));
        }
        int across = x % 2 == 0 ? x - 1 : x + 1;
        if (across >= 0 && across < 256) {
            if (chip.denmem(denmem).enableFireInput()
                    || chip.denmem(256 * y + across).enableFireInput()) {
                all.add(256 * y + across);
            }
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void driverChainsJoinExactlyTheirDrivers() {
        Mapping mapping = map(network("guidebook", 0, 4), Defects.NONE, GREEDY.withNeuronSize(4))
                .mapping();
        for (int h : mapping.configuration().usedHicanns()) {
            HicannConfiguration chip = mapping.configuration().hicann(h).orElseThrow();
            int listening = 0;
            for (int d = 0; d < 224; d++) {
                if (chip.synapseDriver(d).connectNeighbor()) {
                    int outer = L1Topology.outerNeighbour(d);
                    assertTrue(outer >= 0 && chip.synapseDriver(outer).enable());
                }
                listening += chip.synapseDriver(d).locin() ? 1 : 0;
            }
            int switches = 0;
            for (int s = 0; s < 7168; s++) {
                switches += chip.synapseSwitch(s) ? 1 : 0;
            }
            assertEquals(listening, switches, "every chain of this network is fed by a line of its own chip");
        }
    }

    @Test
    void stopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> new Mapper(new PlainTranslation(), Defects.NONE, GREEDY, MapperProgress.NONE)
                        .map(network("rbm", 5, 1)));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void refusesMoreClippingThanAllowed() {
        MappingException e = assertThrows(
                MappingException.class,
                () -> new Mapper(new PlainTranslation(), Defects.NONE, GREEDY.withMaxClip(3), MapperProgress.NONE)
                        .map(network("rbm", 5, 1)));
        assertEquals("10 values of neurons are clipped, must be at most 3", e.getMessage());
    }
}
