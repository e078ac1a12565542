package bss.hil.mutant;

import static bss.hil.mutant.Mutant.mutant;
import static bss.hil.mutant.Mutant.session;
import static bss.hil.mutant.Mutant.silicon;

import bss.emulator.silicon.WrittenChip;
import bss.hil.ForwardingSession;
import bss.spec.backend.BackendException;
import bss.spec.backend.Pulses;
import bss.spec.backend.RunCounters;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.MergerConfig;
import bss.spec.config.SynapseRowConfig;
import bss.spec.config.WaferConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.function.UnaryOperator;

/// Faults of what a chip does with a configuration that is read back as it was written: N29.
final class NeuronMutants {

    private NeuronMutants() {}

    static List<Mutant> all() {
        return List.of(
                acting(
                        "M81",
                        "synapse decoders are off by one",
                        Component.SYNAPSE,
                        (_, w) -> (w & 0xf0) | ((w + 1) & 15)),
                acting(
                        "M82",
                        "driver decoders are off by one",
                        Component.SYNAPSE_ROW,
                        rows(r -> new SynapseRowConfig(
                                r.synInLeft(),
                                r.synInRight(),
                                r.decoderEven() + 1 & 3,
                                r.decoderOdd() + 1 & 3,
                                r.selGmax(),
                                r.gmaxDivLeft(),
                                r.gmaxDivRight()))),
                acting(
                        "M83",
                        "driver decoders of even and odd columns are exchanged",
                        Component.SYNAPSE_ROW,
                        rows(r -> new SynapseRowConfig(
                                r.synInLeft(),
                                r.synInRight(),
                                r.decoderOdd(),
                                r.decoderEven(),
                                r.selGmax(),
                                r.gmaxDivLeft(),
                                r.gmaxDivRight()))),
                acting(
                        "M84",
                        "excitatory and inhibitory input of the rows are exchanged",
                        Component.SYNAPSE_ROW,
                        rows(r -> new SynapseRowConfig(
                                r.synInRight(),
                                r.synInLeft(),
                                r.decoderEven(),
                                r.decoderOdd(),
                                r.selGmax(),
                                r.gmaxDivLeft(),
                                r.gmaxDivRight()))),
                acting(
                        "M85",
                        "the lowest and the highest bit of the weights are exchanged in the DACs",
                        Component.SYNAPSE,
                        (_, w) -> (w & 0x6f) | (w & 0x10) << 3 | (w & 0x80) >> 3),
                acting(
                        "M86",
                        "neurons send with the lowest bit of their address inverted",
                        Component.DENMEM,
                        (_, w) -> w ^ 1),
                acting("M87", "quads do not join their circuits", Component.QUAD, (_, _) -> 0),
                mutant(
                        "M88",
                        "N29",
                        "current stimuli drive no current",
                        silicon(new ActingSilicon(UnaryOperator.identity()) {
                            @Override
                            public double stimulusAmpere(WrittenChip chip, int block, int code) {
                                return 0;
                            }
                        })),
                acting(
                        "M89",
                        "DNC mergers take from their tree alone where they are to merge link and tree",
                        Component.DNC_MERGER,
                        (_, w) -> MergerConfig.fromBits(w).mode() == MergerConfig.Mode.MERGE ? w & ~3 : w),
                mutant(
                        "M90",
                        "N29",
                        "a merger favours one input: neurons lose against background events",
                        session(() -> (healthy, _) -> new Unfair(healthy))),
                acting("M91", "repeaters of vertical lines do not forward", Component.VERTICAL_REPEATER, (_, _) -> 0),
                mutant(
                        "M92",
                        "N29",
                        "the FPGA does not discard background events",
                        session(() -> (healthy, _) -> new Unfiltered(healthy))),
                mutant(
                        "M93",
                        "N29",
                        "spikes that the priority encoder loses are counted as encoded too",
                        session(() -> SessionFaults.counted(
                                c -> Counters.with(c, "encoded", c.encoded() + Math.min(1, c.neuronSpikes()))))));
    }

    /// A register kind that acts as if other words were in it.
    private static Mutant acting(String id, String fault, Component component, IntBinaryOperator word) {
        return mutant(id, "N29", fault, silicon(new ActingSilicon(chip -> SessionFaults.words(chip, component, word))));
    }

    private static IntBinaryOperator rows(UnaryOperator<SynapseRowConfig> change) {
        return (_, w) -> change.apply(SynapseRowConfig.fromBits(w)).bits();
    }

    /// Drops what a link records within two cycles after an event of a background generator, and says that a merger
    /// lost it.
    private static final class Unfair extends ForwardingSession {

        private static final int WAIT_TICKS = 4;

        private long lost;

        Unfair(WaferSession healthy) {
            super(healthy);
        }

        @Override
        public Pulses takeTrace() throws BackendException {
            Map<Integer, Long> background = new HashMap<>();
            return PulseFaults.each((tick, address, to) -> {
                        if ((address & 63) == 0) {
                            background.put(address >> 6, tick);
                            to.add(tick, address);
                        } else if (tick - background.getOrDefault(address >> 6, -100L) > WAIT_TICKS) {
                            to.add(tick, address);
                        } else {
                            lost++;
                        }
                    })
                    .apply(super.takeTrace());
        }

        @Override
        public RunCounters counters() throws BackendException {
            RunCounters c = super.counters();
            c = Counters.with(c, "lostMerger", c.lostMerger() + lost);
            c = Counters.with(c, "sentUp", c.sentUp() - lost);
            return Counters.with(c, "traced", c.traced() - lost);
        }

        @Override
        public void reset(int trial) throws BackendException {
            lost = 0;
            super.reset(trial);
        }
    }

    /// Keeps the filter's bit and does without it.
    private static final class Unfiltered extends ForwardingSession {

        private boolean drop = WaferConfiguration.empty().dropBackgroundEvents();

        Unfiltered(WaferSession healthy) {
            super(healthy);
        }

        @Override
        public void configure(WaferConfiguration wafer, Set<ConfigurationStage> stages, int trial)
                throws BackendException {
            super.configure(filtering(wafer, false), stages, trial);
            drop = stages.contains(ConfigurationStage.MERGER_TREE) ? wafer.dropBackgroundEvents() : drop;
        }

        @Override
        public WaferConfiguration readBack() throws BackendException {
            return filtering(super.readBack(), drop);
        }

        private static WaferConfiguration filtering(WaferConfiguration wafer, boolean drop) {
            HicannConfiguration[] chips = new HicannConfiguration[WaferConfiguration.HICANNS];
            for (int h : wafer.usedHicanns()) {
                chips[h] = wafer.hicann(h).orElseThrow();
            }
            return new WaferConfiguration(chips, wafer.pllMhz(), drop);
        }
    }
}
