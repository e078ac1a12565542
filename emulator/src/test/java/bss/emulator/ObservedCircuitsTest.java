package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.IdealSilicon;
import bss.emulator.silicon.Silicon;
import bss.emulator.silicon.TypicalSilicon;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.QuadConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.NeuronTopology;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Circuits that nothing sees are not computed, and nothing tells: a run shows the same bytes as one that computes
/// every circuit of every chip.
class ObservedCircuitsTest {

    private static final int PHASES = 4;
    private static final Set<ConfigurationStage> BUT_ANALOG =
            EnumSet.complementOf(EnumSet.of(ConfigurationStage.FLOATING_GATES));

    /// What one run has shown, and the circuit steps that it took.
    private record Seen(List<String> shown, long updates) {}

    @Test
    void randomExperimentsShowTheSameAsIfAllCircuitsWereComputed() throws Exception {
        for (int kind = 0; kind < 2; kind++) {
            int traced = 0;
            int adc = 0;
            long few = 0;
            long all = 0;
            for (long seed = 300; seed < 304; seed++) {
                Silicon silicon = kind == 0 ? new IdealSilicon() : new TypicalSilicon(seed);
                Seen expected = run(silicon, seed, true);
                Seen seen = run(silicon, seed, false);
                for (int k = 0; k < Math.min(expected.shown.size(), seen.shown.size()); k++) {
                    assertEquals(expected.shown.get(k), seen.shown.get(k), silicon.name() + ", seed " + seed);
                }
                assertEquals(expected.shown.size(), seen.shown.size(), silicon.name() + ", seed " + seed);
                traced += (int)
                        seen.shown.stream().filter(s -> s.startsWith("pulse")).count();
                adc += (int)
                        seen.shown.stream().filter(s -> s.startsWith("adc")).count();
                few += seen.updates;
                all += expected.updates;
            }
            String what =
                    "kind %d: %d pulses, %d ADC recordings, %d steps of %d".formatted(kind, traced, adc, few, all);
            assertTrue(traced > 200 && adc > 10 && few < 0.8 * all, what);
        }
    }

    /// An experiment in phases: between them other denmems are shown and watched, switches and analog parameters
    /// change, and once the session is reset.
    private static Seen run(Silicon silicon, long seed, boolean every) throws Exception {
        RandomWafer random = new RandomWafer(seed, 2, 2);
        SameBytesTest.write(random);
        Random choice = random.random;
        List<String> shown = new ArrayList<>();
        long updates = 0;
        try (EmulatedSession session = (EmulatedSession)
                EmulatedWafer.of(silicon, new EmulatorOptions(1, true, every)).open(Lease.wafer())) {
            WaferProbe probe = session.probe().orElseThrow();
            for (int phase = 0; phase < PHASES; phase++) {
                for (int h : random.chips) {
                    change(random, random.wafer.chip(h), phase);
                }
                session.configure(random.wafer.build(), phase % 2 == 1 ? BUT_ANALOG : TestWafer.ALL, phase);
                if (phase == 2) {
                    session.reset(2);
                }
                probe.recordSynapticInputs(phase == 1);
                for (int part = 0; part < 3; part++) {
                    int h = random.anyChip();
                    record(session, h, choice.nextInt(2), shown);
                    probe.watch(
                            h,
                            choice.nextInt(512),
                            WaferProbe.Variable.values()[choice.nextInt(4)],
                            1 + choice.nextInt(9));
                    probe.fire(h, choice.nextInt(512));
                    long from = session.now();
                    session.play(random.pulses(60, 2 * from, 2 * from + 300));
                    session.advance(from + (part == 1 ? 700 : 40 + choice.nextInt(200)));
                    collect(session, probe, shown);
                }
                updates += session.counters().neuronUpdates();
            }
        }
        return new Seen(shown, updates);
    }

    /// Shows two other denmems of a chip; from the second phase on also other switches, weights and parameters.
    private static void change(RandomWafer random, TestChip chip, int phase) {
        Random choice = random.random;
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            DenmemConfig old = DenmemConfig.fromBits(chip.bits.word(Component.DENMEM, d));
            if (old.enableAout()) {
                chip.bits.denmem(d, aout(old, false));
            }
        }
        for (int output = 0; output < 2; output++) {
            int d = 2 * choice.nextInt(256) + output;
            chip.bits.denmem(d, aout(DenmemConfig.fromBits(chip.bits.word(Component.DENMEM, d)), true));
            chip.bits.analogOutput(output, AnalogOutputConfig.membrane(NeuronTopology.quadPosition(d)));
        }
        for (int k = 0; phase > 0 && k < 30; k++) {
            chip.bits.quad(choice.nextInt(128), QuadConfig.fromBits(choice.nextInt(16)));
            chip.synapse(choice.nextInt(448), choice.nextInt(256), choice.nextInt(16), choice.nextInt(16));
            chip.fg(choice.nextInt(512), NeuronParameter.E_L, 400 + choice.nextInt(200));
        }
    }

    private static DenmemConfig aout(DenmemConfig d, boolean on) {
        return new DenmemConfig(
                d.address(), d.activateFiring(), d.enableSpl1Output(), d.enableFireInput(), on, d.enableCurrentInput());
    }

    private static void record(EmulatedSession session, int hicann, int output, List<String> shown) {
        try {
            session.record(new AdcRequest(hicann, output, 60));
        } catch (BackendException e) {
            // the channel is busy: in the other run too
            shown.add(String.valueOf(e.getMessage()));
        }
    }

    private static void collect(EmulatedSession session, WaferProbe probe, List<String> shown) throws Exception {
        Pulses trace = session.takeTrace();
        for (int k = 0; k < trace.count(); k++) {
            shown.add("pulse %d of %d".formatted(trace.tick(k), trace.address(k)));
        }
        for (AdcSamples a : session.takeAdc()) {
            shown.add("adc " + a.request() + a.firstCycle() + codes(a));
        }
        for (WaferProbe.Samples s : probe.takeSamples()) {
            shown.add(s.toString());
        }
        for (WaferProbe.SynapticInput i : probe.takeSynapticInputs()) {
            shown.add(i.toString());
        }
        shown.add(session.counters().toString().replaceAll("neuronUpdates=\\d+", ""));
        shown.add("weights " + session.readBack().hashCode());
    }

    private static String codes(AdcSamples a) {
        return IntStream.range(0, a.count()).mapToObj(k -> " " + a.code(k)).collect(Collectors.joining());
    }

    @Test
    void aCircuitThatIsWatchedLateHasTheStateThatItWouldHave() throws Exception {
        TypicalSilicon silicon = new TypicalSilicon(5);
        TestChip chip = new TestChip();
        Random random = new Random(11);
        for (int d = 0; d < NeuronTopology.DENMEMS; d++) {
            // rests where the exponential term pulls, with adaptation
            chip.fg(d, NeuronParameter.V_EXP, 480 + random.nextInt(120))
                    .fg(d, NeuronParameter.I_REXP, 200 + random.nextInt(800))
                    .fg(d, NeuronParameter.I_BEXP, 900)
                    .fg(d, NeuronParameter.I_GLADAPT, random.nextInt(400));
        }
        for (int quad = 0; quad < 40; quad++) {
            chip.bits.quad(quad, QuadConfig.fromBits(random.nextInt(16)));
        }
        WaferConfiguration wafer = WaferConfiguration.empty().with(7, chip.build());
        List<List<WaferProbe.Samples>> seen = new ArrayList<>();
        for (boolean every : new boolean[] {true, false}) {
            try (EmulatedSession session =
                    (EmulatedSession) EmulatedWafer.of(silicon, new EmulatorOptions(1, true, every))
                            .open(Lease.wafer())) {
                session.configure(wafer, TestWafer.ALL, 1);
                WaferProbe probe = session.probe().orElseThrow();
                for (long late : new long[] {0, 1, 2, 77, 3000, 9000}) {
                    session.advance(late);
                    for (int k = 0; k < 12; k++) {
                        probe.watch(7, (int) ((late * 31 + 43L * k) % 512), WaferProbe.Variable.MEMBRANE, 1);
                        probe.watch(7, (int) ((late * 31 + 43L * k) % 512), WaferProbe.Variable.ADAPTATION, 1);
                    }
                    session.advance(late + 1);
                }
                seen.add(probe.takeSamples());
            }
        }
        boolean moves = seen.get(0).stream()
                .map(WaferProbe.Samples::values)
                .anyMatch(v -> Math.abs(v.getFirst() - v.getLast()) > 1e-3);
        assertTrue(moves, "no membrane moves");
        for (int k = 0; k < seen.get(0).size(); k++) {
            assertEquals(seen.get(0).get(k), seen.get(1).get(k), "watch " + k);
        }
    }

    @Test
    void anExperimentOnTwoMembranesComputesTwoCircuits() throws Exception {
        TestChip chip = new TestChip();
        for (int d : new int[] {4, 9}) {
            chip.bits.denmem(d, new DenmemConfig(0, false, false, false, true, false));
        }
        WaferConfiguration wafer =
                WaferConfiguration.empty().with(7, chip.build()).with(8, HicannConfiguration.RESET);
        try (EmulatedSession session = TestWafer.open(wafer)) {
            session.advance(1000);
            assertEquals(2 * 1000, session.counters().neuronUpdates());
        }
        try (EmulatedSession session =
                (EmulatedSession) EmulatedWafer.of(new IdealSilicon(), new EmulatorOptions(1, true, true))
                        .open(Lease.wafer())) {
            session.configure(wafer, TestWafer.ALL, 1);
            session.advance(1000);
            assertEquals(1024 * 1000, session.counters().neuronUpdates());
        }
    }
}
