package bss.hil.suite.machine;

import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wafers to start from.
public final class Wafers {

    /// All stages.
    public static final Set<ConfigurationStage> ALL = Set.copyOf(EnumSet.allOf(ConfigurationStage.class));

    /// All stages but that which wears a real wafer.
    public static final Set<ConfigurationStage> WITHOUT_FLOATING_GATES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(ConfigurationStage.FLOATING_GATES)));

    private Wafers() {}

    /// No chip in use, and FPGAs that pass events of address 0 on.
    public static WaferConfiguration unfiltered() {
        return filtered(WaferConfiguration.empty(), false);
    }

    /// The same chips, with the filter of background events set.
    public static WaferConfiguration filtered(WaferConfiguration wafer, boolean dropBackgroundEvents) {
        @Nullable HicannConfiguration[] chips = new @Nullable HicannConfiguration[WaferConfiguration.HICANNS];
        for (int h : wafer.usedHicanns()) {
            chips[h] = wafer.hicann(h).orElseThrow();
        }
        return new WaferConfiguration(chips, wafer.pllMhz(), dropBackgroundEvents);
    }

    /// A wafer of which only `hicann` is in use.
    public static WaferConfiguration only(WaferConfiguration wafer, int hicann) {
        return filtered(WaferConfiguration.empty(), wafer.dropBackgroundEvents())
                .with(hicann, wafer.hicann(hicann).orElseThrow());
    }
}
