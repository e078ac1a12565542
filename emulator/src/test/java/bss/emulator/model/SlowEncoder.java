package bss.emulator.model;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The priority encoder of a neuron block: the lowest pending neuron first, one event in two clocks.
final class SlowEncoder {

    private final TreeMap<Integer, SlowEvent> pending = new TreeMap<>();
    private @Nullable SlowEvent selected;
    private final SlowCounters counters;

    SlowEncoder(SlowCounters counters) {
        this.counters = counters;
    }

    /// @param time of the spike [2^-14 cycles]
    void spike(int denmem, int address, long time, long clock) {
        counters.neuronSpikes++;
        if (pending.containsKey(denmem)) {
            counters.lostEncoder++;
        } else {
            // selected in this clock, written in the next
            pending.put(denmem, new SlowEvent(address, time, clock + 1));
        }
    }

    void clock(SlowMerger merger) {
        if (selected != null) {
            counters.encoded++;
            merger.overwrite(1, selected);
            selected = null;
        } else if (!pending.isEmpty()) {
            selected = pending.pollFirstEntry().getValue();
        }
    }

    int inside() {
        return pending.size() + (selected == null ? 0 : 1);
    }
}
