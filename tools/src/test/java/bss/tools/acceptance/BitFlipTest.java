package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bss.mapper.network.Network;
import bss.mapper.verify.Request;
import bss.mapper.verify.Verifier;
import bss.spec.config.Component;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.fg.FloatingGates;
import bss.spec.fg.SharedParameter;
import bss.spec.mapping.Mapping;
import bss.spec.random.KeyedRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `bss-map verify` reports exactly the single-bit flips that change what a spike does, and the emulator decides what
/// changed: the two share no code.
class BitFlipTest {

    private static final int FLIPS = 100;

    /// What verify answers for: everything between a spike and the conductance that it causes.
    private static final Set<Component> CLASSES = EnumSet.of(
            Component.DENMEM,
            Component.QUAD,
            Component.MERGER,
            Component.DNC_MERGER,
            Component.BACKGROUND_GENERATOR,
            Component.LINK,
            Component.HORIZONTAL_REPEATER,
            Component.VERTICAL_REPEATER,
            Component.CROSSBAR_SWITCH,
            Component.SYNAPSE_SWITCH,
            Component.SYNAPSE_DRIVER,
            Component.SYNAPSE_ROW,
            Component.SYNAPSE,
            Component.FLOATING_GATE);

    static Stream<Component> everyClass() {
        return CLASSES.stream();
    }

    @Tag("sweep")
    @ParameterizedTest
    @MethodSource("everyClass")
    void verifyReportsExactlyTheFlipsThatChangeSomething(Component component) throws Exception {
        flip(component, FLIPS, 1);
    }

    @Test
    void verifyReportsAFewFlipsOfEachClass() throws Exception {
        for (Component component : CLASSES) {
            flip(component, 4, 2);
        }
    }

    private static void flip(Component component, int flips, long seed) throws Exception {
        Network network = FlipNetwork.network();
        Mapping mapping =
                Pipeline.map(network, FlipNetwork.OPTIONS, Defects.NONE).mapping();
        Verifier verifier = new Verifier(mapping, Request.of(network));
        SpikeOracle oracle = new SpikeOracle(mapping);
        List<String> before = oracle.observe(mapping.configuration());
        List<int[]> inUse = bitsInUse(mapping.configuration(), component);
        KeyedRandom random = KeyedRandom.of(seed, component.ordinal());
        int changed = 0;
        List<String> disagreements = new ArrayList<>();
        for (int n = 0; n < flips; n++) {
            int[] bit = inUse.get(random.nextInt(inUse.size()));
            HicannConfiguration chip = mapping.configuration().hicann(bit[0]).orElseThrow();
            HicannConfiguration flipped = chip.toBuilder()
                    .set(component, bit[1], chip.word(component, bit[1]) ^ 1 << bit[2])
                    .build();
            WaferConfiguration configuration = mapping.configuration().with(bit[0], flipped);
            boolean effect = !oracle.observe(configuration).equals(before);
            boolean reported = !verifier.verify(configuration).agrees();
            changed += effect ? 1 : 0;
            if (effect != reported) {
                disagreements.add("HICANN %d %s %d bit %d: emulator %s, verify %s"
                        .formatted(bit[0], component, bit[1], bit[2], effect, reported));
            }
        }
        System.out.printf(
                "%s: %d flips, %d changed something, all told apart: %s%n",
                component, flips, changed, disagreements.isEmpty());
        assertEquals(List.of(), disagreements, "seed " + seed);
    }

    /// The bits of words that the mapping uses, as (HICANN, index, bit).
    private static List<int[]> bitsInUse(WaferConfiguration wafer, Component component) {
        List<int[]> bits = new ArrayList<>();
        for (int h : wafer.usedHicanns()) {
            HicannConfiguration chip = wafer.hicann(h).orElseThrow();
            for (int index = 0; index < component.count(); index++) {
                if (inUse(chip, component, index)) {
                    for (int bit = 0; bit < width(component); bit++) {
                        bits.add(new int[] {h, index, bit});
                    }
                }
            }
        }
        return bits;
    }

    /// Bits that this version gives a meaning: a driver's bits of short-term plasticity are refused by name.
    private static int width(Component component) {
        return component == Component.SYNAPSE_DRIVER ? 3 : component.bits();
    }

    private static boolean inUse(HicannConfiguration chip, Component component, int index) {
        return switch (component) {
            case SYNAPSE -> (chip.word(component, index) & 15) != HicannConfiguration.DECODER_OFF;
            case SYNAPSE_ROW -> chip.synapseDriver(index / 2).enable();
            case FLOATING_GATE -> strength(index);
            case MERGER, DNC_MERGER -> true;
            default -> chip.word(component, index) != 0;
        };
    }

    /// Cells that decide how strong a synapse is: V_gmax.
    private static boolean strength(int index) {
        int column = index % FloatingGates.COLUMNS;
        int row = index / FloatingGates.COLUMNS % FloatingGates.ROWS;
        int block = index / (FloatingGates.COLUMNS * FloatingGates.ROWS);
        return column == 0
                && Stream.of(0, 1, 2, 3).anyMatch(s -> SharedParameter.vGmax(s).row(block) == row);
    }
}
