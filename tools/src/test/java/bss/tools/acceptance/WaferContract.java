package bss.tools.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.EmulatedWafer;
import bss.emulator.EmulatorOptions;
import bss.mapper.network.Network;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferBackend;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferProbe.Variable;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import bss.spec.defects.Defects;
import bss.spec.mapping.CellSites;
import bss.spec.mapping.Mapping;
import bss.spec.topology.WaferTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [WaferBackend] that offers an emulated wafer does, in process or behind a wire. What comes out
/// of a run is
/// compared with a wafer in this process.
@Timeout(120)
abstract class WaferContract {

    private static final Set<ConfigurationStage> ALL = EnumSet.allOf(ConfigurationStage.class);
    private static final long END = 20_000;

    @SuppressWarnings("NullAway.Init")
    private static Mapping mapping;

    private final List<AutoCloseable> open = new ArrayList<>();

    /// A wafer as described that nobody else uses. What is to be closed goes through [#closeLater].
    abstract WaferBackend offer(EmulatedWafer wafer) throws Exception;

    final <T extends AutoCloseable> T closeLater(T resource) {
        open.addFirst(resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @BeforeAll
    static void mapANetwork() throws Exception {
        Network network = Pipeline.example("guidebook");
        mapping = Pipeline.map(network, Pipeline.GREEDY, Defects.NONE).mapping();
    }

    private WaferBackend ideal() throws Exception {
        return offer(EmulatedWafer.ideal());
    }

    private static WaferConfiguration configuration() {
        return mapping.configuration();
    }

    /// Random pulses from every external source of the network.
    private static Pulses stimulus(long seed) {
        Random random = new Random(seed);
        List<long[]> pulses = new ArrayList<>();
        for (CellSites cells : mapping.cells()) {
            for (int cell = 0; cells.external() && cell < cells.count(); cell++) {
                if (cells.sends(cell)) {
                    int address = PulseAddress.pack(cells.hicann(cell), cells.dncMerger(cell), cells.address(cell));
                    for (int i = 0; i < 400; i++) {
                        pulses.add(new long[] {random.nextLong(1000, 2 * END), address});
                    }
                }
            }
        }
        return Pulses.sorted(
                pulses.stream().mapToLong(p -> p[0]).toArray(),
                pulses.stream().mapToInt(p -> (int) p[1]).toArray());
    }

    private static int chip() {
        return configuration().usedHicanns()[0];
    }

    @Test
    void twoSessionsCannotHoldTheSameFpga() throws Exception {
        WaferBackend wafer = ideal();
        try (WaferSession first = wafer.open(Lease.of(3, 4))) {
            assertEquals(0, first.now());
            BackendException e = assertThrows(BackendException.class, () -> wafer.open(Lease.of(4, 5)));
            assertEquals("FPGA 4 is held by another session, must be free for FPGAs {4, 5}", e.getMessage());
            try (WaferSession beside = wafer.open(Lease.of(5))) {
                beside.advance(10);
                first.advance(7);
                assertEquals(10, beside.now());
                assertEquals(7, first.now());
            }
        }
        wafer.open(Lease.of(4, 5)).close();
    }

    @Test
    void whatIsNotLeasedIsRefusedByName() throws Exception {
        try (WaferSession session = ideal().open(Lease.of(0))) {
            int h = WaferTopology.fpga(chip()) == 0 ? 0 : chip();
            int foreign = WaferTopology.fpga(h) == 0 ? 383 : h;
            WaferConfiguration other = WaferConfiguration.empty().with(foreign, HicannConfiguration.RESET);
            BackendException e = assertThrows(BackendException.class, () -> session.configure(other, ALL, 1));
            assertTrue(String.valueOf(e.getMessage()).contains("HICANN " + foreign), e.getMessage());
            Pulses pulses = Pulses.sorted(new long[] {5}, new int[] {PulseAddress.pack(foreign, 0, 1)});
            assertThrows(BackendException.class, () -> session.play(pulses));
            assertEquals(0, session.counters().pulsesPlayed(), "nothing of it was taken");
        }
    }

    @Test
    void aConfigurationIsReadBackAndStagesLeaveTheOthersAlone() throws Exception {
        try (WaferSession session = ideal().open(Lease.wafer())) {
            session.configure(configuration(), ALL, 1);
            assertEquals(configuration(), session.readBack());
            HicannConfiguration changed = configuration().hicann(chip()).orElseThrow().toBuilder()
                    .synapse(7, 9, 13, 2)
                    .floatingGate(0, 1, 2, 1023)
                    .build();
            WaferConfiguration one = WaferConfiguration.empty().with(chip(), changed);
            session.configure(one, EnumSet.of(ConfigurationStage.SYNAPSES), 1);
            HicannConfiguration now = session.readBack().hicann(chip()).orElseThrow();
            assertEquals(13, now.weight(7, 9));
            assertEquals(configuration().hicann(chip()).orElseThrow().floatingGate(0, 1, 2), now.floatingGate(0, 1, 2));
            WaferConfiguration fast =
                    new WaferConfiguration(new HicannConfiguration[WaferConfiguration.HICANNS], 250, false);
            BackendException e = assertThrows(BackendException.class, () -> session.configure(fast, ALL, 1));
            assertTrue(String.valueOf(e.getMessage()).contains("PLL clock is 250 MHz"), e.getMessage());
        }
    }

    /// What comes out of a run: trace, counters and cycle.
    private record Run(Pulses trace, RunCounters counters, long now) {}

    private static Run run(WaferSession session, long seed, int pieces) throws Exception {
        session.play(stimulus(seed));
        List<long[]> pulses = new ArrayList<>();
        for (int i = 1; i <= pieces; i++) {
            session.advance(END * i / pieces);
            Pulses trace = session.takeTrace();
            for (int k = 0; k < trace.count(); k++) {
                pulses.add(new long[] {trace.tick(k), trace.address(k)});
            }
        }
        return new Run(
                Pulses.sorted(
                        pulses.stream().mapToLong(p -> p[0]).toArray(),
                        pulses.stream().mapToInt(p -> (int) p[1]).toArray()),
                session.counters(),
                session.now());
    }

    private static Run expected(EmulatedWafer wafer, int trial) throws Exception {
        try (WaferSession session = wafer.open(Lease.wafer())) {
            session.configure(configuration(), ALL, trial);
            return run(session, 5, 1);
        }
    }

    @Test
    void aRunInPiecesGivesWhatTheWholeGivesAndAResetGivesItAgain() throws Exception {
        Run whole = expected(EmulatedWafer.ideal(), 1);
        assertTrue(whole.trace().count() > 100, "spikes: " + whole.trace().count());
        try (WaferSession session = ideal().open(Lease.wafer())) {
            session.configure(configuration(), ALL, 1);
            assertEquals(whole, run(session, 5, 7));
            session.reset(1);
            assertEquals(0, session.now());
            assertEquals(0, session.takeTrace().count());
            assertEquals(whole, run(session, 5, 1));
            assertEquals(0, session.takeTrace().count(), "a trace is handed out once");
        }
    }

    @Test
    void theTrialReachesTheSilicon() throws Exception {
        EmulatorOptions options = EmulatorOptions.DEFAULT;
        Run first = expected(EmulatedWafer.typical(3, options), 1);
        Run second = expected(EmulatedWafer.typical(3, options), 2);
        assertNotEquals(first, second);
        try (WaferSession session = offer(EmulatedWafer.typical(3, options)).open(Lease.wafer())) {
            session.configure(configuration(), ALL, 2);
            assertEquals(second, run(session, 5, 2));
            session.reset(1);
            assertEquals(first, run(session, 5, 1));
        }
    }

    @Test
    void pulsesThatComeTooLateCountAsDropped() throws Exception {
        try (WaferSession session = ideal().open(Lease.wafer())) {
            session.configure(configuration(), ALL, 1);
            session.advance(1000);
            int address = PulseAddress.pack(chip(), 0, 1);
            session.play(Pulses.sorted(new long[] {10, 20, 30}, new int[] {address, address, address}));
            session.play(Pulses.NONE);
            session.advance(1100);
            assertEquals(3, session.counters().pulsesPlayed());
            assertEquals(3, session.counters().droppedBeforeRun());
            BackendException e = assertThrows(BackendException.class, () -> session.advance(1099));
            assertEquals("cannot advance to cycle 1099, must be 1100 or later", e.getMessage());
            assertEquals(1100, session.now());
        }
    }

    private static List<AdcSamples> recordings(WaferSession session) throws Exception {
        HicannConfiguration shown = configuration().hicann(chip()).orElseThrow().toBuilder()
                .analogOutput(0, AnalogOutputConfig.FLOATING_GATES_LEFT)
                .analogOutput(1, AnalogOutputConfig.FLOATING_GATES_RIGHT)
                .build();
        session.configure(configuration().with(chip(), shown), ALL, 1);
        session.record(new AdcRequest(chip(), 0, 5, Optional.of(new AdcRequest.Cell(0, 3, 7))));
        session.record(new AdcRequest(chip(), 1, 40_000, Optional.of(new AdcRequest.Cell(1, 2, 1))));
        BackendException busy = assertThrows(
                BackendException.class,
                () -> session.record(new AdcRequest(chip(), 1, 4, Optional.of(new AdcRequest.Cell(1, 2, 1)))));
        assertTrue(String.valueOf(busy.getMessage()).contains("still records"), busy.getMessage());
        BackendException nothing = assertThrows(
                BackendException.class,
                () -> session.record(new AdcRequest(configuration().usedHicanns()[0], 0, 4)));
        assertTrue(String.valueOf(nothing.getMessage()).contains("HICANN " + chip()), nothing.getMessage());
        session.advance(100);
        List<AdcSamples> all = new ArrayList<>(session.takeAdc());
        session.advance(60_000);
        all.addAll(session.takeAdc());
        all.addAll(session.takeAdc());
        return all;
    }

    @Test
    void recordingsAreThoseOfTheBoard() throws Exception {
        List<AdcSamples> expected;
        try (WaferSession session =
                EmulatedWafer.typical(2, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
            expected = recordings(session);
        }
        try (WaferSession session =
                offer(EmulatedWafer.typical(2, EmulatorOptions.DEFAULT)).open(Lease.wafer())) {
            List<AdcSamples> actual = recordings(session);
            assertEquals(2, actual.size());
            assertEquals(40_000, actual.get(1).count());
            assertEquals(expected, actual);
        }
    }

    private static List<Object> looks(WaferSession session) throws Exception {
        session.configure(configuration(), ALL, 1);
        session.play(stimulus(8));
        WaferProbe probe = session.probe().orElseThrow();
        int denmem = firing();
        probe.watch(chip(), denmem, Variable.MEMBRANE, 1);
        probe.watch(chip(), denmem, Variable.CONDUCTANCE_LEFT, 250);
        probe.initialise(chip(), denmem, 0.51, 0);
        probe.recordSynapticInputs(true);
        List<Object> seen = new ArrayList<>(probe.takeSamples());
        session.advance(9000);
        probe.fire(chip(), denmem);
        seen.addAll(probe.takeSamples());
        seen.add(probe.takeSynapticInputs());
        probe.recordSynapticInputs(false);
        session.advance(END);
        seen.addAll(probe.takeSamples());
        seen.add(probe.takeSynapticInputs());
        seen.add(session.counters());
        BackendException e = assertThrows(BackendException.class, () -> probe.watch(chip(), 512, Variable.MEMBRANE, 1));
        assertTrue(String.valueOf(e.getMessage()).contains("denmem 512"), e.getMessage());
        assertThrows(BackendException.class, () -> probe.watch(chip(), 0, Variable.MEMBRANE, 0));
        return seen;
    }

    /// A denmem of the first chip whose comparator is on.
    private static int firing() {
        HicannConfiguration chip = configuration().hicann(chip()).orElseThrow();
        for (int d = 0; d < 512; d++) {
            if (chip.denmem(d).activateFiring()) {
                return d;
            }
        }
        return 0;
    }

    @Test
    void theProbeSeesTheSame() throws Exception {
        List<Object> expected;
        try (WaferSession session = EmulatedWafer.ideal().open(Lease.wafer())) {
            expected = looks(session);
        }
        try (WaferSession session = ideal().open(Lease.wafer())) {
            List<Object> actual = looks(session);
            assertTrue(((WaferProbe.Samples) actual.get(2)).values().size() >= 9000);
            assertEquals(expected, actual);
        }
    }

    @Test
    void aClosedSessionSaysSoAndClosesTwice() throws Exception {
        WaferBackend wafer = ideal();
        WaferSession session = wafer.open(Lease.wafer());
        session.close();
        session.close();
        for (Attempt attempt : List.<Attempt>of(
                s -> s.configure(configuration(), ALL, 1),
                WaferSession::readBack,
                s -> s.play(Pulses.NONE),
                s -> s.advance(5),
                WaferSession::takeTrace,
                WaferSession::counters,
                s -> s.reset(1),
                s -> s.record(new AdcRequest(0, 0, 1)),
                WaferSession::takeAdc)) {
            BackendException e = assertThrows(BackendException.class, () -> attempt.on(session));
            assertEquals("session is closed", e.getMessage());
        }
        wafer.open(Lease.wafer()).close();
    }

    @FunctionalInterface
    private interface Attempt {
        void on(WaferSession session) throws Exception;
    }

    @Test
    void anInterruptedRunCanOnlyBeClosedAndItsFpgasAreFreeThen() throws Exception {
        WaferBackend wafer = ideal();
        WaferSession session = wafer.open(Lease.wafer());
        session.configure(configuration(), ALL, 1);
        Thread runner = Thread.currentThread();
        CountDownLatch about = new CountDownLatch(1);
        Thread interrupter = Thread.ofVirtual().start(() -> {
            try {
                about.await();
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            runner.interrupt();
        });
        about.countDown();
        assertThrows(InterruptedException.class, () -> session.advance(1L << 40));
        interrupter.join();
        BackendException e = assertThrows(BackendException.class, session::takeTrace);
        assertEquals("session was interrupted, can only be closed", e.getMessage());
        session.close();
        wafer.open(Lease.wafer()).close();
    }

    @Test
    void theCapabilitiesAreThoseOfTheEmulator() throws Exception {
        assertEquals(EmulatedWafer.ideal().capabilities(), ideal().capabilities());
        assertTrue(Arrays.stream(configuration().usedHicanns()).count() > 0);
    }
}
