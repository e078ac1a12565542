package bss.hil.suite.configuration;

import bss.hil.suite.machine.Words;
import bss.spec.config.Component;
import bss.spec.config.ConfigurationStage;
import bss.spec.config.HicannConfiguration;
import bss.spec.config.HicannConfigurationBuilder;
import java.util.Set;
import java.util.SplittableRandom;

/// Chips with random words everywhere.
final class RandomChip {

    private RandomChip() {}

    /// A chip whose named stages hold random words and tables.
    static HicannConfiguration fill(HicannConfiguration chip, Set<ConfigurationStage> stages, SplittableRandom random) {
        HicannConfigurationBuilder bits = chip.toBuilder();
        for (Component c : Component.values()) {
            if (stages.contains(c.stage())) {
                for (int index = 0; index < c.count(); index++) {
                    bits.set(c, index, Words.random(c, index, random));
                }
            }
        }
        HicannConfiguration filled = bits.build();
        HicannConfiguration tables =
                Tables.walking(filled.toBuilder(), random.nextInt(16)).build();
        Set<ConfigurationStage> ofTables = Set.of(ConfigurationStage.PLASTICITY, ConfigurationStage.CURRENT_STIMULUS);
        for (ConfigurationStage stage : ofTables) {
            if (stages.contains(stage)) {
                filled = filled.with(tables, Set.of(stage));
            }
        }
        return filled;
    }
}
