package bss.emulator;

import bss.emulator.build.Destination;
import bss.emulator.silicon.Silicon;
import bss.spec.config.HicannConfiguration;
import org.jspecify.annotations.Nullable;

/// Where the events of one sending repeater arrive on one chip at the same time, and what they hit there: compiled
/// when the first one arrives, by the thread that computes the chip.
final class Target {

    private final Destination destination;
    private @Nullable SynapseLists lists;
    private @Nullable SynapseLists off;
    /// Layout of the chip's lanes that the lists name.
    private int layout = -1;

    Target(Destination destination) {
        this.destination = destination;
    }

    int hicann() {
        return destination.hicann();
    }

    int[] drivers() {
        return destination.drivers();
    }

    /// The lists that hold `address`, if they are compiled.
    @Nullable
    SynapseLists compiled(ChipCircuits circuits, int address) {
        if (layout != circuits.layout()) {
            return null;
        }
        return (address & 15) == HicannConfiguration.DECODER_OFF ? off : lists;
    }

    /// The lists that hold `address`, compiled if they are not.
    ///
    SynapseLists lists(Silicon silicon, ChipCircuits circuits, int address, long cycle) {
        boolean isOff = (address & 15) == HicannConfiguration.DECODER_OFF;
        if (layout != circuits.layout()) {
            forget();
        }
        SynapseLists known = isOff ? off : lists;
        if (known == null) {
            boolean byDriver = circuits.plasticity().counts(drivers());
            known = SynapseLists.compile(silicon, circuits, drivers(), byDriver, isOff, cycle);
            if (isOff) {
                off = known;
            } else {
                lists = known;
            }
            if (layout != circuits.layout()) {
                // compiling let circuits join: what was compiled before names their lanes as they were
                lists = isOff ? null : known;
                off = isOff ? known : null;
                layout = circuits.layout();
            }
        }
        return known;
    }

    /// Brings the conductances of a row's synapses up to the weights that the last update changed.
    void rewrite(Silicon silicon, ChipCircuits circuits, int row) {
        if (layout != circuits.layout()) {
            forget();
        }
        if (lists != null) {
            lists.rewrite(silicon, circuits, row);
        }
        if (off != null) {
            off.rewrite(silicon, circuits, row);
        }
    }

    /// Forgets the lists, because weights, drivers or circuits changed.
    void forget() {
        lists = null;
        off = null;
    }
}
