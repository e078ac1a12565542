package bss.mapper.problem;

import bss.spec.coord.HicannOnWafer;
import bss.spec.defects.DefectClass;
import bss.spec.defects.Defects;
import bss.spec.topology.WaferTopology;
import java.util.BitSet;
import java.util.Optional;

/// The part of a wafer that a mapping may use: the chips that the user allows, without what is defect. Immutable.
///
/// A chip that is not allowed is treated as if it were not there: it holds nothing, and no line runs over it.
public final class WaferResources {

    /// The whole wafer without defects.
    public static final WaferResources ALL = of(Defects.NONE);

    private final Defects defects;
    private final BitSet allowed;

    private WaferResources(Defects defects, BitSet allowed) {
        this.defects = defects;
        this.allowed = allowed;
    }

    /// All chips of a wafer with these defects.
    public static WaferResources of(Defects defects) {
        BitSet all = new BitSet();
        all.set(0, HicannOnWafer.COUNT);
        return new WaferResources(defects, all);
    }

    /// These chips of a wafer with these defects.
    public static WaferResources of(Defects defects, BitSet allowed) {
        if (allowed.length() > HicannOnWafer.COUNT) {
            throw new IllegalArgumentException(
                    "HICANN %d does not exist, must be below %d".formatted(allowed.length() - 1, HicannOnWafer.COUNT));
        }
        return new WaferResources(defects, (BitSet) allowed.clone());
    }

    /// The same chips as if nothing were defect.
    public WaferResources withoutDefects() {
        return new WaferResources(Defects.NONE, allowed);
    }

    /// All chips with the same defects.
    public WaferResources withoutRestriction() {
        return of(defects);
    }

    public Defects defects() {
        return defects;
    }

    /// Whether the user allows a chip.
    public boolean allowed(int hicann) {
        return allowed.get(hicann);
    }

    /// Whether some chip is not allowed.
    public boolean restricted() {
        return allowed.cardinality() < HicannOnWafer.COUNT;
    }

    /// Whether lines may run over a chip: it is allowed and not defect.
    public boolean present(int hicann) {
        return allowed.get(hicann) && !defects.has(DefectClass.HICANN, hicann);
    }

    /// Why a chip can neither hold neurons nor take input: "defect", "not allowed", or "cut off" from the host
    /// by its link or FPGA; empty if it can.
    public Optional<String> obstacle(int hicann) {
        if (!allowed.get(hicann)) {
            return Optional.of("not allowed");
        }
        if (defects.has(DefectClass.HICANN, hicann)) {
            return Optional.of("defect");
        }
        return spikes(hicann) ? Optional.empty() : Optional.of("cut off (its high-speed link or FPGA is defect)");
    }

    /// Whether a chip may hold neurons and take input: present, and its spikes can be exchanged with the host.
    public boolean spikes(int hicann) {
        return present(hicann) && defects.spikesReach(hicann, WaferTopology.fpga(hicann));
    }
}
