package bss.emulator.model;

import bss.spec.config.BackgroundGeneratorConfig;

/// A background generator, clock by clock.
final class SlowGenerator {

    private int register;
    private final SlowCounters counters;
    BackgroundGeneratorConfig config;

    SlowGenerator(BackgroundGeneratorConfig config, int seed, SlowCounters counters) {
        this.config = config;
        this.register = seed;
        this.counters = counters;
    }

    void seed(int seed) {
        register = seed;
    }

    void clock(long clock, SlowMerger merger) {
        if (!config.enable()) {
            return;
        }
        boolean fires = clock % (config.period() + 1) == config.period();
        if (config.random()) {
            int before = register;
            int bit = (before >> 15 ^ before >> 13 ^ before >> 12 ^ before >> 10) & 1;
            register = (before << 1 | bit) & 0xffff;
            fires = before <= config.period() && register > config.period();
        }
        if (fires) {
            counters.generated++;
            int address = config.random() ? 0 : config.address();
            merger.overwrite(0, new SlowEvent(address, clock * SlowEvent.FRACTION, clock));
        }
    }
}
