package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.event.Tally;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.LinkDirection;
import bss.spec.config.MergerConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.MergerTopology;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The session: leases, refusals, running in parts, changing on the way, counting.
class EmulatedSessionTest {

    private static final int CHIP = WaferTopology.hicann(16, 8);
    private static final int WEST = WaferTopology.hicann(15, 8);

    /// Two chips of noisy firing neurons that excite each other, with links up and down.
    private static TestWafer busy(long seed) {
        Random random = new Random(seed);
        TestWafer wafer = new TestWafer();
        for (int h : new int[] {CHIP, WEST}) {
            TestChip chip = wafer.chip(h);
            for (int block : new int[] {0, 2, 4, 7}) {
                boolean east = random.nextBoolean();
                chip.sender(block, east);
                chip.bits.dncMerger(block, new MergerConfig(MergerConfig.Mode.MERGE, true));
                chip.bits.link(block, random.nextBoolean() ? LinkDirection.TO_DNC : LinkDirection.TO_HICANN);
                int hline = MergerTopology.hlineOfDnc(block);
                TestChip target = east ? chip : wafer.chip(WaferTopology.hicann(WaferTopology.x(h) - 1, 8));
                int line = east ? hline : (hline + 62) % 64;
                int vline = TestChip.leftVLine(line);
                int driver = TestChip.row(vline, true, 20 * block);
                target.crossbar(line, vline).synapseSwitch(vline, driver).driver(driver, 1);
                for (int column = 0; column < 256; column++) {
                    target.synapse(2 * driver + random.nextInt(2), column, random.nextInt(16), 2 + random.nextInt(14));
                }
                for (int k = 0; k < 20; k++) {
                    int denmem = 32 * block + random.nextInt(32) + 256 * random.nextInt(2);
                    chip.neuron(denmem, 18 + random.nextInt(14))
                            .fg(denmem, NeuronParameter.E_L, 540 + random.nextInt(120));
                }
            }
            chip.bits.timestampEnable(random.nextBoolean());
        }
        return wafer;
    }

    private static Pulses stimulus(long seed, int count, int ticks) {
        Random random = new Random(seed);
        long[] times = new long[count];
        int[] addresses = new int[count];
        for (int k = 0; k < count; k++) {
            times[k] = 60L + random.nextInt(ticks);
            addresses[k] =
                    PulseAddress.pack(random.nextBoolean() ? CHIP : WEST, random.nextInt(8), 16 + random.nextInt(16));
        }
        return Pulses.sorted(times, addresses);
    }

    /// Everything that a run shows.
    private static List<Object> observe(WaferConfiguration wafer, Pulses pulses, long[] stops) throws Exception {
        try (EmulatedSession session = TestWafer.open(wafer)) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            probe.watch(CHIP, 5, WaferProbe.Variable.MEMBRANE, 7);
            probe.watch(WEST, 300, WaferProbe.Variable.CONDUCTANCE_LEFT, 11);
            session.play(pulses);
            List<Long> ticks = new ArrayList<>();
            List<Integer> addresses = new ArrayList<>();
            List<List<Double>> samples = List.of(new ArrayList<>(), new ArrayList<>());
            List<Object> inputs = new ArrayList<>();
            for (long stop : stops) {
                session.advance(stop);
                assertEquals(stop, session.now());
                Pulses trace = session.takeTrace();
                for (int k = 0; k < trace.count(); k++) {
                    ticks.add(trace.tick(k));
                    addresses.add(trace.address(k));
                }
                List<WaferProbe.Samples> taken = probe.takeSamples();
                samples.get(0).addAll(taken.get(0).values());
                samples.get(1).addAll(taken.get(1).values());
                inputs.addAll(probe.takeSynapticInputs());
            }
            for (int k = 1; k < ticks.size(); k++) {
                assertTrue(ticks.get(k - 1) <= ticks.get(k), "trace is out of order at " + k);
            }
            return List.of(ticks, addresses, samples, inputs, session.counters());
        }
    }

    @Test
    void runningInPartsIsRunningAtOnce() throws Exception {
        for (int seed = 0; seed < 3; seed++) {
            WaferConfiguration wafer = busy(seed).build();
            Pulses pulses = stimulus(seed, 400, 2000);
            List<Object> whole = observe(wafer, pulses, new long[] {1200});
            Random random = new Random(seed);
            long[] stops = random.longs(20, 1, 1200).sorted().toArray();
            stops[19] = 1200;
            List<Object> parts = observe(wafer, pulses, stops);
            for (int k = 0; k < whole.size(); k++) {
                assertEquals(whole.get(k), parts.get(k), "seed " + seed + ", part " + k);
            }
            assertEquals(whole, observe(wafer, pulses, new long[] {1200}), "seed " + seed);
            List<?> trace = (List<?>) whole.getFirst();
            List<?> inputs = (List<?>) whole.get(3);
            assertTrue(
                    trace.size() > 50 && inputs.size() > 500,
                    "seed " + seed + ": " + trace.size() + " " + inputs.size());
        }
    }

    @Test
    void resetStartsAgain() throws Exception {
        Pulses pulses = stimulus(3, 300, 4000);
        try (EmulatedSession session = busy(3).open()) {
            session.play(pulses);
            session.advance(2500);
            Pulses first = session.takeTrace();
            Object counters = session.counters();
            session.reset(2);
            assertEquals(0, session.now());
            assertEquals(0, session.takeTrace().count());
            session.play(pulses);
            session.advance(2500);
            assertEquals(first, session.takeTrace());
            assertEquals(counters, session.counters());
            assertTrue(first.count() > 50);
        }
    }

    @Test
    void everyEventIsCountedOnce() throws Exception {
        long[] sums = new long[4];
        for (int seed = 10; seed < 14; seed++) {
            try (EmulatedSession session = busy(seed).open()) {
                session.play(stimulus(seed, 1500, 3000));
                for (long stop = 200; stop <= 2000; stop += 200) {
                    session.advance(stop);
                    Tally t = session.machine().tally();
                    int[] inside = session.machine().inside();
                    String where = "seed " + seed + " at " + stop;
                    assertEquals(t.pulsesPlayed, t.droppedBeforeRun + t.lostDown + t.external + inside[0], where);
                    assertEquals(t.neuronSpikes, t.lostEncoder + t.encoded + inside[1], where);
                    assertEquals(
                            t.external + t.encoded + t.generated + t.copies,
                            t.lostMerger + t.offered + t.sentUp + t.unheard + inside[2],
                            where);
                    assertEquals(t.offered, t.l1Events + t.lostL1, where);
                    assertEquals(t.sentUp, t.lostUp + t.filtered + t.traced + inside[3], where);
                }
                Tally t = session.machine().tally();
                sums[0] += t.lostDown;
                sums[1] += t.lostL1;
                sums[2] += t.external;
                sums[3] += t.traced;
            }
        }
        for (long sum : sums) {
            assertTrue(sum > 0, Arrays.toString(sums));
        }
    }

    @Test
    void playbackDropsWhatItCannotReleaseWithin100Nanoseconds() throws Exception {
        TestWafer wafer = new TestWafer();
        int[] chips = new int[8];
        for (int k = 0; k < 8; k++) {
            chips[k] = WaferTopology.hicannOfDnc(WaferTopology.dnc(CHIP), k);
            for (int link = 0; link < 8; link++) {
                wafer.chip(chips[k]).bits.link(link, LinkDirection.TO_HICANN);
            }
        }
        // 40 pulses at one time on one FPGA: the first and those that slip by 1 to 12 clocks go
        long[] ticks = new long[40];
        int[] addresses = new int[40];
        for (int k = 0; k < 40; k++) {
            ticks[k] = 400;
            addresses[k] = PulseAddress.pack(chips[k % 8], k / 8, 9);
        }
        try (EmulatedSession session = wafer.open()) {
            session.play(Pulses.sorted(ticks, addresses));
            session.advance(400);
            assertEquals(40, session.counters().pulsesPlayed());
            assertEquals(27, session.counters().droppedBeforeRun());
            assertEquals(0, session.counters().lostDown());
            session.play(
                    Pulses.sorted(new long[] {700, 826, 828}, new int[] {addresses[0], addresses[0], addresses[0]}));
            // 826 / 2 - 25 = 388: 12 clocks late; 700 is far too late
            assertEquals(28, session.counters().droppedBeforeRun());
        }
    }

    @Test
    void aPulseArrivesAtItsTimePlusTheDelay() throws Exception {
        for (boolean timestamps : new boolean[] {true, false}) {
            TestWafer wafer = new TestWafer();
            int hline = MergerTopology.hlineOfDnc(2);
            int vline = TestChip.leftVLine(hline);
            int driver = TestChip.row(vline, true, 0);
            TestChip chip =
                    wafer.chip(CHIP).sender(2, true).crossbar(hline, vline).synapseSwitch(vline, driver);
            chip.driver(driver, 1).synapse(2 * driver, 8, 5, 7);
            chip.bits.link(2, LinkDirection.TO_HICANN).timestampEnable(timestamps);
            try (EmulatedSession session = wafer.open()) {
                WaferProbe probe = session.probe().orElseThrow();
                probe.recordSynapticInputs(true);
                session.play(Pulses.sorted(new long[] {401}, new int[] {PulseAddress.pack(CHIP, 2, 16 + 7)}));
                session.advance(400);
                // its time is 200.5; without timestamps it comes 25 - 6 clocks before 200
                assertEquals(
                        timestamps ? 209 : 181 + 9,
                        probe.takeSynapticInputs().getFirst().cycle());
            }
        }
    }

    @Test
    void changesOnTheWayTakeEffectAndStateGoesOn() throws Exception {
        TestWafer wafer = new TestWafer();
        int hline = MergerTopology.hlineOfDnc(2);
        int vline = TestChip.leftVLine(hline);
        int driver = TestChip.row(vline, true, 0);
        TestChip chip = wafer.chip(CHIP).sender(2, true).crossbar(hline, vline).synapseSwitch(vline, driver);
        chip.driver(driver, 1).synapse(2 * driver, 8, 5, 7);
        chip.bits.link(2, LinkDirection.TO_HICANN);
        int denmem = driver < 112 ? 8 : 264;
        try (EmulatedSession session = wafer.open()) {
            WaferProbe probe = session.probe().orElseThrow();
            probe.recordSynapticInputs(true);
            probe.initialise(CHIP, denmem, 0.9, 0);
            int address = PulseAddress.pack(CHIP, 2, 16 + 7);
            session.play(Pulses.sorted(new long[] {200, 400, 600}, new int[] {address, address, address}));
            session.advance(150);
            chip.synapse(2 * driver, 8, 15, 7).fg(denmem, NeuronParameter.E_L, 500);
            probe.watch(CHIP, denmem, WaferProbe.Variable.MEMBRANE, 1);
            double before = session.machine()
                    .engine(CHIP)
                    .circuits()
                    .demand(denmem, 150)
                    .voltage();
            session.configure(wafer.build(), Set.of(ConfigurationStage.FLOATING_GATES), 1);
            session.advance(151);
            assertEquals(before, probe.takeSamples().getFirst().values().getFirst());
            session.configure(wafer.build(), Set.of(ConfigurationStage.SYNAPSES), 1);
            session.advance(260);
            chip.bits.crossbarSwitch(0, true); // elsewhere
            chip.synapse(2 * driver, 8, 15, 6);
            session.configure(wafer.build(), TestWafer.ALL, 1);
            session.advance(400);
            List<WaferProbe.SynapticInput> inputs = probe.takeSynapticInputs();
            assertEquals(2, inputs.size());
            assertTrue(inputs.get(1).conductanceSiemens() > inputs.get(0).conductanceSiemens() * 1.5);
            assertEquals(wafer.build(), session.readBack());
        }
    }

    @Test
    void whatTheWaferCannotDoIsRefusedByName() throws Exception {
        WaferConfiguration fast = new WaferConfiguration(new HicannConfiguration[384], 250, true);
        assertTrue(refusal(fast).contains("250 MHz"));
    }

    private static String refusal(WaferConfiguration wafer) {
        return String.valueOf(assertThrows(BackendException.class, () -> TestWafer.open(wafer))
                .getMessage());
    }

    @Test
    void leasesAreExclusiveAndBinding() throws Exception {
        EmulatedWafer wafer = EmulatedWafer.ideal();
        int fpga = WaferTopology.fpga(CHIP);
        int other = (fpga + 1) % 48;
        WaferSession first = wafer.open(Lease.of(fpga));
        assertThrows(BackendException.class, () -> wafer.open(Lease.wafer()));
        WaferSession second = wafer.open(Lease.of(other));
        WaferConfiguration one = WaferConfiguration.empty().with(CHIP, new TestChip().build());
        first.configure(one, TestWafer.ALL, 1);
        BackendException e = assertThrows(BackendException.class, () -> second.configure(one, TestWafer.ALL, 1));
        assertTrue(String.valueOf(e.getMessage()).contains("HICANN " + CHIP), e.getMessage());
        first.close();
        wafer.open(Lease.of(fpga)).close();
        assertThrows(BackendException.class, () -> first.advance(1));
        second.close();
    }

    @Test
    void anInterruptEndsTheSession() throws Exception {
        EmulatedSession session = busy(1).open();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> session.advance(10_000));
        assertThrows(BackendException.class, () -> session.advance(10_000));
        session.close();
    }

    @Test
    void randomBitFlipsNeverStopTheRun() throws Exception {
        WaferConfiguration base = busy(5).build();
        Random random = new Random(77);
        Component[] components = Component.values();
        for (int round = 0; round < 15; round++) {
            WaferConfiguration wafer = base;
            for (int h : base.usedHicanns()) {
                var bits = base.hicann(h).orElseThrow().toBuilder();
                for (int k = 0; k < 300; k++) {
                    Component c = components[random.nextInt(components.length)];
                    int index = random.nextInt(c.count());
                    int word = bits.word(c, index) ^ 1 << random.nextInt(c.bits());
                    bits.set(c, index, c == Component.SYNAPSE_DRIVER ? word & ~8 : word);
                }
                wafer = wafer.with(h, bits.build());
            }
            try (EmulatedSession session = TestWafer.open(wafer)) {
                session.play(stimulus(round, 200, 600));
                session.advance(400);
                assertNotEquals(0, session.counters().neuronUpdates());
            }
        }
    }
}
