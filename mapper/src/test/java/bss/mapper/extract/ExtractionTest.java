package bss.mapper.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.verify.Toy;
import bss.spec.config.Component;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.coord.Direction;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.NeuronTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractionTest {

    private static final int SEEDS = 12;

    @Test
    void anEventOfAHandMadeNeuronHitsItsThreeSynapses() {
        Extraction extraction = Extractor.extract(Toy.configuration());
        Hits hits = extraction.hits(new Source.Neuron(Toy.WEST, 0, 21));
        assertEquals(2, hits.size());
        assertEquals(Toy.WEST, hits.hicann(0));
        assertEquals(2, hits.row(0));
        assertEquals(2, hits.column(0));
        assertTrue(hits.right(0));
        assertEquals(10, hits.weight(0));
        assertEquals(1, hits.chips(0));
        assertEquals(2, hits.lead(0));
        assertEquals(4 * 2.16456e-12, hits.capacitanceFarad(0), 1e-20);
        assertEquals(Toy.EAST, hits.hicann(1));
        assertEquals(2, hits.chips(1));
        assertEquals(11, hits.lead(1));
        assertEquals(15, hits.weight(1));
    }

    @Test
    void onlyCircuitsThatFireAndSendAreSources() {
        Extraction extraction = Extractor.extract(Toy.configuration());
        assertEquals(
                List.of(new Source.Neuron(Toy.WEST, 0, 21), new Source.Neuron(Toy.WEST, 2, 6)), extraction.neurons());
        assertEquals(64, extraction.externals().size());
        assertEquals(new Source.External(Toy.WEST, 7, 0), extraction.externals().getFirst());
    }

    @Test
    void randomNetsCarryWhatTheSlowTracerFinds() {
        int carrying = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            WaferConfiguration wafer = random(seed);
            SlowTracer slow = new SlowTracer(wafer);
            L1Nets nets = new L1Nets(wafer);
            for (int hicann : region()) {
                for (int line = 0; line < 320; line++) {
                    int found = nets.carriedBy(320 * hicann + line);
                    carrying += found >= 0 ? 1 : 0;
                    assertEquals(
                            slow.carriedByLine(hicann, line),
                            found,
                            "seed %d, line %d/%d".formatted(seed, hicann, line));
                }
                for (int driver = 0; driver < 224; driver++) {
                    assertEquals(
                            slow.carriedByDriver(hicann, driver),
                            nets.carriedBy(L1Nets.driverNode(hicann, driver)),
                            "seed %d, driver %d/%d".formatted(seed, hicann, driver));
                }
            }
        }
        assertTrue(carrying > 100 * SEEDS, "only %d lines carry anything".formatted(carrying));
    }

    @Test
    void randomEventsDoWhatTheSlowTracerFinds() {
        int hits = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            WaferConfiguration wafer = random(seed);
            SlowTracer slow = new SlowTracer(wafer);
            Extraction extraction = Extractor.extract(wafer);
            List<Source> sources = new ArrayList<>(extraction.neurons());
            extraction.externals().stream().filter(e -> e.address() % 9 == 3).forEach(sources::add);
            for (Source source : sources) {
                List<String> expected = switch (source) {
                    case Source.Neuron n -> slow.effects(n.hicann(), 'B', n.denmem() % 256 / 32, n.address());
                    case Source.External e -> slow.effects(e.hicann(), 'L', e.link(), e.address());
                };
                assertEquals(expected, effects(extraction.hits(source)), "seed %d, %s".formatted(seed, source));
                hits += expected.size();
            }
        }
        assertTrue(hits > 100, "only %d hits".formatted(hits));
    }

    private static List<String> effects(Hits hits) {
        List<String> effects = new ArrayList<>();
        for (int i = 0; i < hits.size(); i++) {
            effects.add("%d/%d %s %.6g"
                    .formatted(
                            hits.hicann(i),
                            hits.lead(i),
                            hits.right(i) ? "right" : "left",
                            hits.conductanceNs(i) / hits.capacitanceFarad(i)));
        }
        Collections.sort(effects);
        return effects;
    }

    /// 3 by 2 chips of which one is in reset.
    private static List<Integer> region() {
        int corner = WaferTopology.hicann(20, 8);
        List<Integer> chips = new ArrayList<>();
        for (int y = 0; y < 2; y++) {
            int at = y == 0 ? corner : WaferTopology.neighbour(corner, Direction.SOUTH);
            for (int x = 0; x < 3; x++) {
                chips.add(at);
                at = WaferTopology.neighbour(at, Direction.EAST);
            }
        }
        return chips;
    }

    private static WaferConfiguration random(int seed) {
        KeyedRandom random = KeyedRandom.of(seed, 77);
        WaferConfiguration wafer = WaferConfiguration.empty();
        List<Integer> chips = region();
        for (int i = 0; i < chips.size(); i++) {
            if (i != 4) {
                wafer = wafer.with(chips.get(i), randomChip(random).build());
            }
        }
        return wafer;
    }

    private static HicannConfigurationBuilder randomChip(KeyedRandom random) {
        HicannConfigurationBuilder chip = new HicannConfigurationBuilder();
        words(chip, random, Component.DENMEM, 0.3);
        words(chip, random, Component.QUAD, 0.3);
        words(chip, random, Component.NEURON_HALF, 1);
        words(chip, random, Component.MERGER, 0.3);
        words(chip, random, Component.DNC_MERGER, 0.5);
        words(chip, random, Component.LINK, 1);
        words(chip, random, Component.HORIZONTAL_REPEATER, 0.2);
        words(chip, random, Component.VERTICAL_REPEATER, 0.2);
        words(chip, random, Component.SYNAPSE_DRIVER, 1);
        words(chip, random, Component.SYNAPSE_ROW, 1);
        for (int g = 0; g < 8; g++) {
            chip.set(Component.BACKGROUND_GENERATOR, g, random.nextInt(3) == 0 ? 1 << 22 | random.nextInt(2) << 16 : 0);
        }
        for (int s = 0; s < 8; s++) {
            // sending repeaters, most of them sending
            chip.set(Component.HORIZONTAL_REPEATER, 8 * s + 6, random.nextInt(4) == 0 ? 0 : 2 | random.nextInt(4) << 3);
        }
        for (int i = 0; i < 60; i++) {
            chip.crossbarSwitch(random.nextInt(512), true);
        }
        for (int i = 0; i < 400; i++) {
            chip.synapseSwitch(random.nextInt(7168), true);
        }
        for (int i = 0; i < Component.SYNAPSE.count(); i += 1 + random.nextInt(40)) {
            chip.set(Component.SYNAPSE, i, random.nextInt(256));
        }
        for (int block = 0; block < 4; block++) {
            for (int i = 0; i < 24 * 129; i++) {
                chip.set(
                        Component.FLOATING_GATE,
                        block * 24 * 129 + i,
                        random.nextInt(5) == 0 ? 0 : random.nextInt(1024));
            }
        }
        return chip;
    }

    private static void words(HicannConfigurationBuilder chip, KeyedRandom random, Component component, double share) {
        for (int i = 0; i < component.count(); i++) {
            if (random.nextInt(1000) < 1000 * share) {
                int word = random.nextInt(1 << component.bits());
                boolean bothSpeeds = component == Component.NEURON_HALF;
                chip.set(component, i, bothSpeeds ? word & 1 : word);
            }
        }
    }

    @Test
    void theColumnOfASynapseIsTheColumnOfItsDenmem() {
        Hits hits = Extractor.extract(Toy.configuration()).hits(new Source.External(Toy.WEST, 7, 18));
        for (int i = 0; i < hits.size(); i++) {
            assertEquals(hits.column(i), NeuronTopology.x(hits.denmem(i)));
        }
        assertEquals(2, hits.size());
    }
}
