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
import bss.hil.suite.machine.Wafers;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.topology.WaferTopology;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;

/// P27: times are whole though the wafer counts 15 bits, and pulses close together stay apart.
final class P27Times implements ConformanceTest {

    /// The counters of FPGA and chip turn over after so many ticks.
    private static final long WRAP = 1 << 15;

    /// A real FPGA sends groups of up to 184 pulses and needs six clocks more for each (halbe,
    /// FPGABackend.cpp).
    private static final int GROUP = 184;

    private static final int GROUP_CLOCKS = 190;
    private static final int FIRST_TICK = 400;

    @Override
    public Card card() {
        return new Card(
                "P27",
                Layer.PULSES,
                "times: wraps, pairs, highest rate",
                "Times and order are exact over turns of the 15-bit counters, in pairs, and at 184 pulses in 190"
                        + " clocks.",
                "halbe: halbe_hwtest_playback.py, late start, ISI over 3 wraps, pairs (#1870), highest rate",
                Set.of(Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(3));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        try (WaferSession session = bench.open()) {
            bench.configure(session, LoopChip.wafer(bench.hicanns(), true), Wafers.WITHOUT_FLOATING_GATES);
            LoopRun run = new LoopRun(bench, "P27");
            for (long wraps : new long[] {2, 17, bench.size(40, 300, 300)}) {
                run.demandBack(session, lateStart(bench, wraps * WRAP), 0, "start after %d wraps".formatted(wraps));
            }
            bench.progress(0.2);
            run.demandBack(session, overWraps(bench, bench.size(5, 20, 20)), 0, "3 wraps between pulses");
            bench.progress(0.4);
            run.demandBack(session, pairs(bench, bench.random("pairs")), 0, "pairs");
            bench.progress(0.6);
            Pulses fast = highestRate(bench, bench.size(2000, 400_000, 400_000));
            run.demandBack(session, fast, 0, "184 pulses in 190 clocks on each FPGA");
            bench.figure("highest_rate_pulses", fast.count(), "");
        }
    }

    /// Pulses around a turn of the counters, and after it.
    private static Pulses lateStart(Bench bench, long start) {
        ProgramBuilder program = new ProgramBuilder();
        for (int c = 0; c < bench.hicanns().length; c++) {
            int address = PulseAddress.pack(bench.hicanns()[c], 2 * (c % (LoopChip.LINKS / 2)), c);
            LoopRun.train(program, 40, start - 10 * 37 + 2L * c, 37, address);
        }
        return program.build();
    }

    private static Pulses overWraps(Bench bench, int count) {
        ProgramBuilder program = new ProgramBuilder();
        for (int c = 0; c < bench.hicanns().length; c++) {
            int address = PulseAddress.pack(bench.hicanns()[c], 2 * (c % (LoopChip.LINKS / 2)), 11 + c);
            LoopRun.train(program, count, FIRST_TICK + 2L * c, 3 * WRAP + 5, address);
        }
        return program.build();
    }

    /// Two pulses close together on two links of a chip, or on two chips, so that they travel in one group.
    private static Pulses pairs(Bench bench, SplittableRandom random) {
        int[] chips = bench.hicanns();
        ProgramBuilder program = new ProgramBuilder();
        int count = bench.size(100, 5000, 5000);
        for (int k = 0; k < count; k++) {
            int chip = chips[random.nextInt(chips.length)];
            int other = chips[random.nextInt(chips.length)];
            long tick = FIRST_TICK + 300L * k + random.nextInt(100);
            int link = random.nextInt(LoopChip.LINKS / 2);
            int next = (link + 1 + random.nextInt(3)) % (LoopChip.LINKS / 2);
            program.add(tick, chip, 2 * link, random.nextInt(64));
            program.add(tick + random.nextInt(4), other, 2 * next, random.nextInt(64));
        }
        return program.build();
    }

    /// One pulse per cycle on each FPGA, on its chips in turn, with a gap after each group.
    private static Pulses highestRate(Bench bench, int perFpga) {
        ProgramBuilder program = new ProgramBuilder();
        for (int fpga : bench.fpgas()) {
            for (int k = 0; k < perFpga; k++) {
                long cycle = FIRST_TICK / 2 + (long) (k / GROUP) * GROUP_CLOCKS + k % GROUP;
                int chip = WaferTopology.hicannOfDnc(WaferTopology.dncOfFpga(fpga), k % 8);
                program.add(2 * cycle, chip, 2 * (k / 8 % (LoopChip.LINKS / 2)), k / 32 % 64);
            }
        }
        return program.build();
    }
}
