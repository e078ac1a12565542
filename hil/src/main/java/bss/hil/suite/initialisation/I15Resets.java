package bss.hil.suite.initialisation;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.common.Chips;
import bss.hil.suite.common.Fresh;
import bss.hil.suite.common.Loopback;
import bss.hil.suite.common.RandomChips;
import bss.hil.suite.common.RawSession;
import bss.proto.v1.Chip;
import bss.proto.v1.Fpga;
import bss.proto.v1.Opened;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.WaferConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// Resets of FPGAs and of the core, and links that come up each time.
final class I15Resets implements ConformanceTest {

    private static final int RESETS = 10;
    private static final int INITS = 3;
    private static final int PER_CHIP = 12;
    private static final int SPACING = 60;

    @Override
    public Card card() {
        return new Card(
                "I15",
                Layer.INITIALISATION,
                "resets and links",
                "After each of 10 resets, 3 initialisations, 10 core resets and 3 initialisations all links of the"
                        + " lease are up and carry pulses, and all is as after a reset.",
                "halbe, ResetHostConnection and HighspeedInit (Layer2Init); hicann-system, FPGA status",
                EnumSet.of(Profile.SMOKE, Profile.FULL),
                Set.of(),
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, IOException, InterruptedException {
        SplittableRandom random = bench.random("pulses");
        double longest = 0;
        for (int k = 0; k < RESETS; k++) {
            long from = System.nanoTime();
            try (RawSession session = RawSession.open(bench, bench.fpgas())) {
                longest = Math.max(longest, (System.nanoTime() - from) * 1e-9);
                links(bench, session.opened(), "reset %d".formatted(k));
                int chips = session.readBack().size();
                bench.demand(chips == 0, () -> "%d chips are configured after a reset, must be none".formatted(chips));
            }
        }
        bench.figure("longest reset", longest, "s");
        bench.progress(0.2);
        for (int k = 0; k < INITS; k++) {
            initialise(bench, random, "initialisation %d".formatted(k));
        }
        bench.progress(0.4);
        coreResets(bench, random);
        bench.progress(0.8);
        for (int k = 0; k < INITS; k++) {
            initialise(bench, random, "initialisation %d after core resets".formatted(k));
        }
    }

    /// All chips of the lease are there, with their links up.
    private static void links(Bench bench, Opened opened, String when) throws Violation {
        int[] got = opened.getFpgasList().stream().mapToInt(Fpga::getFpga).toArray();
        bench.demand(
                Arrays.equals(got, bench.fpgas()),
                () -> "%s: FPGAs %s were opened, must be %s"
                        .formatted(when, Arrays.toString(got), Arrays.toString(bench.fpgas())));
        for (Fpga fpga : opened.getFpgasList()) {
            int[] chips = fpga.getChipsList().stream().mapToInt(Chip::getHicann).toArray();
            int[] right = Chips.of(fpga.getFpga());
            bench.demand(
                    Arrays.equals(chips, right),
                    () -> "%s: FPGA %d has HICANNs %s, must be %s"
                            .formatted(when, fpga.getFpga(), Arrays.toString(chips), Arrays.toString(right)));
            for (Chip chip : fpga.getChipsList()) {
                bench.demand(
                        chip.getLinkUp(),
                        () -> "%s: the link of HICANN %d is down, must be up".formatted(when, chip.getHicann()));
            }
        }
    }

    /// Opens, lets pulses go over every link, closes.
    private static void initialise(Bench bench, SplittableRandom random, String when)
            throws BackendException, Violation, InterruptedException {
        try (WaferSession session = bench.open()) {
            Fresh.require(bench, session, when);
            bench.configure(session, Loopback.wafer(bench.hicanns()), Loopback.STAGES);
            pulses(bench, session, random, when);
        }
    }

    private static void pulses(Bench bench, WaferSession session, SplittableRandom random, String when)
            throws BackendException, Violation, InterruptedException {
        for (int fpga : bench.fpgas()) {
            // one FPGA after the other, so that each has the whole rate
            Pulses program = Loopback.program(random, Chips.of(fpga), PER_CHIP, 2 * session.now() + 3000, SPACING);
            session.play(program);
            session.advance(Loopback.end(program));
            Loopback.require(bench, program, session.takeTrace(), "%s, FPGA %d".formatted(when, fpga));
        }
    }

    /// Back to cycle 0 with the same configuration, and nothing of what ran before.
    private static void coreResets(Bench bench, SplittableRandom random)
            throws BackendException, Violation, InterruptedException {
        int[] hicanns = bench.hicanns();
        try (WaferSession session = bench.open()) {
            // all registers of one chip, and the way of pulses through all
            int chip = hicanns[random.nextInt(hicanns.length)];
            WaferConfiguration written = RandomChips.wafer(random, chip);
            bench.configure(session, written, RandomChips.STAGES);
            session.reset(0);
            RandomChips.requireSame(bench, written, session.readBack(), "core reset");
            WaferConfiguration way = Loopback.wafer(hicanns);
            bench.configure(session, way, RandomChips.STAGES);
            for (int k = 0; k < RESETS; k++) {
                String when = "core reset %d".formatted(k);
                pulses(bench, session, random, when);
                // under way and unread at the reset
                Pulses left = Loopback.program(random, hicanns, PER_CHIP, 2 * session.now() + 4000, SPACING);
                session.play(left);
                session.advance(left.tick(left.count() / 2) / 2);
                session.reset(k + 1);
                Fresh.requireEmpty(bench, session, when);
                RandomChips.requireSame(bench, way, session.readBack(), when);
            }
        }
    }
}
