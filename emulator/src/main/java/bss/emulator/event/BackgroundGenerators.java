package bss.emulator.event;

import bss.spec.config.BackgroundGeneratorConfig;
import bss.spec.config.HicannConfiguration;
import java.util.Arrays;

/// The eight background generators of a chip.
///
/// A regular one sends in the clocks c with (c + 1) % (period + 1) = 0. A random one has a 16-bit feedback shift
/// register (taps 15, 13, 12, 10) that starts at the chip's seed when the generator is switched on, and sends when the
/// register rises above the period. Source: ess, `systemsim/bg_event_generator.cpp`.
final class BackgroundGenerators {

    static final int COUNT = 8;

    private final Tally tally;
    private final BackgroundGeneratorConfig[] config = new BackgroundGeneratorConfig[COUNT];
    private final int[] register = new int[COUNT];
    private final long[] next = new long[COUNT];
    private long due = Long.MAX_VALUE;
    private int seed;

    BackgroundGenerators(Tally tally) {
        this.tally = tally;
        Arrays.fill(config, BackgroundGeneratorConfig.RESET);
    }

    /// Takes new settings; random generators that were on run on, others start at the seed.
    void configure(HicannConfiguration chip, long clock) {
        seed = chip.backgroundSeed();
        for (int g = 0; g < COUNT; g++) {
            BackgroundGeneratorConfig c = chip.backgroundGenerator(g);
            boolean runs = config[g].enable() && config[g].random();
            if (!runs) {
                register[g] = seed;
            }
            config[g] = c;
        }
        schedule(clock);
    }

    /// Back to clock 0.
    void reset() {
        Arrays.fill(register, seed);
        schedule(0);
    }

    private void schedule(long clock) {
        due = Long.MAX_VALUE;
        for (int g = 0; g < COUNT; g++) {
            next[g] = Long.MAX_VALUE;
            if (config[g].enable()) {
                long cycle = config[g].period() + 1L;
                next[g] = config[g].random() ? clock : (clock + cycle) / cycle * cycle - 1;
            }
            due = Math.min(due, next[g]);
        }
    }

    /// The first clock at which [#clock] does something.
    long due() {
        return due;
    }

    void clock(long clock, MergerTree tree) {
        due = Long.MAX_VALUE;
        for (int g = 0; g < COUNT; g++) {
            if (next[g] <= clock) {
                if (config[g].random()) {
                    stepRandom(g, clock, tree);
                    next[g] = clock + 1;
                } else {
                    send(g, config[g].address(), clock, tree);
                    next[g] = clock + config[g].period() + 1;
                }
            }
            due = Math.min(due, next[g]);
        }
    }

    private void stepRandom(int g, long clock, MergerTree tree) {
        int before = register[g];
        int bit = (before >> 15 ^ before >> 13 ^ before >> 12 ^ before >> 10) & 1;
        int after = (before << 1 | bit) & 0xffff;
        register[g] = after;
        if (after > config[g].period() && before <= config[g].period()) {
            send(g, 0, clock, tree);
        }
    }

    private void send(int g, int address, long clock, MergerTree tree) {
        tally.generated++;
        tree.writeGenerator(g, EventWord.of(clock, 0, 0, address));
    }
}
