package bss.hil.suite.configuration;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.hil.suite.machine.Differences;
import bss.hil.suite.machine.Wafers;
import bss.hil.suite.machine.Words;
import bss.spec.backend.BackendException;
import bss.spec.backend.WaferSession;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.WaferConfiguration;
import bss.spec.random.KeyedRandom;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/// Writes words to all chips, reads everything back, and demands that it is as written: the words, and all
/// that was not written.
final class RegisterTrial {

    /// What is written into a register.
    @FunctionalInterface
    interface Pattern {
        int word(int hicann, Component component, int index);
    }

    private final Bench bench;
    private final WaferSession session;
    private final Component[] components;
    private WaferConfiguration wafer;

    /// Starts at a wafer of which nothing was written.
    RegisterTrial(Bench bench, WaferSession session, Component... components) {
        this(bench, session, WaferConfiguration.empty(), components);
    }

    /// Starts at what was written before; chips that were not are in reset.
    RegisterTrial(Bench bench, WaferSession session, WaferConfiguration before, Component... components) {
        this.bench = bench;
        this.session = session;
        this.components = components.clone();
        wafer = before;
        for (int h : bench.hicanns()) {
            if (wafer.hicann(h).isEmpty()) {
                wafer = wafer.with(h, HicannConfiguration.RESET);
            }
        }
    }

    private Set<ConfigurationStage> stages() {
        Set<ConfigurationStage> stages = EnumSet.noneOf(ConfigurationStage.class);
        for (Component c : components) {
            stages.add(c.stage());
        }
        return stages;
    }

    /// Writes a pattern to all words of the components.
    void write(String what, Pattern pattern) throws BackendException, Violation {
        WaferConfiguration next = wafer;
        for (int h : bench.hicanns()) {
            HicannConfigurationBuilder bits = next.hicann(h).orElseThrow().toBuilder();
            for (Component c : components) {
                for (int index = 0; index < c.count(); index++) {
                    bits.set(c, index, Words.legal(c, index, pattern.word(h, c, index)));
                }
            }
            next = next.with(h, bits.build());
        }
        write(what, next, stages());
    }

    /// Writes what is no register word: the same change to all chips.
    void change(String what, Set<ConfigurationStage> stages, UnaryOperator<HicannConfigurationBuilder> change)
            throws BackendException, Violation {
        WaferConfiguration next = wafer;
        for (int h : bench.hicanns()) {
            next = next.with(
                    h, change.apply(next.hicann(h).orElseThrow().toBuilder()).build());
        }
        write(what, next, stages);
    }

    /// Sets the filter of background events, of all FPGAs.
    void filter(boolean dropBackgroundEvents) throws BackendException, Violation {
        write(
                "filter of background events",
                Wafers.filtered(wafer, dropBackgroundEvents),
                EnumSet.of(ConfigurationStage.MERGER_TREE));
    }

    private void write(String what, WaferConfiguration next, Set<ConfigurationStage> stages)
            throws BackendException, Violation {
        wafer = next;
        bench.configure(session, wafer, stages);
        String wrong = Differences.between(wafer, session.readBack());
        bench.demand(wrong.isEmpty(), () -> what + ": " + wrong);
    }

    /// Random words, then their complements, so that every bit is seen at 0 and at 1.
    void random(String what, SplittableRandom random) throws BackendException, Violation {
        long seed = random.nextLong();
        write(what + ", random words", (h, c, i) -> word(seed, h, c, i));
        write(what + ", complements", (h, c, i) -> ~word(seed, h, c, i));
    }

    private static int word(long seed, int hicann, Component component, int index) {
        return (int) KeyedRandom.hash(KeyedRandom.key(seed, hicann, component.bits(), component.count()), index)
                & Words.mask(component);
    }

    /// A one in each word, and then a zero, that goes through all bits.
    void walk(String what, int bits, Progress progress) throws BackendException, Violation {
        for (int step = 0; step < bits; step++) {
            int s = step;
            write(what + ", walking one " + step, (h, c, i) -> Words.walkingOne(c, i, s));
            write(what + ", walking zero " + step, (h, c, i) -> Words.walkingZero(c, i, s));
            progress.at((step + 1.0) / bits);
        }
    }

    /// Hears how far a test is.
    @FunctionalInterface
    interface Progress {
        void at(double fraction);
    }
}
