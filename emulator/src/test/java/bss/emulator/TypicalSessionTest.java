package bss.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bss.spec.backend.Lease;
import bss.spec.backend.WaferProbe;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.DenmemConfig;
import bss.spec.config.QuadConfig;
import bss.spec.topology.WaferTopology;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Typical circuits in sessions, whatever is written.
class TypicalSessionTest {

    private static final int CHIP = WaferTopology.hicann(16, 8);

    /// Random codes in all cells, random switches, everything fires.
    private static TestWafer random(long seed) {
        Random random = new Random(seed);
        TestChip chip = new TestChip();
        for (int k = 0; k < Component.FLOATING_GATE.count(); k++) {
            chip.bits.set(Component.FLOATING_GATE, k, random.nextInt(4) == 0 ? 1023 : random.nextInt(1024));
        }
        for (int d = 0; d < 512; d++) {
            chip.bits.denmem(
                    d, new DenmemConfig(0, random.nextInt(4) == 0, false, random.nextInt(3) == 0, true, false));
        }
        for (int quad = 0; quad < 128; quad++) {
            chip.bits.quad(quad, QuadConfig.fromBits(random.nextInt(16)));
        }
        TestWafer wafer = new TestWafer();
        wafer.chip(CHIP).bits.denmem(0, chip.build().denmem(0));
        for (Component c : new Component[] {Component.FLOATING_GATE, Component.DENMEM, Component.QUAD}) {
            for (int k = 0; k < c.count(); k++) {
                wafer.chip(CHIP).bits.set(c, k, chip.bits.word(c, k));
            }
        }
        return wafer;
    }

    @Test
    void anythingThatIsWrittenRuns() throws Exception {
        for (long seed = 1; seed <= 8; seed++) {
            try (WaferSession session =
                    EmulatedWafer.typical(seed, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
                session.configure(random(seed).build(), TestWafer.ALL, 1);
                WaferProbe probe = session.probe().orElseThrow();
                for (int d = 0; d < 512; d++) {
                    probe.watch(CHIP, d, WaferProbe.Variable.MEMBRANE, 50);
                }
                session.advance(200);
                for (WaferProbe.Samples samples : probe.takeSamples()) {
                    for (double volt : samples.values()) {
                        assertTrue(volt >= 0 && volt <= 1.8, "V is %s V, seed %d".formatted(volt, seed));
                    }
                }
            }
        }
    }

    @Test
    void aRewriteMovesTheCircuitsAndTheFirstTrialBringsThemBack() throws Exception {
        TestWafer wafer = new TestWafer();
        wafer.chip(CHIP).bits.denmem(9, new DenmemConfig(0, false, false, false, true, false));
        try (WaferSession session =
                EmulatedWafer.typical(4, EmulatorOptions.DEFAULT).open(Lease.wafer())) {
            session.configure(wafer.build(), TestWafer.ALL, 1);
            double first = rest(session);
            session.reset(2);
            double second = rest(session);
            session.reset(1);
            assertEquals(first, rest(session));
            assertTrue(first != second && Math.abs(first - second) < 0.02, first + " V, then " + second + " V");
        }
    }

    private static double rest(WaferSession session) throws Exception {
        WaferProbe probe = session.probe().orElseThrow();
        probe.watch(CHIP, 9, WaferProbe.Variable.MEMBRANE, 1);
        session.advance(session.now() + 2);
        List<WaferProbe.Samples> samples = probe.takeSamples();
        return samples.getLast().values().getFirst();
    }
}
