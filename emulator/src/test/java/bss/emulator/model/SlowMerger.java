package bss.emulator.model;

import bss.spec.config.MergerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A merger: a register per input, one at the output, one event per clock.
final class SlowMerger {

    /// Who takes what leaves a merger: the input of another merger, a repeater, a link.
    interface Taker {

        boolean free();

        void take(SlowEvent event, long clock);
    }

    final @Nullable SlowEvent[] input = new @Nullable SlowEvent[2];
    final List<Taker> takers = new ArrayList<>();
    MergerConfig config;

    @Nullable
    SlowEvent output;

    /// The left input goes first.
    private int lastServed = 1;
    private long restUntil;
    private final SlowCounters counters;
    /// Whether events that nobody takes left the tree as they should.
    private final boolean dnc;

    SlowMerger(MergerConfig config, boolean dnc, SlowCounters counters) {
        this.config = config;
        this.dnc = dnc;
        this.counters = counters;
    }

    boolean passes(int side) {
        return side == 0 ? config.passesLeft() : config.passesRight();
    }

    /// The input as a taker: it makes the giver wait while it is occupied.
    Taker inputTaker(int side) {
        return new Taker() {
            @Override
            public boolean free() {
                return input[side] == null;
            }

            @Override
            public void take(SlowEvent event, long clock) {
                input[side] = event;
            }
        };
    }

    /// An event from outside the tree: it does not wait, it overwrites.
    void overwrite(int side, SlowEvent event) {
        if (!passes(side)) {
            counters.lostMerger++;
            return;
        }
        if (input[side] != null) {
            counters.lostMerger++;
        }
        input[side] = event;
    }

    /// One clock; who takes from this merger must have had its clock.
    void clock(long clock) {
        give(clock);
        if (output != null || clock < restUntil) {
            return;
        }
        int side = input[1 - lastServed] != null ? 1 - lastServed : lastServed;
        SlowEvent event = input[side];
        if (event == null) {
            return;
        }
        input[side] = null;
        lastServed = side;
        event.due++;
        output = event;
        if (config.slow() && config.mode() == MergerConfig.Mode.MERGE) {
            restUntil = clock + 2;
        }
        give(clock);
    }

    private void give(long clock) {
        SlowEvent event = output;
        if (event == null || !takers.stream().allMatch(Taker::free)) {
            return;
        }
        output = null;
        if (takers.isEmpty()) {
            if (dnc) {
                counters.unheard++;
            } else {
                counters.lostMerger++;
            }
        }
        counters.copies += Math.max(0, takers.size() - 1);
        for (Taker t : takers) {
            t.take(event.copy(), clock);
        }
    }

    int inside() {
        return (input[0] == null ? 0 : 1) + (input[1] == null ? 0 : 1) + (output == null ? 0 : 1);
    }
}
