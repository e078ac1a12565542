package bss.emulator;

import bss.emulator.build.Destination;
import bss.emulator.silicon.Silicon;
import bss.spec.config.HicannConfiguration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the events of one sending repeater arrive on one chip at the same time, and what they hit there: compiled
/// when the first one arrives, by the thread that computes the chip.
final class Target {

    private final Destination destination;
    /// Runs whose synapses are kept by [bss.emulator.plasticity.LongTermPlasticity], and all other drivers.
    private int @Nullable [] runs;

    private int[] others = {};
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

    /// The runs of drivers of the target whose weights a controller may change.
    int[] runs(ChipPlasticity plasticity) {
        int[] known = runs;
        if (known == null) {
            known = plasticity.longTerm().runs(destination.drivers());
            others = Arrays.stream(destination.drivers())
                    .filter(y -> !plasticity.changesWeights(y))
                    .toArray();
            runs = known;
        }
        return known;
    }

    /// Whether there are drivers in no such run; to be asked after [#runs].
    boolean hasOthers() {
        return others.length > 0;
    }

    /// The lists of the drivers in no such run that hold `address`, if they are compiled.
    @Nullable
    SynapseLists compiled(ChipCircuits circuits, int address) {
        if (layout != circuits.layout()) {
            return null;
        }
        return (address & 15) == HicannConfiguration.DECODER_OFF ? off : lists;
    }

    /// The same, compiled if they are not; to be asked for after [#runs].
    SynapseLists lists(Silicon silicon, ChipCircuits circuits, int address, long cycle) {
        boolean isOff = (address & 15) == HicannConfiguration.DECODER_OFF;
        if (layout != circuits.layout()) {
            lists = null;
            off = null;
        }
        SynapseLists known = isOff ? off : lists;
        if (known == null) {
            boolean byDriver = circuits.plasticity().changesStrength(others);
            known = SynapseLists.compile(silicon, circuits, others, byDriver, isOff, cycle);
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

    /// Forgets the lists, because weights, drivers or circuits changed.
    void forget() {
        lists = null;
        off = null;
        runs = null;
    }
}
