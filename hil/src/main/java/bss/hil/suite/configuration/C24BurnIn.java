package bss.hil.suite.configuration;

import bss.hil.bench.Bench;
import bss.hil.bench.Card;
import bss.hil.bench.ConformanceTest;
import bss.hil.bench.Layer;
import bss.hil.bench.Profile;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Differences;
import bss.hil.suite.machine.LoopChip;
import bss.hil.suite.machine.LoopRun;
import bss.hil.suite.machine.ProgramBuilder;
import bss.hil.suite.machine.TraceMatch;
import bss.hil.suite.machine.Wafers;
import bss.hil.suite.machine.Words;
import bss.spec.backend.BackendException;
import bss.spec.backend.PulseAddress;
import bss.spec.backend.Pulses;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.DenmemConfig;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/// C24: many small writes at random places while pulses loop through the same chips, against a model on the
/// host.
///
/// Floating gates wear and the merger tree carries the pulses, so neither is written; comparators stay off,
/// so that no neuron fires into the loops.
final class C24BurnIn implements ConformanceTest {

    private static final Component[] WRITTEN = {
        Component.SYNAPSE,
        Component.SYNAPSE_DRIVER,
        Component.SYNAPSE_ROW,
        Component.CROSSBAR_SWITCH,
        Component.SYNAPSE_SWITCH,
        Component.HORIZONTAL_REPEATER,
        Component.VERTICAL_REPEATER,
        Component.DENMEM,
        Component.QUAD,
        Component.NEURON_HALF,
        Component.ANALOG_OUTPUT
    };

    private static final int WORDS_PER_WRITE = 50;
    private static final int WRITES_PER_RUN = 10;
    private static final int PULSES_PER_RUN = 20;
    private static final int SPACING_TICKS = 200;
    private static final int FIRST_TICK = 400;
    private static final int ACTIVATE_FIRING = new DenmemConfig(0, true, false, false, false, false).bits();

    private static final long SOAK_NANOS = Duration.ofMinutes(15).toNanos();

    @Override
    public Card card() {
        return new Card(
                "C24",
                Layer.CONFIGURATION,
                "burn-in",
                "Random writes and reads of all chips, while pulses run through them, disturb neither.",
                "hicann-system: tm_arq_burnin, tm_arq_burnin_parallel",
                Set.of(Profile.FULL, Profile.SOAK),
                Set.of(),
                false,
                Duration.ofMinutes(4));
    }

    @Override
    public void run(Bench bench) throws Violation, BackendException, InterruptedException {
        int words = bench.size(200, 20_000, Integer.MAX_VALUE);
        long start = System.nanoTime();
        try (WaferSession session = bench.open()) {
            Burn burn = new Burn(bench, session);
            int run = 0;
            while (burn.words < words && (bench.profile() != Profile.SOAK || System.nanoTime() - start < SOAK_NANOS)) {
                burn.run(run++);
                bench.progress(
                        bench.profile() == Profile.SOAK
                                ? (System.nanoTime() - start) / (double) SOAK_NANOS
                                : Math.min(1, burn.words / (double) words));
            }
            burn.demandModel();
            bench.figure("words", burn.words, "registers");
            bench.figure("reads", burn.reads, "");
            bench.figure("pulses", (double) burn.pulses, "");
        }
    }

    private static final class Burn {

        private final Bench bench;
        private final WaferSession session;
        private final SplittableRandom random;
        private WaferConfiguration model;
        private int words;
        private int reads;
        private long pulses;

        Burn(Bench bench, WaferSession session) throws BackendException, Violation {
            this.bench = bench;
            this.session = session;
            random = bench.random("burn-in");
            model = LoopChip.wafer(bench.hicanns(), true);
            bench.configure(session, model, Wafers.WITHOUT_FLOATING_GATES);
        }

        /// Pulses, and writes in their midst where the endpoint can pause.
        void run(int number) throws BackendException, InterruptedException, Violation {
            Pulses program = program();
            session.reset(number);
            session.play(program);
            boolean pauses = bench.capabilities().canPause();
            for (int write = 0; write < WRITES_PER_RUN; write++) {
                if (pauses) {
                    session.advance(LoopRun.end(program) * write / WRITES_PER_RUN);
                }
                write();
                if (random.nextBoolean()) {
                    demandModel();
                }
            }
            session.advance(LoopRun.end(program));
            Pulses trace = session.takeTrace();
            TraceMatch.demandOrder(trace, "C24");
            new LoopRun(bench, "C24")
                    .match(LoopRun.looped(program), trace)
                    .demand("pulses while registers are written, run " + number, loss());
            pulses += program.count();
        }

        private double loss() {
            return bench.tolerances().get("C24.loss_fraction");
        }

        private Pulses program() {
            ProgramBuilder program = new ProgramBuilder();
            for (int c = 0; c < bench.hicanns().length; c++) {
                for (int k = 0; k < PULSES_PER_RUN; k++) {
                    int link = 2 * random.nextInt(LoopChip.LINKS / 2);
                    int address = PulseAddress.pack(bench.hicanns()[c], link, random.nextInt(64));
                    program.add(FIRST_TICK + (long) SPACING_TICKS * k + 2L * c, address);
                }
            }
            return program.build();
        }

        private void write() throws BackendException, Violation {
            int hicann = bench.hicanns()[random.nextInt(bench.hicanns().length)];
            HicannConfigurationBuilder bits = model.hicann(hicann).orElseThrow().toBuilder();
            Set<ConfigurationStage> stages = EnumSet.noneOf(ConfigurationStage.class);
            Component component = WRITTEN[random.nextInt(WRITTEN.length)];
            for (int k = 0; k < WORDS_PER_WRITE; k++) {
                int index = random.nextInt(component.count());
                int word = Words.random(component, index, random);
                bits.set(component, index, component == Component.DENMEM ? word & ~ACTIVATE_FIRING : word);
            }
            stages.add(component.stage());
            model = model.with(hicann, bits.build());
            bench.configure(session, Wafers.only(model, hicann), stages);
            words += WORDS_PER_WRITE;
        }

        void demandModel() throws BackendException, Violation {
            reads++;
            String wrong = Differences.between(model, session.readBack());
            bench.demand(wrong.isEmpty(), () -> "after %d words: %s".formatted(words, wrong));
        }
    }
}
