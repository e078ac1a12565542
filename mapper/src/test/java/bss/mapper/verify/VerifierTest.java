package bss.mapper.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.mapper.extract.SlowTracer;
import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.WaferConfiguration;
import bss.spec.mapping.CellSites;
import bss.spec.random.KeyedRandom;
import bss.spec.topology.MergerTopology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifierTest {

    private static final int FLIPS = 400;

    private final Verifier verifier = new Verifier(Toy.mapping(), Toy.request());

    private VerifyReport west(java.util.function.UnaryOperator<bss.spec.config.HicannConfigurationBuilder> change) {
        return verifier.verify(
                Toy.configuration().with(Toy.WEST, change.apply(Toy.west()).build()));
    }

    @Test
    void theBitsOfTheToyDoWhatItReports() {
        VerifyReport report = verifier.verify();
        assertEquals(new VerifyReport(7, 6, 6, 1, 0, 0, 0, 0, 0, List.of()), report);
        assertTrue(report.agrees());
    }

    @Test
    void aHigherWeightIsWrongAndSaysWhatItIs() {
        VerifyReport report = west(c -> c.synapse(28, 0, 6, 2));
        assertEquals(1, report.wrong());
        assertEquals(5, report.realised());
        assertEquals(0, report.missing());
        assertTrue(report.examples().getFirst().startsWith("source[0] -> near[0] excitatory: weight in uS"));
    }

    @Test
    void aSynapseNobodyAskedForIsWrong() {
        VerifyReport report = west(c -> c.synapse(29, 2, 9, 2));
        assertEquals(1, report.wrong());
        assertEquals(List.of("source[0] -> near[1] excitatory: not asked for, the bits realise 1"), report.examples());
    }

    @Test
    void aThirdSynapseOfTwoAskedForIsWrong() {
        VerifyReport report =
                west(c -> c.synapse(28, 1, 9, 3).synapse(29, 1, 1, 2).synapseRow(29, row(1, 1)));
        assertTrue(report.examples().contains("source[0] -> near[0] excitatory: asked for 2, the bits realise 3"));
        assertEquals(2, report.wrong());
    }

    private static bss.spec.config.SynapseRowConfig row(int even, int odd) {
        return new bss.spec.config.SynapseRowConfig(true, false, even, odd, 0, 5, 5);
    }

    @Test
    void aHitOnADenmemOfNoNeuronIsWrong() {
        VerifyReport report = west(c -> c.synapse(29, 40, 9, 2));
        assertEquals(1, report.wrong());
        assertTrue(report.examples().getFirst().endsWith("hits HICANN %d, denmem 40 (no neuron)".formatted(Toy.WEST)));
    }

    @Test
    void anOpenSwitchLosesWhatTheMappingReports() {
        VerifyReport report = verifier.verify(Toy.configuration()
                .with(
                        Toy.EAST,
                        Toy.east()
                                .horizontalRepeater(0, bss.spec.config.RepeaterConfig.IDLE)
                                .build()));
        assertEquals(1, report.missing());
        assertEquals(5, report.realised());
        assertFalse(report.agrees());
    }

    @Test
    void aSynapseAtAddressZeroTakesTheLockingEvents() {
        VerifyReport report = west(c -> c.synapse(6, 0, 3, 0));
        assertEquals(1, report.background());
        assertEquals(1, report.missing());
    }

    @Test
    void aNeuronWithoutComparatorIsMute() {
        VerifyReport report = west(c -> c.denmem(0, new DenmemConfig(21, false, true, false, false, false)));
        assertEquals(1, report.mute());
        assertTrue(report.examples().getFirst().contains("near[0]"));
    }

    @Test
    void aSourceWhoseLinkIsOffDoesNotEnter() {
        VerifyReport report = west(c -> c.link(7, LinkDirection.OFF));
        assertEquals(2, report.mute());
        assertEquals(3, report.missing());
    }

    @Test
    void neuronsWhoseLinkIsOffAreUnheard() {
        VerifyReport report = west(c -> c.link(0, LinkDirection.OFF));
        assertEquals(2, report.unheard());
        assertEquals(0, report.wrong());
        assertFalse(report.agrees());
    }

    @Test
    void anotherNetworkIsRefused() {
        Request empty = new Request(List.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> new Verifier(Toy.mapping(), empty));
    }

    @Test
    void aFlippedBitIsReportedExactlyIfItChangesWhatSomeSpikeDoes() {
        KeyedRandom random = KeyedRandom.of(5, 1);
        String before = behaviour(Toy.configuration());
        int changed = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            int hicann = random.nextInt(3) == 0 ? Toy.EAST : Toy.WEST;
            HicannConfiguration chip = Toy.configuration().hicann(hicann).orElseThrow();
            Component component = Component.values()[random.nextInt(Component.values().length)];
            int index = index(chip, component, random);
            int bit = random.nextInt(component.bits());
            int word = chip.word(component, index) ^ (1 << bit);
            WaferConfiguration flipped = Toy.configuration()
                    .with(hicann, chip.toBuilder().set(component, index, word).build());
            boolean changes = !before.equals(behaviour(flipped));
            changed += changes ? 1 : 0;
            VerifyReport report = verifier.verify(flipped);
            assertEquals(
                    changes,
                    !report.agrees(),
                    "flip %d: bit %d of %s %d on HICANN %d: %s".formatted(flip, bit, component, index, hicann, report));
        }
        assertTrue(changed > FLIPS / 10 && changed < FLIPS * 9 / 10, "%d flips change something".formatted(changed));
    }

    /// Every other time a word that the toy has set.
    private static int index(HicannConfiguration chip, Component component, KeyedRandom random) {
        int index = random.nextInt(component.count());
        if (random.nextInt(4) > 0) {
            int start = index;
            do {
                index = (index + 1) % component.count();
            } while (index != start && chip.word(component, index) == HicannConfiguration.RESET.word(component, index));
        }
        if (component == Component.FLOATING_GATE && random.nextInt(2) == 0) {
            index -= index % 129;
        }
        return index;
    }

    /// What spikes of the placed cells, and the locking events at placed neurons, do by the slow tracer.
    private static String behaviour(WaferConfiguration wafer) {
        SlowTracer slow = new SlowTracer(wafer);
        List<Object> all = new ArrayList<>();
        for (CellSites cells : Toy.cells()) {
            for (int i = 0; i < cells.count(); i++) {
                int hicann = cells.hicann(i);
                if (cells.external()) {
                    all.add(slow.ways(hicann, 'L', 7, 7));
                    all.add(slow.effects(hicann, 'L', 7, cells.address(i)));
                    continue;
                }
                int denmem = cells.denmem(i);
                DenmemConfig config = wafer.hicann(hicann).orElseThrow().denmem(denmem);
                boolean fires = slow.lead(hicann, denmem) == denmem;
                boolean sends = fires && config.enableSpl1Output();
                all.add(fires);
                boolean recorded = cells.label().equals("near");
                if (cells.sends(i)) {
                    all.add(sends && slow.ways(hicann, 'B', 0, 0) > 0 ? config.address() : "mute");
                    all.add(recorded && !(sends && heard(wafer, slow, hicann, denmem / 32)) ? "unheard" : "");
                }
                if (sends) {
                    slow.effects(hicann, 'B', denmem / 32, config.address()).stream()
                            .map(effect -> denmem + " to " + effect)
                            .forEach(all::add);
                }
            }
        }
        for (int hicann : wafer.usedHicanns()) {
            for (int d = 0; d < MergerTopology.DNC_MERGERS; d++) {
                slow.busEffects(8 * hicann + d, 0).stream()
                        .filter(e -> e.startsWith(Toy.WEST + "/0 ")
                                || e.startsWith(Toy.WEST + "/2 ")
                                || e.startsWith(Toy.EAST + "/11 "))
                        .forEach(all::add);
            }
        }
        return all.toString();
    }

    /// Whether some link takes the events of a block up to the host.
    private static boolean heard(WaferConfiguration wafer, SlowTracer slow, int hicann, int block) {
        return IntStream.range(0, MergerTopology.DNC_MERGERS)
                .anyMatch(d -> wafer.hicann(hicann).orElseThrow().link(d) == LinkDirection.TO_DNC
                        && slow.ways(hicann, 'B', block, d) > 0);
    }
}
