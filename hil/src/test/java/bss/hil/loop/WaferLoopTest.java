package bss.hil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.WaferConfiguration;
import bss.spec.topology.WaferTopology;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is written, and when.
class WaferLoopTest {

    private static final int A = 88;
    private static final int B = 200;
    private static final String LEASE = "open FPGAs {%d, %d}"
            .formatted(
                    Math.min(WaferTopology.fpga(A), WaferTopology.fpga(B)),
                    Math.max(WaferTopology.fpga(A), WaferTopology.fpga(B)));

    private final NotingWafer wafer = new NotingWafer();

    private static WaferConfiguration two() {
        return WaferConfiguration.empty()
                .with(A, HicannConfiguration.RESET)
                .with(
                        B,
                        HicannConfiguration.RESET.toBuilder()
                                .synapse(3, 4, 5, 6)
                                .build());
    }

    @Test
    void allIsWrittenOnceAndThenOnlySynapsesOfChipsWhoseWeightsHaveChanged() throws Exception {
        try (WaferLoop loop = WaferLoop.open(wafer, two(), 7)) {
            loop.run(Pulses.sorted(new long[] {9}, new int[] {A << 9}), 100);
            loop.setWeight(B, 3, 4, 5);
            loop.run(Pulses.NONE, 100);
            loop.setWeight(B, 3, 4, 9);
            assertEquals(9, loop.weight(B, 3, 4));
            loop.run(Pulses.NONE, 200);
            loop.run(Pulses.NONE, 200);
        }
        assertEquals(
                List.of(
                        LEASE,
                        "configure all HICANNs [%d, %d] trial 7".formatted(A, B),
                        "reset 7",
                        "play 1",
                        "advance 1100",
                        "reset 7",
                        "play 0",
                        "advance 1100",
                        "configure [SYNAPSES] HICANNs [%d] trial 7".formatted(B),
                        "reset 7",
                        "play 0",
                        "advance 1200",
                        "reset 7",
                        "play 0",
                        "advance 1200",
                        "close"),
                wafer.calls);
        HicannConfiguration chip = wafer.written.getLast().hicann(B).orElseThrow();
        assertEquals(9, chip.weight(3, 4));
        assertEquals(6, chip.decoder(3, 4), "the decoder stays");
        assertEquals(
                two().hicann(B).orElseThrow().toBuilder().synapse(3, 4, 9, 6).build(), chip, "all else stays");
    }

    @Test
    void changesAddUpOverIterations() throws Exception {
        try (WaferLoop loop = WaferLoop.open(wafer, two(), 1)) {
            loop.setWeight(A, 0, 0, 1);
            loop.run(Pulses.NONE, 1);
            loop.setWeight(A, 447, 255, 2);
            loop.setWeight(B, 1, 1, 15);
            loop.run(Pulses.NONE, 1);
            HicannConfiguration a = loop.configuration().hicann(A).orElseThrow();
            assertEquals(1, a.weight(0, 0));
            assertEquals(2, a.weight(447, 255));
            assertEquals(wafer.written.getLast(), loop.configuration());
        }
    }

    @Test
    void weightsOfAChipThatChangesThemItselfAreWrittenBeforeEachIteration() throws Exception {
        StdpConfig reset = StdpConfig.RESET;
        StdpConfig automatic = new StdpConfig(
                true,
                reset.withoutReset(),
                0,
                223,
                reset.pattern0(),
                reset.pattern1(),
                reset.causal(),
                reset.anticausal(),
                reset.combined());
        WaferConfiguration plastic = two().with(
                        A,
                        HicannConfiguration.RESET.toBuilder().stdp(1, automatic).build());
        try (WaferLoop loop = WaferLoop.open(wafer, plastic, 1)) {
            loop.run(Pulses.NONE, 1);
            loop.run(Pulses.NONE, 1);
        }
        String write = "configure [SYNAPSES] HICANNs [%d] trial 1".formatted(A);
        assertEquals(2, wafer.calls.stream().filter(write::equals).count(), wafer.calls.toString());
    }

    @Test
    void hardwareTimeIsCountedAndFloatingGatesAreChargedOnce() throws Exception {
        try (WaferLoop loop = WaferLoop.open(wafer, two(), 1)) {
            loop.run(Pulses.NONE, 250);
            loop.run(Pulses.NONE, 500);
            assertEquals(1250 * 8e-9, loop.timings().get(0).hardwareSeconds(), 1e-15);
            assertEquals(1500 * 8e-9, loop.timings().get(1).hardwareSeconds(), 1e-15);
            assertEquals(7.2, loop.timings().get(0).programmingSeconds(), 1e-9);
            assertEquals(0, loop.timings().get(1).programmingSeconds());
            assertEquals(2, loop.statistics().iterations());
            assertEquals(2750 * 8e-9, loop.statistics().hardwareSeconds(), 1e-15);
        }
    }

    @Test
    void whatIsNotOnTheChipsInUseIsRefused() throws Exception {
        try (WaferLoop loop = WaferLoop.open(wafer, two(), 1)) {
            assertThrows(IllegalArgumentException.class, () -> loop.setWeight(A + 1, 0, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> loop.setWeight(A, 0, 0, 16));
            assertThrows(IllegalArgumentException.class, () -> loop.run(Pulses.NONE, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> WaferLoop.open(wafer, WaferConfiguration.empty(), 1));
    }

    @Test
    void aWaferThatRefusesItsConfigurationIsGivenBack() {
        wafer.refusesToConfigure = true;
        assertThrows(BackendException.class, () -> WaferLoop.open(wafer, two(), 1));
        assertEquals("close", wafer.calls.getLast());
    }
}
