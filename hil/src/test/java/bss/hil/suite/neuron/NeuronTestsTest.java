package bss.hil.suite.neuron;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.EmulatorPasses;
import bss.hil.suite.machine.FaultyWafer;
import bss.hil.suite.machine.LocalBench;
import bss.hil.suite.machine.TestTolerances;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The emulator keeps what is promised of neurons, and the tests of it find what does not.
class NeuronTestsTest extends EmulatorPasses {

    NeuronTestsTest() {
        super(NeuronTests.tests());
    }

    @Tag("sweep")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void typicalWafersPassInFullSize(long wafer) throws Exception {
        LocalBench.run(
                NeuronTests.tests().getFirst(),
                EmulatedWafer.typical(wafer, EmulatorOptions.DEFAULT),
                Profile.FULL,
                TestTolerances.typical());
    }

    /// The chips act by other words than they show.
    private static FaultyWafer.Fault acting(UnaryOperator<HicannConfigurationBuilder> change) {
        return new FaultyWafer.Fault() {
            @Override
            public WaferConfiguration written(WaferConfiguration wafer) {
                return FaultyWafer.changed(wafer, change);
            }
        };
    }

    private static HicannConfigurationBuilder each(
            HicannConfigurationBuilder bits, Component component, IntUnaryOperator change) {
        for (int i = 0; i < component.count(); i++) {
            bits.set(component, i, change.applyAsInt(bits.word(component, i)) & ((1 << component.bits()) - 1));
        }
        return bits;
    }

    /// One of the things that the test looks at.
    @FunctionalInterface
    private interface Part {
        void run(Fixture fixture, SplittableRandom random) throws Exception;
    }

    private static void demandCaught(Part part, FaultyWafer.Fault fault, String words) throws Exception {
        LocalBench bench = new LocalBench(
                        new FaultyWafer(EmulatedWafer.ideal(), fault), Profile.SMOKE, 1, TestTolerances.ideal())
                .chips(words.contains("answered") ? 8 : 2);
        String found = "";
        try (WaferSession session = bench.open()) {
            part.run(new Fixture(bench, session), new SplittableRandom(3));
        } catch (Violation e) {
            found = String.valueOf(e.getMessage());
        }
        String message = found;
        assertTrue(found.contains(words), () -> "must find " + words + ", found: " + message);
    }

    private static void decoders(Fixture fixture, SplittableRandom random) throws Exception {
        new DecoderPart(fixture).run(random);
    }

    private static void weights(Fixture fixture, SplittableRandom random) throws Exception {
        new WeightPart(fixture).run();
    }

    private static void circuits(Fixture fixture, SplittableRandom random) throws Exception {
        new BuilderPart(fixture).run();
    }

    private static void currents(Fixture fixture, SplittableRandom random) throws Exception {
        new CurrentPart(fixture).run(random);
    }

    private static void fairness(Fixture fixture, SplittableRandom random) throws Exception {
        new FairnessPart(fixture).run();
    }

    private static void generators(Fixture fixture, SplittableRandom random) throws Exception {
        new GeneratorPart(fixture).run(random);
    }

    private static void repeaters(Fixture fixture, SplittableRandom random) throws Exception {
        new RepeaterPart(fixture, random).run();
    }

    @Test
    void aDecoderThatIsOffByOneIsFound() throws Exception {
        demandCaught(
                NeuronTestsTest::decoders,
                acting(b -> each(b, Component.SYNAPSE, w -> (w & 0xf0) | (w == 1 ? 1 : (w + 1) & 15))),
                "addresses");
        demandCaught(
                NeuronTestsTest::decoders,
                acting(b -> each(b, Component.SYNAPSE_ROW, w -> w ^ 4)),
                "addresses and the synapses");
        demandCaught(
                NeuronTestsTest::decoders,
                acting(b -> each(b, Component.SYNAPSE_ROW, w -> w ^ 32)),
                "addresses and the synapses");
    }

    @Test
    void aWeightBitThatIsIgnoredIsFound() throws Exception {
        for (int bit = 4; bit < 8; bit++) {
            int mask = ~(1 << bit);
            demandCaught(NeuronTestsTest::weights, acting(b -> each(b, Component.SYNAPSE, w -> w & mask)), "weight");
        }
    }

    @Test
    void sidesThatAreSwappedAreFound() throws Exception {
        demandCaught(
                NeuronTestsTest::weights,
                acting(b -> each(b, Component.SYNAPSE_ROW, w -> (w & ~3) | (w & 1) << 1 | (w >> 1 & 1))),
                "weight");
    }

    @Test
    void aQuadSwitchThatIsOpenOrClosedIsFound() throws Exception {
        for (int bit = 0; bit < 4; bit++) {
            int one = 1 << bit;
            demandCaught(
                    NeuronTestsTest::circuits, acting(b -> each(b, Component.QUAD, w -> w & ~one)), "joined denmems");
        }
        demandCaught(
                NeuronTestsTest::circuits,
                acting(b -> each(b, Component.DENMEM, w -> w & ~(1 << 8))),
                "joined denmems");
    }

    @Test
    void anAddressOfANeuronIsFound() throws Exception {
        demandCaught(
                NeuronTestsTest::currents,
                acting(b -> each(b, Component.DENMEM, w -> w ^ 32)),
                "neurons under a constant current");
    }

    @Test
    void aMergerThatFavoursOneInputIsFound() throws Exception {
        for (int merger : new int[] {8, 9, 12, 14}) {
            demandCaught(
                    NeuronTestsTest::fairness,
                    acting(b -> {
                        int word = b.word(Component.MERGER, merger);
                        // both inputs of one that merges: the left one alone
                        return b.set(Component.MERGER, merger, (word & 3) == 1 ? 2 : word);
                    }),
                    "events of the left input");
        }
    }

    @Test
    void aFilterThatIsOffIsFound() throws Exception {
        demandCaught(
                NeuronTestsTest::generators,
                new FaultyWafer.Fault() {
                    @Override
                    public WaferConfiguration written(WaferConfiguration wafer) {
                        return Wafers.filtered(wafer, false);
                    }
                },
                "background events");
    }

    @Test
    void aPeriodThatIsOneLongerIsFound() throws Exception {
        demandCaught(
                NeuronTestsTest::generators,
                acting(b -> each(b, Component.BACKGROUND_GENERATOR, w -> (w & 0xffff) > 400 ? w + 4 : w)),
                "background events");
    }

    @Test
    void aRepeaterThatIsIdleIsFound() throws Exception {
        demandCaught(
                NeuronTestsTest::repeaters,
                acting(b -> each(b, Component.VERTICAL_REPEATER, w -> 0)),
                "bursts were answered");
        demandCaught(
                NeuronTestsTest::repeaters,
                acting(b -> each(b, Component.HORIZONTAL_REPEATER, w -> (w & 7) == 1 ? 0 : w)),
                "bursts were answered");
    }

    @Test
    void countersThatDoNotAddUpAreFound() throws Exception {
        demandCaught(
                NeuronTestsTest::generators,
                new FaultyWafer.Fault() {
                    @Override
                    public RunCounters counted(RunCounters c) {
                        return new RunCounters(
                                c.pulsesPlayed(),
                                c.droppedBeforeRun(),
                                c.lostDown(),
                                c.external(),
                                c.waitingDown(),
                                c.neuronSpikes(),
                                c.lostEncoder(),
                                c.encoded(),
                                c.waitingEncoder(),
                                c.generated(),
                                c.copies(),
                                c.lostMerger(),
                                c.waitingMerger(),
                                c.offered(),
                                c.unheard(),
                                c.l1Events(),
                                c.lostL1(),
                                c.sentUp(),
                                c.lostUp(),
                                c.filtered(),
                                c.traced() + 1,
                                c.waitingUp(),
                                c.synapticEvents(),
                                c.neuronUpdates());
                    }
                },
                "counters do not add up");
    }
}
