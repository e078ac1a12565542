package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.emulator.silicon.TypicalSilicon;
import bss.spec.backend.AdcRequest;
import bss.spec.backend.AdcSamples;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.AnalogOutputConfig;
import bss.spec.config.DenmemConfig;
import bss.spec.fg.NeuronParameter;
import bss.spec.topology.WaferTopology;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Recordings of a session: what they see, and what is refused.
class AdcSessionTest {

    private static final int CHIP = WaferTopology.hicann(16, 8);
    private static final int EAST = WaferTopology.hicann(17, 8);
    private static final int DENMEM = 5;

    private static void show(TestChip chip, int output, int denmem, boolean firing) {
        chip.bits.denmem(denmem, new DenmemConfig(0, firing, false, false, true, false));
        chip.bits.analogOutput(output, AnalogOutputConfig.MEMBRANE_TOP_ODD);
    }

    private static TestWafer spiking() {
        TestWafer wafer = new TestWafer();
        show(wafer.chip(CHIP), 0, DENMEM, true);
        wafer.chip(CHIP).fg(DENMEM, NeuronParameter.E_L, 700);
        return wafer;
    }

    private static String refusal(WaferSession session, AdcRequest request) {
        return String.valueOf(assertThrows(BackendException.class, () -> session.record(request))
                .getMessage());
    }

    @Test
    void anIdealRecordingIsTheMembraneOfTheProbe() throws Exception {
        try (WaferSession session = spiking().open()) {
            session.advance(100);
            WaferProbe probe = session.probe().orElseThrow();
            probe.watch(CHIP, DENMEM, WaferProbe.Variable.MEMBRANE, 1);
            session.record(new AdcRequest(CHIP, 0, 960));
            session.advance(900);
            assertEquals(List.of(), session.takeAdc());
            session.advance(1400);
            AdcSamples samples = session.takeAdc().getFirst();
            assertEquals(List.of(), session.takeAdc());
            assertEquals(100, samples.firstCycle());
            List<Double> membrane = probe.takeSamples().getFirst().values();
            for (int k = 0; k < samples.count(); k++) {
                double at = k * 125 / 96.0;
                int n = (int) at;
                double volt = membrane.get(n) + (at - n) * (membrane.get(n + 1) - membrane.get(n));
                assertEquals(volt, samples.volt(k), 0.23e-3, "sample " + k);
            }
        }
    }

    @Test
    void runningInPartsGivesTheSameSamples() throws Exception {
        AdcSamples whole = typical(1, 2000);
        assertEquals(whole, typical(1, 1, 2, 77, 2000));
        assertNotEquals(whole, typical(2, 2000));
    }

    @Test
    void samplesDoNotDependOnThreadsOrKernels() throws Exception {
        AdcSamples one = typical(1, 2000);
        assertEquals(one, typical(new EmulatorOptions(2, true), 1, 2000));
        assertEquals(one, typical(new EmulatorOptions(3, false), 1, 333, 2000));
    }

    private static AdcSamples typical(int trial, long... stops) throws Exception {
        return typical(EmulatorOptions.DEFAULT, trial, stops);
    }

    private static AdcSamples typical(EmulatorOptions options, int trial, long... stops) throws Exception {
        try (WaferSession session = EmulatedWafer.typical(11, options).open(Lease.wafer())) {
            session.configure(spiking().build(), TestWafer.ALL, trial);
            session.record(new AdcRequest(CHIP, 0, 1000));
            for (long stop : stops) {
                session.advance(stop);
            }
            return session.takeAdc().getFirst();
        }
    }

    @Test
    void aTypicalRecordingIsOffByBufferBoardAndNoiseAlone() throws Exception {
        try (WaferSession session =
                EmulatedWafer.typical(11, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
            TestWafer wafer = new TestWafer();
            show(wafer.chip(CHIP), 0, DENMEM, false);
            session.configure(wafer.build(), TestWafer.ALL, 1);
            WaferProbe probe = session.probe().orElseThrow();
            probe.watch(CHIP, DENMEM, WaferProbe.Variable.MEMBRANE, 1);
            session.record(new AdcRequest(CHIP, 0, 4000));
            session.advance(5300);
            double volt = probe.takeSamples().getFirst().values().getFirst();
            AdcSamples samples = session.takeAdc().getFirst();
            double mean = 0;
            for (int k = 0; k < samples.count(); k++) {
                mean += (double) samples.code(k) / samples.count();
            }
            var readout = new TypicalSilicon(11).readout();
            var board = readout.board(samples.request().channel());
            double seen = board.v0() + board.v1() * mean + board.v2() * mean * mean;
            assertEquals(volt + readout.membraneOffset(CHIP, DENMEM), seen, 0.15e-3);
        }
    }

    @Test
    void floatingGatesReadAsTheCellsOfTheirSide() throws Exception {
        TestWafer wafer = new TestWafer();
        wafer.chip(CHIP).bits.analogOutput(0, AnalogOutputConfig.FLOATING_GATES_LEFT);
        wafer.chip(CHIP).bits.floatingGate(2, 6, 17, 500);
        try (WaferSession session = wafer.open()) {
            session.record(new AdcRequest(CHIP, 0, 10, Optional.of(new AdcRequest.Cell(2, 6, 17))));
            session.advance(20);
            assertEquals(1.8 * 500 / 1023, session.takeAdc().getFirst().volt(9), 0.23e-3);
            assertTrue(refusal(session, new AdcRequest(CHIP, 0, 10)).contains("must name a cell of block 0 or 2"));
            assertTrue(refusal(session, new AdcRequest(CHIP, 0, 10, Optional.of(new AdcRequest.Cell(1, 6, 17))))
                    .contains("must name a cell of block 0 or 2"));
        }
    }

    @Test
    void clashesAreRefusedWithWhatIsInTheWay() throws Exception {
        TestWafer wafer = spiking();
        show(wafer.chip(EAST), 0, 7, false);
        wafer.chip(EAST).bits.denmem(9, new DenmemConfig(0, false, false, false, true, false));
        wafer.chip(CHIP).bits.analogOutput(1, AnalogOutputConfig.MEMBRANE_BOTTOM_ODD);
        try (WaferSession session = wafer.open()) {
            session.record(new AdcRequest(CHIP, 0, 1000));
            String busy = refusal(session, new AdcRequest(EAST, 0, 10));
            assertTrue(busy.contains("still records HICANN " + CHIP), busy);
            String none = refusal(session, new AdcRequest(CHIP, 1, 10));
            assertTrue(none.contains("no denmem has enableAout"), none);
            assertTrue(refusal(session, new AdcRequest(EAST, 1, 10)).contains("shows NONE, must show a membrane"));
            assertTrue(refusal(session, new AdcRequest(3, 0, 10)).contains("HICANN 3 is in reset"));
            session.advance(1400);
            String two = refusal(session, new AdcRequest(EAST, 0, 10));
            assertTrue(two.contains("denmems 7 and 9 have enableAout"), two);
            session.record(new AdcRequest(CHIP, 0, 10));
            session.reset(1);
            assertEquals(List.of(), session.takeAdc());
        }
    }
}
