package bss.hil.suite.common;

import bss.hil.bench.Bench;
import bss.hil.bench.Violation;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.CurrentStimulusConfig;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import bss.spec.config.StdpConfig;
import bss.spec.config.WaferConfiguration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Chips whose registers hold random words, floating gates aside: these wear, and are read back by ADC alone.
public final class RandomChips {

    /// All stages but the floating gates.
    public static final Set<ConfigurationStage> STAGES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ConfigurationStage.FLOATING_GATES)));

    private static final Set<ConfigurationStage> FLOATING_GATES = EnumSet.of(ConfigurationStage.FLOATING_GATES);

    private RandomChips() {}

    /// A chip.
    public static HicannConfiguration chip(SplittableRandom random) {
        HicannConfigurationBuilder bits = new HicannConfigurationBuilder();
        for (Component c : Component.values()) {
            if (c == Component.FLOATING_GATE) {
                continue;
            }
            for (int i = 0; i < c.count(); i++) {
                bits.set(c, i, random.nextInt(1 << c.bits()));
            }
        }
        for (int block = 0; block < HicannConfiguration.FG_BLOCKS; block++) {
            int[] values = random.ints(CurrentStimulusConfig.LENGTH, 0, 1024).toArray();
            bits.currentStimulus(block, new CurrentStimulusConfig(values, random.nextInt(16), random.nextBoolean()));
        }
        for (int half = 0; half < 2; half++) {
            bits.stdp(half, stdp(random));
        }
        return bits.build();
    }

    private static StdpConfig stdp(SplittableRandom random) {
        int first = random.nextInt(224);
        return new StdpConfig(
                random.nextBoolean(),
                random.nextBoolean(),
                first,
                first + random.nextInt(224 - first),
                random.nextInt(16),
                random.nextInt(16),
                random.ints(16, 0, 16).toArray(),
                random.ints(16, 0, 16).toArray(),
                random.ints(16, 0, 16).toArray());
    }

    /// The chips of a wafer; the others stay in reset.
    public static WaferConfiguration wafer(SplittableRandom random, int... hicanns) {
        WaferConfiguration wafer = WaferConfiguration.empty();
        for (int h : hicanns) {
            wafer = wafer.with(h, chip(random));
        }
        return wafer;
    }

    /// Demands that a wafer was read back as it was written, floating gates aside.
    ///
    /// @param where it was read, for the message
    public static void requireSame(Bench bench, WaferConfiguration written, WaferConfiguration read, String where)
            throws Violation {
        for (int h = 0; h < WaferConfiguration.HICANNS; h++) {
            int hicann = h;
            Optional<HicannConfiguration> a = bare(written, h);
            Optional<HicannConfiguration> b = bare(read, h);
            bench.demand(a.equals(b), () -> "%s: HICANN %d: %s".formatted(where, hicann, difference(a, b)));
        }
        bench.demand(
                written.pllMhz() == read.pllMhz(),
                () -> "%s: PLL is %d MHz, must be %d".formatted(where, read.pllMhz(), written.pllMhz()));
        bench.demand(
                written.dropBackgroundEvents() == read.dropBackgroundEvents(),
                () -> "%s: dropping background events is %s, must be %s"
                        .formatted(where, read.dropBackgroundEvents(), written.dropBackgroundEvents()));
    }

    private static Optional<HicannConfiguration> bare(WaferConfiguration wafer, int hicann) {
        return wafer.hicann(hicann).map(chip -> chip.with(HicannConfiguration.RESET, FLOATING_GATES));
    }

    private static String difference(Optional<HicannConfiguration> written, Optional<HicannConfiguration> read) {
        if (written.isEmpty() || read.isEmpty()) {
            return written.isEmpty() ? "is configured, must be in reset" : "is in reset, must be configured";
        }
        HicannConfiguration a = written.get();
        HicannConfiguration b = read.get();
        for (Component c : Component.values()) {
            for (int i = 0; i < c.count(); i++) {
                if (a.word(c, i) != b.word(c, i)) {
                    return "%s %d is 0x%x, must be 0x%x".formatted(c, i, b.word(c, i), a.word(c, i));
                }
            }
        }
        for (int block = 0; block < HicannConfiguration.FG_BLOCKS; block++) {
            if (!a.currentStimulus(block).equals(b.currentStimulus(block))) {
                return "the current stimulus of block %d is another than was written".formatted(block);
            }
        }
        return "an STDP controller is another than was written";
    }
}
