package bss.spec.mapping;

import bss.spec.transfer.SynapseStrengths;
import bss.spec.translate.CalibrationIdentity;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a mapping keeps of the measured calibration that it was made with: which one, and what the synapses of its
/// chips conduct, without which nobody could tell from the bits what weights they are.
///
/// @param strengths by HICANN 0 to 383; rows of other chips conduct as ideal ones
public record MappedCalibration(CalibrationIdentity identity, SortedMap<Integer, SynapseStrengths> strengths) {

    public MappedCalibration {
        strengths = Collections.unmodifiableSortedMap(new TreeMap<>(strengths));
    }

    /// The strengths of a chip, if they were measured.
    public Optional<SynapseStrengths> strengths(int hicann) {
        return Optional.ofNullable(strengths.get(hicann));
    }
}
