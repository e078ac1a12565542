package bss.tools.job.wafer;

import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.WaferConfiguration;
import java.util.EnumSet;
import java.util.Set;

/// Which parts of a configuration must be written.
final class Bits {

    private Bits() {}

    /// The stages in which `next` differs from what stands: writing others would restart what runs.
    static Set<ConfigurationStage> differing(WaferConfiguration present, WaferConfiguration next) {
        EnumSet<ConfigurationStage> stages = EnumSet.noneOf(ConfigurationStage.class);
        for (int h : next.usedHicanns()) {
            HicannConfiguration before = present.hicann(h).orElse(HicannConfiguration.RESET);
            HicannConfiguration after = next.hicann(h).orElseThrow();
            for (ConfigurationStage stage : EnumSet.complementOf(stages)) {
                if (!before.with(after, EnumSet.of(stage)).equals(before)) {
                    stages.add(stage);
                }
            }
        }
        return stages;
    }
}
