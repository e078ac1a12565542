package bss.hil.suite.pulses;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.LoopChip;
import bss.hil.suite.machine.LoopRun;
import bss.hil.suite.machine.ProgramBuilder;
import bss.hil.suite.machine.TraceMatch;
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import java.time.Duration;
import java.util.Set;

/// P25: what goes down to a chip comes back on the other link of the pair.
final class P25Loopback implements ConformanceTest {

    private static final int PULSES_PER_CHANNEL = 500;
    private static final int SPACING_CYCLES = 1000;
    private static final int FIRST_TICK = 1000;
    private static final int CHIP_SHIFT_TICKS = 21;

    /// A second program is longer and denser, so that a fault of one event in 10^5 is met.
    private static final int DENSE_PULSES_PER_CHANNEL = 4000;

    private static final int DENSE_SPACING_CYCLES = 128;

    @Override
    public Card card() {
        return new Card(
                "P25",
                Layer.PULSES,
                "loopback through every chip",
                "Every pulse comes back once, from its chip, on the partner link, with its address, in time and order.",
                "halbe: Layer2Test HICANNLoopback (500 pulses on each of 4 channels, 1000 cycles apart)",
                Set.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            for (boolean evenDown : new boolean[] {true, false}) {
                bench.configure(session, LoopChip.wafer(bench.hicanns(), evenDown), Wafers.WITHOUT_FLOATING_GATES);
                String what = "pulses down the %s links".formatted(evenDown ? "even" : "odd");
                LoopRun run = new LoopRun(bench, "P25");
                Pulses sparse = program(bench, evenDown, PULSES_PER_CHANNEL, SPACING_CYCLES);
                TraceMatch match = run.demandBack(session, sparse, 0, what);
                bench.figure(evenDown ? "delay_even" : "delay_odd", match.meanDelayTicks(), "ticks of 4 ns");
                Pulses dense = program(bench, evenDown, DENSE_PULSES_PER_CHANNEL, DENSE_SPACING_CYCLES);
                run.demandBack(session, dense, 0, what + ", dense");
                bench.progress(evenDown ? 0.5 : 1);
            }
        }
    }

    /// The four channels of a chip take turns, and so do the chips.
    private static Pulses program(Bench bench, boolean evenDown, int count, int spacingCycles) {
        ProgramBuilder program = new ProgramBuilder();
        for (int c = 0; c < bench.hicanns().length; c++) {
            for (int pair = 0; pair < LoopChip.LINKS / 2; pair++) {
                int link = 2 * pair + (evenDown ? 0 : 1);
                long first = FIRST_TICK + (long) spacingCycles * pair / 2 + (long) CHIP_SHIFT_TICKS * (c % 8);
                int address = PulseAddress.pack(bench.hicanns()[c], link, (8 * c + pair) % 64);
                LoopRun.train(program, count, first, 2L * spacingCycles, address);
            }
        }
        return program.build();
    }
}
