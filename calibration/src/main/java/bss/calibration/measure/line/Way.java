package bss.calibration.measure.line;

import java.util.BitSet;
import java.util.List;

/// The way of a train from a sending repeater to a synapse driver.
///
/// @param target the part for whose sake it is tried
/// @param parts all parts on it, in order: sending repeater, line, crossbar switch or repeater, line and so
///     on, driver
record Way(int target, List<Integer> parts) {

    Way {
        parts = List.copyOf(parts);
    }

    int sender() {
        return parts.getFirst();
    }

    int driver() {
        return parts.getLast();
    }

    /// What is seen to work when the train arrives: all but the lines that it only runs along from repeater
    /// to repeater. Those may still be cut off from their switches.
    BitSet shown() {
        BitSet shown = new BitSet();
        for (int k = 0; k < parts.size(); k++) {
            int part = parts.get(k);
            if (!Parts.isLine(part) || !Parts.isRepeater(parts.get(k - 1)) || !Parts.isRepeater(parts.get(k + 1))) {
                shown.set(part);
            }
        }
        return shown;
    }
}
