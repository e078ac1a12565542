package bss.emulator;

import bss.emulator.build.Destination;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A destination of events and what they hit there, found for each address when its first event arrives.
final class Target {

    private final Destination destination;
    private final @Nullable HitList[] hits = new @Nullable HitList[64];

    Target(Destination destination) {
        this.destination = destination;
    }

    Destination destination() {
        return destination;
    }

    @Nullable
    HitList hits(int address) {
        return hits[address];
    }

    void setHits(int address, HitList list) {
        hits[address] = list;
    }

    /// Forgets the hits, because weights, drivers or circuits changed.
    void forget() {
        Arrays.fill(hits, null);
    }
}
