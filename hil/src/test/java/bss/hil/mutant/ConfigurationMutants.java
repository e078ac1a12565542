package bss.hil.mutant;

import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;
import static bss.hil.mutant.SessionFaults.chip;
import static bss.hil.mutant.SessionFaults.written;

import bss.hil.ForwardingSession;
import bss.hil.mutant.Mutant.Plant;
import bss.spec.backend.BackendException;
import bss.spec.backend.Lease;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.StdpConfig;
import bss.spec.config.WaferConfiguration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Faults of registers and of how they are written: C17 to C24.
final class ConfigurationMutants {

    private static final int COLUMNS = 256;

    /// Switches of an HLine of the crossbar.
    private static final int CROSSBAR_PLACES = 8;

    /// Synapse switches of a side, and of a row of it.
    private static final int SWITCH_SIDE = 224 * 16;

    private static final int SWITCH_PLACES = 16;

    private ConfigurationMutants() {}

    static List<Mutant> all() {
        return List.of(
                stuck(
                        "M41",
                        "C17",
                        "a bit of a synapse-switch RAM is stuck at 0",
                        5,
                        Component.SYNAPSE_SWITCH,
                        6011,
                        0,
                        false),
                stuck(
                        "M42",
                        "C17",
                        "a bit of a crossbar RAM is stuck at 1",
                        2,
                        Component.CROSSBAR_SWITCH,
                        301,
                        0,
                        true),
                mutant(
                        "M43",
                        "C18",
                        "a write to a row of the crossbar RAM in the lower half also writes the one 32 rows above",
                        chipWritten(1, ConfigurationMutants::alsoAbove)),
                mutant(
                        "M44",
                        "C19",
                        "an address line of a synapse-switch RAM is broken: odd rows of the right side take what was"
                                + " written to the row before",
                        words(
                                0,
                                Component.SYNAPSE_SWITCH,
                                (_, chip) -> (i, w) -> i >= SWITCH_SIDE && (i / SWITCH_PLACES & 1) == 1
                                        ? chip.word(Component.SYNAPSE_SWITCH, i - SWITCH_PLACES)
                                        : w)),
                mutant(
                        "M45",
                        "C20",
                        "two data lines of the synapse weights are exchanged",
                        session(() -> written(
                                4, Component.SYNAPSE, (_, w) -> (w & ~0x60) | (w & 0x20) << 1 | (w & 0x40) >> 1))),
                stuck(
                        "M46",
                        "C20",
                        "a bit of a synapse decoder is stuck at 1",
                        7,
                        Component.SYNAPSE,
                        447 * COLUMNS + 255,
                        2,
                        true),
                mutant(
                        "M47",
                        "C20",
                        "a row of synapses is written one column to the right",
                        words(
                                3,
                                Component.SYNAPSE,
                                (_, chip) -> (i, w) -> i / COLUMNS == 100
                                        ? chip.word(Component.SYNAPSE, 100 * COLUMNS + (i + COLUMNS - 1) % COLUMNS)
                                        : w)),
                stuck(
                        "M48",
                        "C21",
                        "a bit of a synapse driver is stuck at 0",
                        0,
                        Component.SYNAPSE_DRIVER,
                        223,
                        7,
                        false),
                stuck(
                        "M49",
                        "C21",
                        "a bit of a row's V_gmax selector is stuck at 0",
                        6,
                        Component.SYNAPSE_ROW,
                        17,
                        7,
                        false),
                stuck("M50", "C21", "a bit of a neuron's L1 address is stuck at 1", 1, Component.DENMEM, 511, 5, true),
                stuck("M51", "C21", "a quad's switch is stuck open", 3, Component.QUAD, 64, 2, false),
                stuck(
                        "M52",
                        "C21",
                        "a bit of the settings of a neuron half is stuck at 0",
                        2,
                        Component.NEURON_HALF,
                        1,
                        0,
                        false),
                stuck(
                        "M53",
                        "C21",
                        "the top bit of a floating-gate cell is stuck at 0",
                        4,
                        Component.FLOATING_GATE,
                        4242,
                        9,
                        false),
                stuck(
                        "M54",
                        "C21",
                        "a bit of an analog output's multiplexer is stuck at 1",
                        5,
                        Component.ANALOG_OUTPUT,
                        1,
                        1,
                        true),
                mutant(
                        "M55",
                        "C21",
                        "a current stimulus forgets to be continuous",
                        chipWritten(
                                2,
                                chip -> chip.toBuilder()
                                        .currentStimulus(3, once(chip.currentStimulus(3)))
                                        .build())),
                mutant(
                        "M56",
                        "C21",
                        "the STDP controllers of both halves hold the table of the top one",
                        chipWritten(
                                6,
                                chip -> chip.toBuilder()
                                        .stdp(1, causalOf(chip.stdp(0), chip.stdp(1)))
                                        .build())),
                stuck(
                        "M57",
                        "C22",
                        "a bit of a horizontal repeater is stuck at 1",
                        0,
                        Component.HORIZONTAL_REPEATER,
                        40,
                        3,
                        true),
                stuck(
                        "M58",
                        "C22",
                        "a bit of a vertical repeater is stuck at 0",
                        7,
                        Component.VERTICAL_REPEATER,
                        255,
                        4,
                        false),
                stuck("M59", "C22", "the select bit of a merger is stuck at 1", 1, Component.MERGER, 12, 1, true),
                stuck(
                        "M60",
                        "C22",
                        "the loopback bit of a DNC merger is stuck at 0",
                        3,
                        Component.DNC_MERGER,
                        5,
                        3,
                        false),
                stuck(
                        "M61",
                        "C22",
                        "a bit of a background generator's period is stuck at 0",
                        5,
                        Component.BACKGROUND_GENERATOR,
                        6,
                        9,
                        false),
                stuck("M62", "C22", "a bit of a Gbit link's direction is stuck at 0", 4, Component.LINK, 7, 1, false),
                mutant(
                        "M63",
                        "C23",
                        "writes to two neighbouring chips go to each other",
                        session(() -> Exchanged::new)),
                mutant(
                        "M64",
                        "C23",
                        "writing the neurons also writes the analog outputs",
                        session(() -> (healthy, _) -> new StageFault(healthy) {
                            @Override
                            Set<ConfigurationStage> stages(EnumSet<ConfigurationStage> wanted) {
                                if (wanted.contains(ConfigurationStage.NEURONS)) {
                                    wanted.add(ConfigurationStage.ANALOG);
                                }
                                return wanted;
                            }
                        })),
                mutant(
                        "M65",
                        "C23",
                        "a merger tree that is written before the L1 routing is lost",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            @Override
                            public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                                    throws BackendException {
                                super.configure(wafer, stages, trial);
                                if (stages.contains(ConfigurationStage.L1_ROUTING)
                                        && !stages.contains(ConfigurationStage.MERGER_TREE)) {
                                    super.configure(inReset(wafer), EnumSet.of(ConfigurationStage.MERGER_TREE), trial);
                                }
                            }
                        })),
                mutant(
                        "M66",
                        "C23",
                        "a core reset forgets the vertical repeaters of a chip",
                        session(() -> SessionFaults.afterReset(ConfigurationMutants::forgetRepeaters))),
                mutant(
                        "M67",
                        "C24",
                        "every fourth write of a session is lost",
                        session(() -> (healthy, _) -> new ForwardingSession(healthy) {
                            private int writes;

                            @Override
                            public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                                    throws BackendException {
                                if (++writes % 4 != 0) {
                                    super.configure(wafer, stages, trial);
                                }
                            }
                        })));
    }

    /// A bit of one register of one chip keeps its value.
    private static Mutant stuck(
            String id, String target, String fault, int place, Component component, int index, int bit, boolean one) {
        IntBinaryOperator held = (i, w) -> i != index ? w : one ? w | 1 << bit : w & ~(1 << bit);
        return mutant(id, target, fault, session(() -> written(place, component, held)));
    }

    private static Supplier<Plant> chipWritten(int place, UnaryOperator<HicannConfiguration> held) {
        return session(() -> written(place, held));
    }

    private interface WordsOfChip {
        IntBinaryOperator of(Component component, HicannConfiguration chip);
    }

    /// Words that depend on others of the chip.
    private static Supplier<Plant> words(int place, Component component, WordsOfChip held) {
        return chipWritten(place, chip -> SessionFaults.words(chip, component, held.of(component, chip)));
    }

    private static HicannConfiguration alsoAbove(HicannConfiguration chip) {
        return SessionFaults.words(
                chip,
                Component.CROSSBAR_SWITCH,
                (i, w) ->
                        i < 32 * CROSSBAR_PLACES ? chip.word(Component.CROSSBAR_SWITCH, i + 32 * CROSSBAR_PLACES) : w);
    }

    private static CurrentStimulusConfig once(CurrentStimulusConfig stimulus) {
        return new CurrentStimulusConfig(stimulus.values(), stimulus.pulseLength(), false);
    }

    private static StdpConfig causalOf(StdpConfig top, StdpConfig bottom) {
        return new StdpConfig(
                bottom.automatic(),
                bottom.withoutReset(),
                bottom.firstRow(),
                bottom.lastRow(),
                bottom.pattern0(),
                bottom.pattern1(),
                top.causal(),
                bottom.anticausal(),
                bottom.combined());
    }

    private static WaferConfiguration inReset(WaferConfiguration wafer) {
        WaferConfiguration reset = wafer;
        for (int h : wafer.usedHicanns()) {
            reset = reset.with(h, HicannConfiguration.RESET);
        }
        return reset;
    }

    private static void forgetRepeaters(WaferSession session, Lease lease) throws BackendException {
        WaferConfiguration wafer = session.readBack();
        int hicann = chip(lease, 2);
        WaferConfiguration forgotten = SessionFaults.changed(
                wafer, hicann, c -> SessionFaults.words(c, Component.VERTICAL_REPEATER, (_, _) -> 0));
        if (!forgotten.equals(wafer)) {
            session.configure(forgotten, EnumSet.of(ConfigurationStage.L1_ROUTING), 0);
        }
    }

    /// Writes other stages than were named.
    private abstract static class StageFault extends ForwardingSession {

        StageFault(WaferSession healthy) {
            super(healthy);
        }

        abstract Set<ConfigurationStage> stages(EnumSet<ConfigurationStage> wanted);

        @Override
        public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            EnumSet<ConfigurationStage> wanted = EnumSet.noneOf(ConfigurationStage.class);
            wanted.addAll(stages);
            super.configure(wafer, stages(wanted), trial);
        }
    }

    /// The select lines of two chips of a reticle are exchanged on the way down.
    private static final class Exchanged extends ForwardingSession {

        private final int a;
        private final int b;

        Exchanged(WaferSession healthy, Lease lease) {
            super(healthy);
            a = chip(lease, 0);
            b = chip(lease, 1);
        }

        @Override
        public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            HicannConfiguration[] chips = new HicannConfiguration[WaferConfiguration.HICANNS];
            for (int h : wafer.usedHicanns()) {
                chips[h == a ? b : h == b ? a : h] = wafer.hicann(h).orElseThrow();
            }
            super.configure(new WaferConfiguration(chips, wafer.pllMhz(), wafer.dropBackgroundEvents()), stages, trial);
        }
    }
}
